import Foundation
import FoundationXML
import PrepEvaluation
import PrepJSON
import TestEvaluations
import TestSupport
import Testing

@testable import PrepEvaluationReport

@Suite("The files that are written item by item")
struct StreamedFilesTests {
  private func scores(_ sample: SampleEvaluation, _ folder: TemporaryFolder) throws -> [UInt8] {
    var file = try ScoresFile("\(folder.path)/scores.jsonl", sample.subjects)
    for item in sample.items { try file.append(item) }
    try file.finish()
    return try folder.read("scores.jsonl")
  }

  private func differences(_ sample: SampleEvaluation, _ folder: TemporaryFolder) throws -> [UInt8] {
    var file = try DifferencesFile("\(folder.path)/differences.csv", sample.subjects)
    for item in sample.items { try file.append(item) }
    try file.finish()
    return try folder.read("differences.csv")
  }

  private func junit(_ sample: SampleEvaluation, _ folder: TemporaryFolder) throws -> [UInt8] {
    var file = try JUnitFile("\(folder.path)/junit.xml", sample.subjects)
    for item in sample.items { try file.append(item) }
    try file.finish()
    return try folder.read("junit.xml")
  }

  @Test("Files with everything are as they were when they were looked at")
  func goldens() throws {
    let folder = try TemporaryFolder()
    let sample = SampleEvaluation(models: 2, fields: 3, items: 16)
    try Golden.expect(String(decoding: try scores(sample, folder), as: UTF8.self), "scores.jsonl")
    try Golden.expect(String(decoding: try differences(sample, folder), as: UTF8.self), "differences.csv")
    try Golden.expect(String(decoding: try junit(sample, folder), as: UTF8.self), "junit.xml")
    #expect(try folder.names() == ["differences.csv", "junit.xml", "scores.jsonl"])
  }

  @Test("A row of scores.jsonl is an answer, in the order of the items", arguments: EvaluationShape.all)
  func rows(_ shape: EvaluationShape) throws {
    let sample = shape.sample()
    let text = String(decoding: try scores(sample, try TemporaryFolder()), as: UTF8.self)
    let rows = try text.split(separator: "\n").map { try JSONValue(Array($0.utf8)) }
    #expect(rows.count == shape.items * shape.models * shape.repeats)
    let expected = sample.items.flatMap { item in item.answers.flatMap { $0.map { "\(item.id) \($0.outcome.rawValue)" } } }
    #expect(rows.map { "\($0["id"]?.text ?? "") \($0["outcome"]?.text ?? "")" } == expected)
  }

  @Test(
    "Only items on which scored models differ are in differences.csv, whatever their texts are", arguments: EvaluationShape.all)
  func differing(_ shape: EvaluationShape) throws {
    for text in ["", ",\"\r\n=1+1", "\0\u{202E}"] {
      let sample = shape.sample(text: text)
      let rows = try CSVRows.read(String(decoding: try differences(sample, try TemporaryFolder()), as: UTF8.self))
      let expected = sample.items.filter { $0.isDiffering(fields: shape.fields) }.map { CSVRow.harmless($0.id) }
      #expect(rows.dropFirst().map(\.[0]) == expected)
      #expect(Set(rows.map(\.count)) == [4 + 2 * shape.models])
      #expect(rows[0].prefix(3) == ["id", "group", "truth"] && rows[0].last == "fields")
    }
  }

  @Test("A model that was not scored differs from none")
  func unscored() {
    func answer(_ outcome: EvaluatedItem.Outcome, _ field: EvaluatedItem.FieldOutcome) -> [EvaluatedItem.Answer] {
      [.init(repeat: 0, text: nil, outcome: outcome, fields: [field])]
    }
    func item(_ answers: [[EvaluatedItem.Answer]]) -> EvaluatedItem { .init(ordinal: 0, id: "a", expected: [], answers: answers) }
    #expect(!item([answer(.right, .right), answer(.unscored, .none)]).isDiffering(fields: 1))
    #expect(!item([answer(.right, .right), []]).isDiffering(fields: 1))
    #expect(item([answer(.right, .right), answer(.wrong, .wrong)]).isDiffering(fields: 1))
    #expect(item([answer(.wrong, .missing), answer(.wrong, .wrong)]).differingFields(of: 1) == [0])
    #expect(item([answer(.wrong, .none), answer(.refused, .none)]).isDiffering(fields: 1))
    #expect(!item([answer(.wrong, .wrong)]).isDiffering(fields: 1))
  }

  @Test(
    "A cell that a spreadsheet would run gets an apostrophe",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1+2", "'-1+2"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", "' =1"), ("\t=1", "'\t=1"),
      ("\n=1", "'\n=1"),
      ("＝1", "'＝1"), ("-5", "-5"), ("-5.25", "-5.25"), ("-1e3", "-1e3"), ("- ", "'- "), ("a=1", "a=1"), ("'=1", "'=1"), ("", ""),
      ("  ", "  "),
    ])
  func formulas(_ cell: String, _ expected: String) {
    #expect(CSVRow.harmless(cell) == expected)
  }

  @Test("Texts that mean harm come back from every file as they were", arguments: 0..<20)
  func hostile(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let text = random.nastyText()
    let sample = SampleEvaluation(models: 2, fields: 3, items: 8, text: text, seed: seed)
    let folder = try TemporaryFolder()
    let lines = try scores(sample, folder).split(separator: 0x0A)
    #expect(try lines.map { try JSONValue(Array($0))["id"]?.text } == sample.items.flatMap { [$0.id, $0.id] })
    let rows = try CSVRows.read(String(decoding: try differences(sample, folder), as: UTF8.self))
    #expect(rows.allSatisfy { $0.count == 8 })
    let cases = try JUnitCases(try junit(sample, folder))
    let allowed = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          ($0.value < 0x20 && !"\t\n\r".unicodeScalars.contains($0)) || $0.value == 0xFFFE || $0.value == 0xFFFF ? "\u{FFFD}" : $0
        }))
    let ids = sample.items.indices.map { "w-\($0)" + allowed }
    #expect(cases.names.map { Array($0.unicodeScalars) } == (ids + ids).map { Array($0.unicodeScalars) })
    let value = try JSONSerialization.jsonObject(with: Data(EvaluationFile.bytes(sample.result))) as? [String: Any]
    #expect(value?["dataset"] as? String == "watches" + text)
  }

  @Test("The counts of junit.xml are those of its cases", arguments: EvaluationShape.all)
  func counts(_ shape: EvaluationShape) throws {
    let cases = try JUnitCases(try junit(shape.sample(), try TemporaryFolder()))
    #expect(cases.names.count == shape.items * shape.models)
    #expect(cases.suites.count == shape.models)
    for suite in cases.suites + [cases.total] {
      #expect(suite.said == suite.counted)
    }
  }

  @Test("An item of several answers passes when all that were scored are right")
  func repeats() throws {
    let answers: [[EvaluatedItem.Outcome]] = [
      [.right, .right], [.right, .unscored], [.right, .wrong], [.unscored, .unscored], [],
    ]
    var sample = SampleEvaluation(models: 1, fields: 0, items: 0)
    sample.items = answers.enumerated().map { number, outcomes in
      EvaluatedItem(
        ordinal: number, id: "\(number)", expected: [],
        answers: [outcomes.enumerated().map { .init(repeat: $0, text: [65], outcome: $1, fields: []) }])
    }
    let folder = try TemporaryFolder()
    let cases = try JUnitCases(try junit(sample, folder))
    #expect(cases.total.counted == JUnitCases.Counts(tests: 5, failures: 1, errors: 2))
    #expect(String(decoding: try folder.read("junit.xml"), as: UTF8.self).contains("message=\"1 of 2 right\""))
  }

  @Test("A file that is never finished leaves nothing behind, and an earlier one stays")
  func unfinished() throws {
    let folder = try TemporaryFolder()
    try folder.write("earlier", to: "scores.jsonl")
    do {
      var file = try ScoresFile("\(folder.path)/scores.jsonl", SampleEvaluation().subjects)
      try file.append(SampleEvaluation().items[0])
    }
    #expect(try folder.names() == ["scores.jsonl"])
    #expect(try folder.read("scores.jsonl") == Array("earlier".utf8))
  }
}
