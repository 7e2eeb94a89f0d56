import PrepImage
import TestSupport
import Testing

@Suite("A part of an image")
struct PartTests {
  @Test("It has the pixels that lie there", arguments: [3, 4])
  func pixels(channels: Int) {
    let image = SampleImages.drawn(7, 5, channels: channels) { x, y, channel in 30 * y + 4 * x + channel }
    #expect(image.part(x: 0, y: 0, width: 7, height: 5) == image)
    let part = image.part(x: 2, y: 1, width: 4, height: 3)
    #expect(part == SampleImages.drawn(4, 3, channels: channels) { x, y, channel in 30 * (y + 1) + 4 * (x + 2) + channel })
    #expect(image.part(x: 6, y: 4, width: 1, height: 1).bytes == Array(image.bytes.suffix(channels)))
  }
}
