import Foundation
import TestSupport
import Testing

@Suite("Pages with fonts that are missing")
struct MissingFontsTests {
  /// Three documents of two pages each: the first has a text in a standard font, and in all but one document the second one's font is not there.
  private func prepared(_ image: String, jobs: Int = 1) throws -> (folder: TemporaryFolder, run: Program.Ending) {
    let folder = try TemporaryFolder()
    for (name, font) in [("a", "NoSuchFont"), ("b", "Times-Roman"), ("c", "NoSuch#1B#5B31mFont")] {
      let text = """
        %PDF-1.4
        1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
        2 0 obj <</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>> endobj
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 90 60]/Contents 7 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
        4 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 90 60]/Contents 7 0 R/Resources<</Font<</F 6 0 R>>>>>> endobj
        5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
        6 0 obj <</Type/Font/Subtype/TrueType/BaseFont/\(font)/Encoding/WinAnsiEncoding>> endobj
        7 0 obj <</Length 35>> stream
        BT /F 20 Tf 8 20 Td (drawing) Tj ET
        endstream endobj
        trailer <</Root 1 0 R>>

        """
      try folder.write(text, to: "in/\(name).pdf")
    }
    let recipe = """
      dataset: d
      source: {documents: in/*.pdf}
      render: {dpi: 72, per: page}
      image: {\(image)}
      prompt: {user: What?}
      answer: {text: "{file}"}

      """
    try folder.write(recipe, to: "recipe.yaml")
    return (folder, try Program.run("prepare", "recipe.yaml", "--output", "out", "--jobs", "\(jobs)", in: folder))
  }

  private func flags(_ folder: TemporaryFolder) throws -> [[String]?] {
    try folder.objects("out/items.jsonl").map { row in ((row["images"] as? [[String: Any]])?.first?["flags"]) as? [String] }
  }

  @Test("They are flagged in the rows when the recipe asks, and duplicates reports them")
  func flagged() throws {
    let (folder, run) = try prepared("flags: true")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try flags(folder).map { $0?.contains("missing_fonts") } == [false, true, false, false, false, true])
    let report = try Program.run("duplicates", "out", in: folder)
    #expect(report.output.contains("missing_fonts  2: a.pdf#2, c.pdf#2"), "\(report.output)")
    #expect(try flags(prepared("quality: 90").folder) == [nil, nil, nil, nil, nil, nil])
  }

  @Test("A recipe may refuse them, and the failure names the font", arguments: [1, 3])
  func refused(jobs: Int) throws {
    let (folder, run) = try prepared("refuse: [missing_fonts]", jobs: jobs)
    #expect(run.code == 3)
    let messages = try folder.objects("out/items.jsonl").map { ($0["failure"] as? [String: Any])?["message"] as? String }
    #expect(
      messages == [
        nil, "Page 2 is drawn in other fonts than its own (NoSuchFont): missing_fonts is refused.", nil, nil, nil,
        "Page 2 is drawn in other fonts than its own (NoSuch\u{FFFD}[31mFont): missing_fonts is refused.",
      ])
  }
}
