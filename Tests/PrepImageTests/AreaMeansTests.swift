import PrepImage
import TestSupport
import Testing

@Suite("area means")
struct AreaMeansTests {
  /// The mean by counting: each pixel is cut into columns x rows parts of equal size.
  private func counted(_ image: PixelBuffer, _ columns: Int, _ rows: Int) -> [UInt8] {
    var means: [UInt8] = []
    for row in 0..<rows {
      for column in 0..<columns {
        for channel in 0..<3 {
          var sum = 0
          for y in (row * image.height)..<((row + 1) * image.height) {
            for x in (column * image.width)..<((column + 1) * image.width) {
              sum += Int(image.pixel(x / columns, y / rows)[channel])
            }
          }
          means.append(UInt8((2 * sum + image.width * image.height) / (2 * image.width * image.height)))
        }
      }
    }
    return means
  }

  @Test("areas that cut pixels, and areas within one", arguments: [(7, 5), (4, 4), (1, 1), (3, 9), (16, 2)])
  func exact(width: Int, height: Int) {
    let image = SampleImages.noise(width, height, seed: UInt64(width))
    #expect(image.areaMeans(columns: 4, rows: 4) == counted(image, 4, 4))
    #expect(image.areaMeans(columns: 3, rows: 5) == counted(image, 3, 5))
  }

  @Test("as many areas as pixels are the pixels, and what is transparent is white")
  func identity() {
    let image = SampleImages.noise(9, 6, seed: 2)
    #expect(image.areaMeans(columns: 9, rows: 6) == image.bytes)
    let clear = SampleImages.drawn(3, 3, channels: 4) { _, _, _ in 0 }
    #expect(clear.areaMeans(columns: 2, rows: 2) == [UInt8](repeating: 255, count: 12))
  }
}
