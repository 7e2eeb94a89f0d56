import Foundation
import PrepCore
import TestSupport
import Testing

@testable import PrepRender

/// Poppler reads entries of the glyph table of such a font that it never wrote.
@Suite("Memory that was never written draws nothing")
struct UnwrittenMemoryTests {
  /// A page with a text in a font that is named by its glyphs and not embedded.
  private static let document = """
    %PDF-1.6
    1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
    2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
    3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
    4 0 obj <</Length 84>> stream
    BT /F 40 Tf 20 90 Td <024d025d02650268025c025a027900030272026502620003026e0268> Tj ET
    endstream endobj
    5 0 obj <</Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H/DescendantFonts[6 0 R]>> endobj
    6 0 obj <</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/CIDSystemInfo 7 0 R/DW 500/FontDescriptor 8 0 R>> endobj
    7 0 obj <</Registry(Adobe)/Ordering(Identity)/Supplement 0>> endobj
    8 0 obj <</Type/FontDescriptor/FontName/Arial/FontFamily(Arial)/Flags 4/FontBBox[-665 -325 2000 1006]/StemV 88
    /ItalicAngle 0/Ascent 905/Descent -212/CapHeight 716>> endobj
    trailer <</Root 1 0 R>>

    """

  /// Gives the allocator freed blocks that are full of one character.
  private func soil(with leftover: Unicode.Scalar) {
    // The first is large, so that the allocator keeps blocks of the others' size instead of giving them back to the system.
    UnsafeMutableRawPointer.allocate(byteCount: 16 << 20, alignment: 16).deallocate()
    let blocks = (0..<40).map { _ in UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 75_000) }
    for block in blocks { block.initialize(repeating: leftover.value) }
    for block in blocks { block.deallocate() }
  }

  @Test("A page is the same, whatever lay in memory before")
  func leftovers() throws {
    let drawings = try (["A", "B", " "] as [Unicode.Scalar]).map { leftover in
      var renderer = InProcessRenderer()
      soil(with: leftover)
      _ = try renderer.open(Array(Self.document.utf8), password: nil)
      soil(with: leftover)
      let target = PageTarget(width: 300, height: 200, encoding: ImageEncoding(format: .png, quality: 90, maxBytes: .max))
      let page = try renderer.render(page: 0, target)
      renderer.close()
      return page
    }
    #expect(Set(drawings.map(\.image.bytes)).count == 1)
  }
}
