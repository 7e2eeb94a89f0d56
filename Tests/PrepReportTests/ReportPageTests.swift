import Foundation
import PrepCodecs
import PrepCore
import PrepImage
import PrepStatistics
import PrepTokens
import TestSupport
import Testing

@testable import PrepReport

@Suite("The page")
struct ReportPageTests {
  /// Records that need no folder.
  private struct Records: RecordSource {
    var all: [Int: ShownRecord]

    func record(_ ordinal: Int) throws(RunError) -> ShownRecord {
      guard let record = all[ordinal] else { throw RunError(.input, "no record \(ordinal)", remedy: "") }
      return record
    }
  }

  private static let hostile = "<script>\"'&</section>\u{202E}\0 https://example.com ]]>"

  private func image(_ bytes: Int = 1000) -> ImageRow {
    var row = ImageRow(
      source: "a.png", page: 1, sha256: "", format: .png, width: 3000, height: 2000, bytes: bytes, resized: true, kept: false,
      reducedQuality: nil)
    row.sourceSize = PixelSize(width: 6000, height: 4000)
    return row
  }

  private func outcome(_ ordinal: Int, _ split: Split = .train, images: Int, id: String? = nil) -> Outcome {
    Outcome(
      id: id ?? "item \(ordinal)", ordinal: ordinal, split: split, images: (0..<images).map { _ in image() },
      ending: .record(RecordPlace(file: "\(split.rawValue)-00001.jsonl", line: ordinal + 1, bytes: 99, sha256: "")))
  }

  /// A page of these outcomes, with counts as a folder's survey makes them.
  private func page(_ outcomes: [Outcome], dataset: String = "d") -> ReportPage {
    var statistics = Statistics(dataset: dataset, stage: .prepared, goals: Recipe.Goals(), columns: [])
    for outcome in outcomes {
      var example = Example(split: outcome.split, failure: outcome.failure?.code, imageCount: outcome.images.count, values: [])
      example.images = outcome.images
      if case .record(let place) = outcome.ending { example.record = place }
      statistics.add(example)
    }
    var page = ReportPage(statistics: statistics)
    for outcome in outcomes where outcome.failure == nil { page.samples[outcome.split, default: []].append(outcome.ordinal) }
    return page
  }

  private func html(_ page: ReportPage, _ records: [Int: ShownRecord], rule: ImageTokenRule? = nil) throws -> String {
    var source = Records(all: records)
    var text = ""
    try page.write(&source, rule: rule) { (piece) throws(RunError) in text += piece.text }
    return text
  }

  /// Reads the page with another parser; nothing in it may lead outside.
  @discardableResult
  private func check(_ html: String) throws -> WellFormedPage {
    let page = try WellFormedPage(Array(html.utf8))
    #expect(page.addresses.isEmpty && page.handlers.isEmpty && page.withoutWords == 0)
    #expect(page.elements["script"] == nil && page.elements["link"] == nil && page.elements["h1"] == 1)
    #expect(page.anchors.isSubset(of: page.ids), "\(page.anchors.subtracting(page.ids))")
    return page
  }

  /// A page with every section and with texts that mean harm in each place.
  private func everything(_ text: String) throws -> (page: ReportPage, records: [Int: ShownRecord]) {
    let png = try PNGEncoder.encode(SampleImages.scene(300, 200, seed: 1))
    let outcomes = [
      outcome(0, images: 1, id: text), outcome(1, .validation, images: 3), outcome(2, .test, images: 0),
      Outcome(id: text, ordinal: 3, split: .train, images: [], ending: .failure(ItemFailure(.fetch, .notFound, text))),
    ]
    var page = page(outcomes, dataset: text)
    page.facts = [ReportPage.Fact(text, text)]
    page.failures = [
      ReportPage.FailureGroup(code: .notFound, count: 1, rows: [.init(id: text, split: .train, message: text)])
    ]
    var goal = GoalStanding(.examples, split: .train, column: text, value: text)
    goal.steps = [GoalStanding.Step(level: .minimum, wanted: 5, have: 1, needed: 5)]
    var share = GoalStanding(.share, split: nil, column: "brand", value: "Omega")
    share.share = GoalStanding.ShareStep(
      goal: GoalShare(millionths: 500_000), tolerance: GoalShare(millionths: 0), have: 1, total: 2)
    page.goals = [share, goal]
    var column = ColumnStatistics(name: text)
    for value in [text, text, "b"] { column.add([value], split: .train, images: 1) }
    page.columns = [column]
    var tokens = ReportPage.Tokens(model: text, provider: text, collected: "2026-11")
    tokens.rows = [ReportPage.TokenRow(split: .train, examples: 1, text: 12, images: nil, total: nil, isComplete: false)]
    tokens.sizes = [.train: [1234]]
    tokens.facts = [ReportPage.Fact("training", text)]
    tokens.notes = [text]
    page.tokens = tokens
    page.view = ReportPage.ModelView(model: text)
    page.view?.samples = [ReportPage.PictureKey(ordinal: 0, index: 0), ReportPage.PictureKey(ordinal: 1, index: 2)]
    page.view?.worst = (text, PixelSize(width: 3000, height: 2000), PixelSize(width: 1152, height: 768))
    func picture(_ ordinal: Int, _ split: Split, _ flags: [PictureFlag]) -> PictureReport.Picture {
      PictureReport.Picture(
        id: text, ordinal: ordinal, split: split, index: 0, source: text, page: nil, sha256: "", format: .png,
        size: PixelSize(width: 30, height: 20), flags: flags)
    }
    let (first, second) = (picture(0, .train, [.dark]), picture(1, .validation, []))
    var alike = PictureReport(dataset: text)
    alike.pictures = 4
    alike.groups = [PictureReport.Group(pictures: [first, second], likeness: [.first, .turned])]
    alike.conflicts = [PictureReport.Conflict(first: first, second: second, firstAnswer: text, secondAnswer: "b")]
    alike.flagged = [first]
    alike.unreadable = [PictureReport.Unreadable(picture: second, reason: text)]
    page.pictures = alike
    var texts = RecordTexts(user: text, answer: "plain \(text)")
    texts.system = text
    let fields = RecordTexts(user: "?", answer: #"{"minutes":[1,2,1],"note":"<i>"}"#)
    let records = [
      0: ShownRecord(outcome: outcomes[0], texts: texts, pictures: [png]),
      1: ShownRecord(outcome: outcomes[1], texts: fields, pictures: [png, nil, Array("damaged".utf8)]),
      2: ShownRecord(outcome: outcomes[2], texts: fields, pictures: []),
    ]
    return (page, records)
  }

  @Test("A page with every section is as it was when it was looked at")
  func golden() throws {
    let (page, records) = try everything("Ωmega & <b>")
    let html = try html(page, records, rule: .tiles(TileRule(base: 85, tile: 170)))
    try check(html)
    // What a codec writes may differ between its versions.
    let text = html.replacing(/base64,[^"]*/, with: "base64,")
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/page.html")
    // A golden that is not there is written, too; it has to be looked at, so the test fails that time.
    let isThere = FileManager.default.fileExists(atPath: file.path)
    if ProcessInfo.processInfo.environment["VISIONPREP_RECORD"] == "1" || !isThere {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(isThere, "the golden was not there and is written")
    let golden = try String(contentsOf: file, encoding: .utf8)
    let difference = zip(golden.split(separator: "\n"), text.split(separator: "\n")).first { $0 != $1 }
    #expect(golden == text, "\(difference.map { "\n- \($0.0)\n+ \($0.1)" } ?? "one is longer")")
  }

  @Test("Texts that mean harm stay texts, in every place")
  func hostileTexts() throws {
    let (page, records) = try everything(Self.hostile)
    let read = try check(try html(page, records, rule: .tiles(TileRule(base: 85, tile: 170))))
    // What stood there can be read, marks of direction and controls included.
    #expect(read.text.contains("<script>\"'&</section>[U+202E]␀ https://example.com ]]>"))
    #expect(read.elements["section"] == 10)
  }

  @Test("A picture that is not in its record, or damaged, is a sentence")
  func absentPictures() throws {
    let (page, records) = try everything("x")
    let text = try html(page, records)
    #expect(text.contains("This picture is not in the record."))
    #expect(text.contains("This picture cannot be decoded"))
    #expect(text.contains("picture 1 of 3") && text.contains("6,000\u{A0}×\u{A0}4,000 made 3,000\u{A0}×\u{A0}2,000"))
  }

  @Test("Without pictures, goals, failures and tokens their sections are not there")
  func textOnly() throws {
    let outcome = outcome(0, images: 0)
    let record = ShownRecord(outcome: outcome, texts: RecordTexts(user: "question", answer: "answer"), pictures: [])
    let read = try check(try html(page([outcome]), [0: record]))
    #expect(read.ids == ["splits", "distributions", "contact"])
    #expect(read.text.contains("question") && read.elements["img"] == nil)
    let empty = try check(try html(page([]), [:]))
    #expect(empty.ids == ["splits", "distributions"])
    #expect(empty.text.contains("There is no record"))
  }

  @Test("What more there is than is shown is counted")
  func rest() throws {
    var page = page([])
    page.failures = [
      ReportPage.FailureGroup(code: .http(404), count: 12_345, rows: [.init(id: "a", split: .train, message: "m")])
    ]
    #expect(try html(page, [:]).contains("And 12,344 more"))
  }
}
