import PrepImage
import TestSupport
import Testing

@Suite("orientation")
struct OrientationTests {
  /// Letters of the display image, row by row, for the stored image "abc / def".
  static let expected: [(Orientation, Int, String)] = [
    (.upright, 3, "abcdef"), (.mirrored, 3, "cbafed"), (.upsideDown, 3, "fedcba"), (.flipped, 3, "defabc"),
    (.transposed, 2, "adbecf"), (.turnedRight, 2, "daebfc"), (.transversed, 2, "fcebda"), (.turnedLeft, 2, "cfbead"),
  ]

  @Test("each value moves the pixels as Exif says", arguments: expected)
  func moves(_ orientation: Orientation, _ width: Int, _ letters: String) {
    for channels in [3, 4] {
      let stored = PixelBuffer(
        width: 3, height: 2, channels: channels, bytes: "abcdef".utf8.flatMap { Array(repeating: $0, count: channels) })
      let shown = stored.oriented(orientation)
      #expect(shown.width == width)
      #expect(shown.bytes == letters.utf8.flatMap { Array(repeating: $0, count: channels) })
    }
  }

  @Test("an orientation and its inverse cancel each other, also across block borders", arguments: Orientation.allCases)
  func inverse(_ orientation: Orientation) {
    let inverse: Orientation =
      switch orientation {
      case .turnedRight: .turnedLeft
      case .turnedLeft: .turnedRight
      default: orientation
      }
    let image = SampleImages.noise(131, 67, channels: 4, seed: 7)
    #expect(image.oriented(orientation).oriented(inverse) == image)
  }
}
