import Foundation
import PrepCore
import PrepEvaluation
import PrepReport
import TestEvaluations
import TestSupport
import Testing

@testable import PrepEvaluationReport

@Suite("evaluation.html")
struct EvaluationPageTests {
  private func html(_ sample: SampleEvaluation) throws -> String {
    var items = ShownItems(sample.subjects)
    var numbers = NumberPoints(sample.subjects)
    for item in sample.items {
      items.append(item)
      numbers.append(item)
    }
    var text = ""
    try EvaluationPage(sample.result, items: items, numbers: numbers).write { (piece) throws(RunError) in text += piece.text }
    return text
  }

  /// Reads a page with another parser, and checks what every page must keep.
  @discardableResult
  private func check(_ html: String) throws -> WellFormedPage {
    let page = try WellFormedPage(Array(html.utf8))
    #expect(page.addresses.isEmpty && page.handlers.isEmpty && page.withoutWords == 0)
    #expect(page.elements["script"] == nil && page.elements["form"] == nil && page.elements["h1"] == 1)
    #expect(page.anchors.isSubset(of: page.ids))
    return page
  }

  @Test("A page with everything is as it was when it was looked at")
  func golden() throws {
    let folder = try TemporaryFolder()
    var sample = SampleEvaluation(models: 2, fields: 4, items: 40)
    try sample.writeRecords(to: folder)
    let html = try html(sample)
    try check(html)
    // What a codec writes may differ between its versions.
    try Golden.expect(html.replacing(/base64,[^"]*/, with: "base64,"), "evaluation.html")
  }

  @Test("A page of any shape is well-formed, and texts that mean harm stay texts", arguments: EvaluationShape.all)
  func hostile(_ shape: EvaluationShape) throws {
    let text = "<script>\"'&</section>\u{202E}\0 https://example.com ]]>"
    let page = try check(try html(shape.sample(text: text)))
    #expect(page.text.contains("<script>\"'&</section>[U+202E]␀ https://example.com ]]>"))
  }

  @Test("Any text stays a text", arguments: 0..<10)
  func nasty(_ seed: UInt64) throws {
    var random = Seeded(seed)
    try check(try html(SampleEvaluation(models: 3, fields: 4, items: 12, text: random.nastyText(), seed: seed)))
  }

  @Test("Of many items the first are shown, and how many there are is said")
  func bounded() throws {
    let sample = SampleEvaluation(models: 2, fields: 3, items: 1500)
    var items = ShownItems(sample.subjects)
    for item in sample.items { items.append(item) }
    let better = items.counts[.better] ?? 0
    #expect(better > ShownItems.mostOfKind && items.items[.better]?.count == ShownItems.mostOfKind)
    let expected = sample.items.filter { items.kind(of: $0) == .better }.prefix(ShownItems.mostOfKind).map(\.id)
    #expect(items.items[.better]?.map(\.id) == Array(expected))
    let page = try html(sample)
    #expect(page.contains("60 of \(grouped(better)) shown"))
    #expect(page.utf8.count < 1_500_000)
  }

  @Test(
    "Why an item is shown",
    arguments: [
      (["right", "right"], nil), (["right", "wrong:a"], "worse"), (["wrong:a", "right"], "better"),
      (["wrong:a", "wrong:a"], "suspect"),
      (["wrong:a", "wrong:b"], "wrong"), (["refused", "wrong:a"], "different"), (["refused", "refused"], "wrong"),
      (["unscored", "unscored"], nil), (["unscored", "wrong:a"], "wrong"), (["right", "unscored"], nil),
      (["right", "invalid"], "worse"),
      (["wrong:a", "invalid"], "different"), (["right", "right", "wrong:a"], "different"),
      (["wrong:a", "wrong:a", "wrong:b"], "wrong"),
    ])
  func kinds(_ answers: [String], _ expected: String?) {
    let subjects = ReportSubjects(
      dataset: "d", split: "test", models: answers.indices.map { "m\($0)" }, fields: ["answer"], baseline: 0, candidate: 1)
    let item = EvaluatedItem(
      ordinal: 0, id: "a", expected: Array("{\"answer\":\"t\"}".utf8),
      answers: answers.map { answer in
        let parts = answer.split(separator: ":")
        let outcome = EvaluatedItem.Outcome(rawValue: String(parts[0])) ?? .unscored
        let field: EvaluatedItem.FieldOutcome = outcome == .right ? .right : outcome == .wrong ? .wrong : .none
        return [
          .init(
            repeat: 0, text: parts.count > 1 ? Array("{\"answer\":\"\(parts[1])\"}".utf8) : nil, outcome: outcome, fields: [field]
          )
        ]
      })
    #expect(ShownItems(subjects).kind(of: item)?.rawValue == expected)
  }

  @Test("Points of a plot are thinned by their place, so they depend on nothing else")
  func points() {
    let subjects = ReportSubjects(dataset: "d", split: "test", models: ["a", "b"], fields: ["x"])
    func points(_ count: Int) -> NumberPoints.Field {
      var points = NumberPoints(subjects)
      for ordinal in 0..<count {
        var answer = EvaluatedItem.Answer(repeat: 0, text: nil, outcome: .right, fields: [.right])
        answer.values = [0: .number(truth: Double(ordinal), answer: 1)]
        points.append(EvaluatedItem(ordinal: ordinal, id: "", expected: [], answers: [[answer], [answer]]))
      }
      return points.fields[0]
    }
    #expect(points(1000).step == 1 && points(1000).points.count == 2000)
    #expect(points(1001).step == 2 && points(1001).points.count == 1002)
    let many = points(50_000)
    #expect(many.step == 64 && many.points.map(\.ordinal).allSatisfy { $0 % 64 == 0 } && many.points.count == 2 * 782)
  }

  @Test(
    "Absurd numbers do not break a plot",
    arguments: [
      [(0.0, 0.0)], [(1, 1e300), (2, -1e300)], [(-1e308, 1), (1e308, 1)], [(5, 5), (5, 6)], [(-3, -3), (4, 5)],
      [(.leastNonzeroMagnitude, 1)],
    ])
  func absurd(_ pairs: [(Double, Double)]) throws {
    var sample = SampleEvaluation(models: 1, fields: 3, items: 0)
    sample.items = pairs.enumerated().map { ordinal, pair in
      var answer = EvaluatedItem.Answer(repeat: 0, text: nil, outcome: .wrong, fields: [.wrong, .wrong, .wrong])
      answer.values = [2: .number(truth: pair.0, answer: pair.1)]
      return EvaluatedItem(ordinal: ordinal, id: "\(ordinal)", expected: [], answers: [[answer]])
    }
    let page = try html(sample)
    try check(page)
    #expect(!page.contains("nan") && !page.contains("inf\""))
  }

  @Test("A folder with all reports has each of them whole")
  func reports() throws {
    let folder = try TemporaryFolder()
    let sample = SampleEvaluation(models: 2, fields: 3, items: 20)
    func write() throws -> [String] {
      var reports = try EvaluationReports("\(folder.path)/out", sample.subjects, further: [.inspect, .csv, .markdown])
      for item in sample.items { try reports.append(item) }
      return try reports.finish(sample.result)
    }
    let names = try write()
    let first = try names.map { try folder.read("out/\($0)") }
    #expect(try write() == names && names.map { try folder.read("out/\($0)") } == first)
    #expect(
      try folder.names(in: "out") == [
        "differences.csv", "evaluation.html", "evaluation.json", "evaluation.md", "figures.csv", "inspect", "junit.xml",
        "scores.jsonl",
      ])
    #expect(try folder.names(in: "out/inspect") == ["base.json", "tuned.json"])
  }
}
