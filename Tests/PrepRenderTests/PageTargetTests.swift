import Foundation
import PrepCodecs
import PrepCore
import PrepImage
import Testing

@testable import PrepRender

@Suite("Pages that are drawn larger than their image, and cut")
struct PageTargetTests {
  private static let document = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("fixtures/samples/drawings/drawings/housing.pdf")
  private static let encoding = ImageEncoding(format: .png, quality: 90, maxBytes: .max)
  private static let sheet = PixelSize(width: 600, height: 420)

  private func renderer() throws -> any DocumentRenderer {
    var renderer: any DocumentRenderer = InProcessRenderer()
    _ = try renderer.open(Array(try Data(contentsOf: Self.document)), password: nil)
    return renderer
  }

  private func pixels(_ page: RenderedPage) throws -> PixelBuffer {
    let header = try ImageHeader.probe(page.image.bytes)
    return try ImageDecoder.decode(page.image.bytes, header, limits: Limits()).pixels
  }

  @Test("A crop is the part of the page, whatever was drawn before; an empty one says so", arguments: [0, 1])
  func crops(page: Int) throws {
    var renderer = try renderer()
    defer { renderer.close() }
    let whole = PageTarget(width: Self.sheet.width, height: Self.sheet.height, encoding: Self.encoding)
    let drawn = try pixels(try renderer.render(page: page, whole))
    for (x, y, width, height) in [(0, 0, 300, 200), (450, 300, 150, 120), (599, 419, 1, 1), (0, 0, 600, 420)] {
      let crop = PageCrop(x: x, y: y, width: width, height: height, page: Self.sheet)
      let rendered = try renderer.render(page: page, PageTarget(crop, encoding: Self.encoding))
      #expect(try pixels(rendered) == drawn.part(x: x, y: y, width: width, height: height))
      #expect(rendered.isBlank == (width == 1))
      // Another page in between, and the page itself.
      _ = try renderer.render(page: 1 - page, PageTarget(crop, encoding: Self.encoding))
      if x == 450 { #expect(try pixels(try renderer.render(page: page, whole)) == drawn) }
    }
  }

  @Test("A page that is drawn larger is made smaller as any image is")
  func smaller() throws {
    var renderer = try renderer()
    defer { renderer.close() }
    let drawn = try pixels(
      try renderer.render(page: 0, PageTarget(width: Self.sheet.width, height: Self.sheet.height, encoding: Self.encoding)))
    let target = PageTarget(width: 300, height: 210, drawn: Self.sheet, encoding: Self.encoding)
    let image = try renderer.render(page: 0, target).image
    #expect((image.width, image.height, image.isReduced) == (300, 210, false))
    #expect(try pixels(try renderer.render(page: 0, target)) == drawn.resized(toWidth: 300, height: 210))
    // It is a drawing still.
    let auto = PageTarget(
      width: 300, height: 210, drawn: Self.sheet, encoding: ImageEncoding(format: .auto, quality: 90, maxBytes: .max))
    #expect(try renderer.render(page: 0, auto).image.format == .png)
  }
}
