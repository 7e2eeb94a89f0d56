import Foundation
import PrepCodecs
import PrepCore
import PrepImage
import Testing

@testable import PrepRender

/// Draws the documents of fixtures/documents and compares with expected.json, which their generator wrote.
@Suite("Pages are drawn as a viewer shows them")
struct PageFixtureTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("fixtures/documents")

  struct Expected: Decodable {
    struct Page: Decodable {
      var width: Double
      var height: Double
    }
    var pages: [Page]?
    var corners: [String]?
    var failure: String?
    var also_acceptable: String?
    var password: String?
  }

  private static func expected() throws -> [String: Expected] {
    let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
    return try JSONDecoder().decode([String: Expected].self, from: data)
  }

  private static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  private func draw(_ renderer: inout InProcessRenderer, page: Int, of sizes: [PageSize], dpi: Double = 72) throws -> PixelBuffer
  {
    let plan = try PagePlan(.single(page), of: sizes, dpi: dpi, image: Recipe.Image(), maxImages: 10)
    let target = try #require(plan.pages.first)
    let encoding = ImageEncoding(format: .png, quality: 90, maxBytes: .max)
    let rendered = try renderer.render(
      page: page, PageTarget(width: target.width, height: target.height, encoding: encoding))
    let header = try ImageHeader.probe(rendered.image.bytes)
    #expect(header.model == .rgb)
    return try ImageDecoder.decode(rendered.image.bytes, header, limits: Limits()).pixels
  }

  @Test("Sizes and corners: rotation, CropBox, UserUnit, passwords")
  func geometry() throws {
    var looked = 0
    for (name, expected) in try Self.expected() {
      guard let pages = expected.pages, name.hasPrefix("hostile") == false else { continue }
      var renderer = InProcessRenderer()
      let sizes = try renderer.open(Self.bytes(name), password: expected.password)
      #expect(sizes.count == pages.count, "\(name)")
      for (size, page) in zip(sizes, pages) {
        #expect(abs(size.width - page.width) < 0.01 && abs(size.height - page.height) < 0.01, "\(name): \(size)")
      }
      if let corners = expected.corners {
        let pixels = try draw(&renderer, page: 0, of: sizes)
        #expect(Self.corners(pixels) == corners, "\(name)")
        looked += 1
      }
      renderer.close()
    }
    #expect(looked >= 8)
  }

  /// The names of the colours a little inside the corners: top left, top right, bottom left, bottom right.
  private static func corners(_ pixels: PixelBuffer) -> [String] {
    let inset = 12
    let places = [
      (inset, inset), (pixels.width - inset, inset), (inset, pixels.height - inset),
      (pixels.width - inset, pixels.height - inset),
    ]
    return places.map { x, y in
      let start = (y * pixels.width + x) * 3
      let (red, green, blue) = (pixels.bytes[start], pixels.bytes[start + 1], pixels.bytes[start + 2])
      switch (red > 128, green > 100, blue > 128) {
      case (true, false, false): return "red"
      case (false, true, false): return "green"
      case (false, false, true): return "blue"
      case (true, true, false): return "gold"
      case (true, false, true): return "magenta"
      default: return "(\(red), \(green), \(blue))"
      }
    }
  }

  @Test("Documents that cannot be opened have their code")
  func failures() throws {
    for (name, expected) in try Self.expected() {
      guard let code = expected.failure, !["blank_page", "page_too_large"].contains(code) else { continue }
      var renderer = InProcessRenderer()
      do throws(ItemFailure) {
        let sizes = try renderer.open(try! Self.bytes(name), password: nil)
        let plan = try PagePlan(.selection(.all), of: sizes, dpi: 72, image: Recipe.Image(), maxImages: 10)
        Issue.record("\(name) has \(plan.pages.count) pages")
      } catch {
        #expect([code, expected.also_acceptable].contains(error.code.name), "\(name): \(error)")
      }
      renderer.close()
    }
  }

  @Test("A huge page is refused by its size, before it is drawn")
  func hugePage() throws {
    var renderer = InProcessRenderer()
    let sizes = try renderer.open(Self.bytes("huge_page.pdf"), password: nil)
    let failure = #expect(throws: ItemFailure.self) {
      try PagePlan(.selection(.all), of: sizes, dpi: 300, image: Recipe.Image(), maxImages: 10)
    }
    #expect(failure?.code == .pageTooLarge)
    // With a largest side it is drawn at that.
    var image = Recipe.Image()
    image.maxSide = 2048
    let plan = try PagePlan(.selection(.all), of: sizes, dpi: 300, image: image, maxImages: 10)
    #expect(plan.pages.map(\.width) == [2048])
    renderer.close()
  }

  @Test("Hairlines, annotations and blank pages")
  func marks() throws {
    for (name, isBlankPage) in [("hairlines.pdf", false), ("annotations.pdf", false), ("blank.pdf", true)] {
      var renderer = InProcessRenderer()
      let sizes = try renderer.open(Self.bytes(name), password: nil)
      #expect(isBlank(try draw(&renderer, page: 0, of: sizes)) == isBlankPage, "\(name)")
      renderer.close()
    }
    // Every hairline of 0 and 0.05 points must be dark enough to see at 72 DPI.
    var renderer = InProcessRenderer()
    let sizes = try renderer.open(Self.bytes("hairlines.pdf"), password: nil)
    let pixels = try draw(&renderer, page: 0, of: sizes)
    let darkest = pixels.bytes.min() ?? 255
    #expect(darkest < 160)
    renderer.close()
  }

  @Test("Hostile documents end, with a page or with a failure")
  func hostile() throws {
    for name in try Self.expected().keys where name.hasPrefix("hostile") {
      var renderer = InProcessRenderer()
      do {
        let sizes = try renderer.open(Self.bytes(name), password: nil)
        _ = try draw(&renderer, page: 0, of: sizes)
      } catch is ItemFailure {
        // Any failure is an answer.
      }
      renderer.close()
    }
  }
}
