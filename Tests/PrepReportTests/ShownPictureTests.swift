import PrepCodecs
import PrepCore
import PrepImage
import TestSupport
import Testing

@testable import PrepReport

@Suite("Pictures on the page")
struct ShownPictureTests {
  /// White, hatched all over with lines, and with a patch of rows of short strokes; `scale` makes all of it coarser.
  private func sheet(_ width: Int, _ height: Int, patch: (x: Int, y: Int, side: Int), scale: Int = 1) -> PixelBuffer {
    SampleImages.drawn(width, height) { x, y, _ in
      let isText = (patch.x..<patch.x + patch.side).contains(x) && (patch.y..<patch.y + patch.side).contains(y)
      guard isText else { return (x + y) / scale % 6 == 0 ? 0 : 255 }
      return y / scale % 12 < 7 ? x / scale / 2 % 2 * 255 : 255
    }
  }

  @Test("A thumbnail is a JPEG that keeps the proportions and is never enlarged")
  func thumbnail() throws {
    let png = try PNGEncoder.encode(SampleImages.photo(640, 320))
    let small = try ShownPicture(png, longSide: 240)
    let header = try ImageHeader.probe(small.bytes)
    #expect((header.format, header.width, header.height) == (.jpeg, 240, 120))
    #expect((small.width, small.height) == (240, 120))
    #expect(try ShownPicture(png, longSide: 1000).width == 640)
    #expect(throws: ItemFailure.self) { try ShownPicture(Array("no picture".utf8), longSide: 240) }
  }

  @Test(
    "The part with the most text holds it, whatever is hatched around it",
    arguments: [(0, 0), (500, 0), (17, 333), (560, 360), (300, 200)])
  func text(x: Int, y: Int) {
    let image = sheet(640, 480, patch: (x, y, 64))
    let size = PixelSize(width: 160, height: 128)
    let (left, top) = image.partWithMostText(size)
    #expect(left >= 0 && top >= 0 && left + size.width <= 640 && top + size.height <= 480)
    // Parts begin at multiples of 16, so up to that much may be cut off.
    #expect(left <= x + 16 && left + size.width >= min(640, x + 64) - 16)
    #expect(top <= y + 16 && top + size.height >= min(480, y + 64) - 16)
  }

  @Test("A crop has the pixels of the picture at the size in which the model sees it")
  func crop() throws {
    let image = sheet(1600, 1200, patch: (800, 600, 200), scale: 2)
    let seen = PixelSize(width: 800, height: 600)
    let crop = try ShownPicture.crop(try PNGEncoder.encode(image), seen: seen, most: PixelSize(width: 352, height: 288))
    let whole = image.resized(toWidth: 800, height: 600)
    let shown = try ImageDecoder.decode(crop.picture.bytes, try ImageHeader.probe(crop.picture.bytes), limits: Limits()).pixels
    #expect((shown.width, shown.height) == (352, 288))
    let difference = shown.difference(from: whole.part(crop.x, crop.y, PixelSize(width: 352, height: 288)))
    #expect(difference.mean < 4, "\(difference)")
    #expect((400 - 352...400).contains(crop.x))
    // A picture smaller than the part is shown whole.
    let small = try ShownPicture.crop(
      try PNGEncoder.encode(SampleImages.photo(20, 10)), seen: PixelSize(width: 20, height: 10),
      most: PixelSize(width: 352, height: 288))
    #expect((small.x, small.y, small.picture.width, small.picture.height) == (0, 0, 20, 10))
  }
}
