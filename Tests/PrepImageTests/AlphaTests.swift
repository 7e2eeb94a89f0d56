import PrepImage
import TestSupport
import Testing

@Suite("alpha")
struct AlphaTests {
  @Test("composited on white by the formula, for all values")
  func white() {
    let image = SampleImages.drawn(256, 256, channels: 4) { x, y, channel in channel == 3 ? y : x }
    let page = image.compositedOnWhite()
    for y in 0..<256 {
      for x in 0..<256 {
        let exact = (Double(x * y) + 255 * Double(255 - y)) / 255
        #expect(abs(Double(page.pixel(x, y)[0]) - exact) <= 0.5)
      }
    }
  }

  @Test("opaque means every pixel")
  func opaque() {
    let image = SampleImages.drawn(9, 9, channels: 4) { _, _, _ in 255 }
    #expect(image.isOpaque)
    var bytes = image.bytes
    bytes[bytes.count - 1] = 254
    #expect(!PixelBuffer(width: 9, height: 9, channels: 4, bytes: bytes).isOpaque)
    #expect(image.droppingAlpha() == SampleImages.drawn(9, 9) { _, _, _ in 255 })
  }
}
