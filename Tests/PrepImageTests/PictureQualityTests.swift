import PrepCore
import PrepImage
import TestSupport
import Testing

@Suite("picture quality")
struct PictureQualityTests {
  private static func flags(_ image: PixelBuffer) -> [PictureFlag] {
    PictureQuality(ReducedPicture(image, width: image.width, height: image.height)).flags
  }

  /// A picture with texture at the size at which it is looked at: brightness from `low` to `high`.
  private static func texture(_ width: Int, _ height: Int, low: Int, high: Int) -> PixelBuffer {
    SampleImages.drawn(width, height) { x, y, channel in
      low + (x * 7919 + y * 104_729 + (x * y) % 31 * 17 + channel * 13) % (high - low + 1)
    }
  }

  @Test("a picture with light, dark and detail has no flag")
  func good() {
    #expect(Self.flags(Self.texture(400, 300, low: 0, high: 255)) == [])
    #expect(Self.flags(SampleImages.drawing(800, 600)) == [])
  }

  @Test("an even page is blank, also with a speck; one with a line of text is not")
  func blank() {
    #expect(Self.flags(SampleImages.drawn(400, 300) { _, _, _ in 255 }) == [.blank])
    #expect(Self.flags(SampleImages.drawn(400, 300) { x, y, _ in x < 10 && y < 10 ? 0 : 255 }) == [.blank])
    #expect(Self.flags(SampleImages.drawn(400, 300) { x, y, _ in y > 100 && y < 110 && x % 4 < 2 && x < 200 ? 0 : 255 }) == [])
    // What is blank is not also blurred or of one colour.
    #expect(Self.flags(SampleImages.drawn(400, 300) { _, _, channel in [10, 80, 30][channel] }) == [.blank, .dark])
  }

  @Test("dark, bright and flat pictures")
  func light() {
    #expect(Self.flags(Self.texture(400, 300, low: 0, high: 55)).contains(.dark))
    #expect(!Self.flags(Self.texture(400, 300, low: 0, high: 90)).contains(.dark))
    #expect(Self.flags(Self.texture(400, 300, low: 205, high: 255)).contains(.bright))
    #expect(!Self.flags(Self.texture(400, 300, low: 150, high: 255)).contains(.bright))
    #expect(Self.flags(Self.texture(400, 300, low: 100, high: 140)).contains(.lowContrast))
    #expect(!Self.flags(Self.texture(400, 300, low: 80, high: 160)).contains(.lowContrast))
  }

  @Test("a smooth surface is blurred, and one with a sharp subject is not")
  func blurred() {
    #expect(Self.flags(SampleImages.drawn(400, 300) { x, y, _ in (x + y) / 3 }) == [.blurred])
    let subject = SampleImages.drawn(400, 300) { x, y, _ in
      x > 150 && x < 250 && y > 100 && y < 200 ? (x / 3 + y / 3) % 2 * 200 : (x + y) / 3
    }
    #expect(Self.flags(subject) == [])
  }

  @Test("one colour counts when it is not white")
  func oneColour() {
    let subject = SampleImages.drawn(400, 300) { x, y, channel in
      x > 190 && x < 230 && y > 100 && y < 180 ? (x + y) % 2 * 255 : [20, 120, 40][channel]
    }
    #expect(Self.flags(subject) == [.oneColour])
    let onWhite = SampleImages.drawn(400, 300) { x, y, _ in x > 190 && x < 230 && y > 100 && y < 180 ? (x + y) % 2 * 255 : 255 }
    #expect(Self.flags(onWhite) == [])
  }

  @Test("the sides are those of the whole picture")
  func aspect() {
    #expect(Self.flags(SampleImages.drawing(801, 200)) == [.oddAspect])
    #expect(Self.flags(SampleImages.drawing(200, 800)) == [])
  }

  @Test("the measures do not depend on how the picture is turned", arguments: Orientation.allCases)
  func turned(_ orientation: Orientation) {
    let image = Self.texture(1040, 700, low: 0, high: 200)
    #expect(Self.flags(image.oriented(orientation)) == Self.flags(image))
  }
}
