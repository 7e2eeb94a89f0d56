package import PrepImage

/// Images made in code, so that a test shows what it is about.
package enum SampleImages {
  /// Each byte from its column, row and channel.
  package static func drawn(_ width: Int, _ height: Int, channels: Int = 3, _ value: (Int, Int, Int) -> Int) -> PixelBuffer {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * height * channels)
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channels { bytes.append(UInt8(clamping: value(x, y, channel))) }
      }
    }
    return PixelBuffer(width: width, height: height, channels: channels, bytes: bytes)
  }

  package static func noise(_ width: Int, _ height: Int, channels: Int = 3, seed: UInt64) -> PixelBuffer {
    var numbers = Seeded(seed)
    return drawn(width, height, channels: channels) { _, _, _ in Int.random(in: 0...255, using: &numbers) }
  }

  /// A smooth surface with a little noise, as a camera gives.
  package static func photo(_ width: Int, _ height: Int, seed: UInt64 = 1) -> PixelBuffer {
    var numbers = Seeded(seed)
    return drawn(width, height) { x, y, channel in
      (x * 160 / width + y * 60 / height + channel * 10) + Int.random(in: 0...6, using: &numbers)
    }
  }

  /// Coloured rectangles of many sizes, each over those before it: a picture that looks like no other.
  package static func scene(_ width: Int, _ height: Int, seed: UInt64) -> PixelBuffer {
    var numbers = Seeded(seed)
    let rectangles = (0..<30).map { _ in
      (
        x: Int.random(in: 0..<1000, using: &numbers), y: Int.random(in: 0..<1000, using: &numbers),
        size: Int.random(in: 30...300, using: &numbers), colour: (0..<3).map { _ in Int.random(in: 0...255, using: &numbers) }
      )
    }
    var bytes = [UInt8](repeating: 128, count: width * height * 3)
    for rectangle in rectangles {
      func pixels(_ from: Int, _ to: Int, of side: Int) -> Range<Int> {
        let first = max(0, from * side / 1000)
        return first..<max(first, min(side, to * side / 1000))
      }
      for y in pixels(rectangle.y - rectangle.size / 2, rectangle.y + rectangle.size / 2, of: height) {
        for x in pixels(rectangle.x - rectangle.size, rectangle.x + rectangle.size, of: width) {
          for channel in 0..<3 { bytes[(y * width + x) * 3 + channel] = UInt8(rectangle.colour[channel]) }
        }
      }
    }
    return PixelBuffer(width: width, height: height, channels: 3, bytes: bytes)
  }

  /// Black lines on white.
  package static func drawing(_ width: Int, _ height: Int) -> PixelBuffer {
    drawn(width, height) { x, y, _ in x % 37 == 5 || y % 29 == 7 || (x + y) % 61 == 0 ? 0 : 255 }
  }
}

extension PixelBuffer {
  package func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    let start = (y * width + x) * channels
    return Array(bytes[start..<(start + channels)])
  }

  /// The largest and the mean difference of all bytes.
  package func difference(from other: PixelBuffer) -> (largest: Int, mean: Double) {
    let differences = zip(bytes, other.bytes).map { abs(Int($0) - Int($1)) }
    return (differences.max() ?? 0, Double(differences.reduce(0, +)) / Double(max(1, differences.count)))
  }
}
