import PrepImage
import TestSupport
import Testing

@Suite("flatness")
struct FlatnessTests {
  @Test("drawings are flat graphics; photos and noise are not")
  func classes() {
    #expect(isFlatGraphics(SampleImages.drawing(400, 300)))
    #expect(!isFlatGraphics(SampleImages.photo(400, 300)))
    #expect(!isFlatGraphics(SampleImages.noise(400, 300, seed: 1)))
  }

  @Test("a photo before a white background stays a photo")
  func studio() {
    let photo = SampleImages.photo(200, 200)
    let image = SampleImages.drawn(600, 600) { x, y, channel in
      (200..<400).contains(x) && (200..<400).contains(y) ? Int(photo.pixel(x - 200, y - 200)[channel]) : 255
    }
    #expect(Flatness(of: image).flatShare > 0.85)
    #expect(!isFlatGraphics(image))
  }

  @Test("the smallest images have a class too")
  func small() {
    for (width, height) in [(1, 1), (1, 5), (5, 1), (2, 2)] {
      let image = SampleImages.drawn(width, height) { _, _, _ in 9 }
      #expect(isFlatGraphics(image))
      #expect(isBlank(image))
    }
  }

  @Test("one different byte anywhere is not blank", arguments: [0, 1, 2, 3, 4096, 5000, 29_999])
  func blank(_ position: Int) {
    var bytes = [UInt8](repeating: 255, count: 30_000)
    #expect(isBlank(PixelBuffer(width: 100, height: 100, channels: 3, bytes: bytes)))
    bytes[position] = 254
    #expect(!isBlank(PixelBuffer(width: 100, height: 100, channels: 3, bytes: bytes)))
  }
}
