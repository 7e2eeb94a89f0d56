import PrepCore
import Testing

@testable import PrepRender

@Suite("Fonts that are neither in a document nor installed")
struct MissingFontTests {
  /// The missing font of each page of a document.
  /// - Parameters:
  ///   - pages: what stands in each page's dictionary beside its size.
  ///   - objects: from number 100 on.
  private func missing(_ pages: [String], parent: String = "", objects: [String] = []) throws -> [String?] {
    var text = "%PDF-1.6\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
    let kids = pages.indices.map { "\($0 + 3) 0 R" }.joined(separator: " ")
    text += "2 0 obj <</Type/Pages/Kids[\(kids)]/Count \(pages.count)\(parent)>> endobj\n"
    for (number, page) in pages.enumerated() {
      text += "\(number + 3) 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 30 20]\(page)>> endobj\n"
    }
    for (number, object) in objects.enumerated() { text += "\(number + 100) 0 obj \(object) endobj\n" }
    text += "trailer <</Root 1 0 R>>\n"
    var renderer = InProcessRenderer()
    defer { renderer.close() }
    #expect(try renderer.open(Array(text.utf8), password: nil).count == pages.count)
    let encoding = ImageEncoding(format: .png, quality: 90, maxBytes: .max)
    return try pages.indices.map { page in
      let target = PageTarget(width: 30, height: 20, encoding: encoding)
      #expect(try renderer.render(page: page, target).missingFont == nil)
      return try renderer.render(
        page: page, PageTarget(width: 30, height: 20, encoding: encoding, looksAtFonts: true)
      ).missingFont
    }
  }

  private func fonts(_ names: String...) -> String {
    "/Resources<</Font<<"
      + names.enumerated().map { "/F\($0.offset) <</Type/Font/Subtype/TrueType/BaseFont/\($0.element)>>" }.joined() + ">>>>"
  }

  @Test("The standard fonts do not count, under any usual name")
  func standard() throws {
    #expect(
      try missing([
        fonts("Helvetica", "Times-BoldItalic", "Courier-Oblique", "Symbol", "ZapfDingbats"),
        fonts("Arial", "ArialMT", "Arial,Bold", "Arial-BoldItalicMT", "TimesNewRomanPSMT", "TimesNewRomanPS-BoldMT"),
        fonts("Courier#20New#20Bold", "Times#20New#20Roman", "ABCDEF+Helvetica-Bold", "SymbolMT"), "",
      ]) == [nil, nil, nil, nil])
  }

  @Test("Other names do, also those that begin like a standard font's")
  func others() throws {
    #expect(
      try missing([
        fonts("Helvetica", "NoSuchFont-Bold"), fonts("ABCDEF+NoSuchFont"), fonts("Helvetica-NoSuchStyle"),
        fonts("TimesNoSuchFont"), "/Resources<</Font<</F <</Type/Font/Subtype/TrueType>>>>>>",
      ]) == ["NoSuchFont-Bold", "NoSuchFont", "Helvetica-NoSuchStyle", "TimesNoSuchFont", ""])
  }

  /// The fonts that stand in for the standard ones are installed wherever text is drawn at all.
  @Test("A font that is installed does not count, by the name of the font or of its family")
  func installed() throws {
    #expect(
      try missing([fonts("NimbusSans-Bold", "Nimbus#20Sans", "NimbusSans,Bold"), fonts("NimbusSansNoSuchFont")])
        == [nil, "NimbusSansNoSuchFont"])
  }

  @Test("A font in the document does not count, and one that is drawn by the document neither")
  func embedded() throws {
    let descriptor = "/FontDescriptor <</Type/FontDescriptor/FontName/NoSuchFont/Flags 4"
    let simple = "/Resources<</Font<</F <</Type/Font/Subtype/TrueType/BaseFont/NoSuchFont\(descriptor)"
    let composite = "/Resources<</Font<</F <</Type/Font/Subtype/Type0/BaseFont/NoSuchFont-H/Encoding/Identity-H/DescendantFonts"
    let descendant = "[<</Type/Font/Subtype/CIDFontType2/BaseFont/NoSuchFont"
    let drawn = "/Resources<</Font<</F <</Type/Font/Subtype/Type3/FontMatrix[1 0 0 1 0 0]/CharProcs<<>>>>>>>>"
    #expect(
      try missing(
        [
          "\(simple)/FontFile2 100 0 R>>>>>>>>", "\(simple)/FontFile2 null>>>>>>>>", "\(simple)>>>>>>>>",
          "\(composite)\(descendant)\(descriptor)/FontFile3 100 0 R>>>>]>>>>>>",
          "\(composite)\(descendant)\(descriptor)>>>>]>>>>>>",
          "\(composite)[]>>>>>>", drawn,
        ], objects: ["<</Length 4>> stream\n1234\nendstream"]) == [nil, "NoSuchFont", "NoSuchFont", nil, "NoSuchFont", nil, nil])
  }

  @Test("A composite font has glyph numbers of its own, so a standard name does not help it")
  func composite() throws {
    let found = try missing([
      "/Resources<</Font<</F <</Type/Font/Subtype/Type0/BaseFont/ZapfDingbats/DescendantFonts"
        + "[<</Type/Font/Subtype/CIDFontType2/BaseFont/ZapfDingbats>>]>>>>>>"
    ])
    #expect(found == ["ZapfDingbats"])
  }

  @Test("Fonts are looked for where a page can have them: above it, in forms, patterns and annotations")
  func places() throws {
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 0"
    let pattern = "<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 1/YStep 1/Length 0"
    let end = ">> stream\n\nendstream"
    #expect(
      try missing(
        [
          "", "/Resources<<>>", "/Resources<</XObject<</A 101 0 R>>>>", "/Resources<</Pattern<</P 102 0 R>>>>",
          "/Resources<<>>/Annots[<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 100 0 R>>>>]",
          "/Resources<<>>/Annots[<</Subtype/Stamp/Rect[0 0 9 9]/AS/On/AP<</N<</On 100 0 R>>>>>>]",
          "/Resources<<>>/Annots[<</Subtype/Stamp/Rect[0 0 9 9]/AS/Off/AP<</N<</On 100 0 R>>>>>>]",
        ],
        parent: fonts("InheritedNoSuchFont"),
        objects: [
          "\(form)\(fonts("NoSuchFont"))\(end)", "\(form)/Resources<</XObject<</A 101 0 R/B 100 0 R>>>>\(end)",
          "\(pattern)\(fonts("PatternNoSuchFont"))\(end)",
        ]) == ["InheritedNoSuchFont", nil, "NoSuchFont", "PatternNoSuchFont", "NoSuchFont", "NoSuchFont", nil])
  }

  @Test("Resources that lead back to themselves, or name a million forms, come to an end")
  func endless() throws {
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 0"
    let many = (0..<60_000).map { "/A\($0) 100 0 R" }.joined()
    #expect(
      try missing(
        ["/Resources<</XObject<</A 100 0 R>>>>", "/Resources<</XObject<<\(many)>>>>", "/Resources 101 0 R"],
        objects: [
          "\(form)/Resources<</XObject<</A 100 0 R>>>>>> stream\n\nendstream", "<</Font 101 0 R/XObject 101 0 R/Self 101 0 R>>",
        ]) == [nil, nil, ""])
  }

  @Test("Where qpdf sees other pages than poppler, nothing is said")
  func otherPages() throws {
    let text = """
      %PDF-1.6
      1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
      2 0 obj <</Type/Pages/Kids[3 0 R 2 0 R]/Count 1>> endobj
      3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 30 20]\(fonts("NoSuchFont"))>> endobj
      trailer <</Root 1 0 R>>

      """
    var renderer = InProcessRenderer()
    defer { renderer.close() }
    #expect(try renderer.open(Array(text.utf8), password: nil).count == 1)
    let encoding = ImageEncoding(format: .png, quality: 90, maxBytes: .max)
    let page = try renderer.render(page: 0, PageTarget(width: 30, height: 20, encoding: encoding, looksAtFonts: true))
    #expect(page.missingFont == nil)
  }
}
