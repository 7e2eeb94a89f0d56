import Foundation
import PrepImage
import TestSupport

/// Lanczos by its definition, in doubles: slow and plain.
enum ReferenceResize {
  static func pixels(_ image: PixelBuffer, _ newWidth: Int, _ newHeight: Int) -> [Double] {
    let channels = image.channels
    var result = [Double](repeating: 0, count: newWidth * newHeight * channels)
    for channel in 0..<channels {
      let rows = (0..<image.height).map { y in
        row((0..<image.width).map { Double(image.pixel($0, y)[channel]) }, to: newWidth)
      }
      for x in 0..<newWidth {
        for (y, value) in row(rows.map { $0[x] }, to: newHeight).enumerated() {
          result[(y * newWidth + x) * channels + channel] = max(0, min(255, value))
        }
      }
    }
    return result
  }

  static func row(_ values: [Double], to target: Int) -> [Double] {
    if values.count == target { return values }
    let scale = Double(values.count) / Double(target)
    return (0..<target).map { index in
      let center = (Double(index) + 0.5) * scale
      let weights = values.indices.map { lanczos((Double($0) + 0.5 - center) / scale) }
      return zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    }
  }

  private static func lanczos(_ x: Double) -> Double {
    if x == 0 { return 1 }
    return abs(x) < 3 ? 3 * sin(.pi * x) * sin(.pi * x / 3) / (.pi * .pi * x * x) : 0
  }
}
