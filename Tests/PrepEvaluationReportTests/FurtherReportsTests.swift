import Foundation
import PrepCore
import PrepEvaluation
import PrepJSON
import TestEvaluations
import TestSupport
import Testing

@testable import PrepEvaluationReport

@Suite("Reports on request, and an earlier evaluation")
struct FurtherReportsTests {
  private func logs(_ sample: SampleEvaluation, _ folder: TemporaryFolder) throws -> [(name: String, log: JSONValue)] {
    var logs = try InspectLogs("\(folder.path)/inspect", sample.subjects)
    for item in sample.items { try logs.append(item) }
    return try logs.finish(sample.result).map { ($0, try JSONValue(try folder.read("inspect/\($0)"))) }
  }

  @Test("Files are as they were when they were looked at")
  func goldens() throws {
    let sample = SampleEvaluation(models: 2, fields: 3, items: 6)
    let folder = try TemporaryFolder()
    _ = try logs(sample, folder)
    try Golden.expect(String(decoding: try folder.read("inspect/tuned.json"), as: UTF8.self), "inspect.json")
    let three = SampleEvaluation(models: 3, fields: 7)
    try Golden.expect(String(decoding: FiguresFile.bytes(three.result), as: UTF8.self), "figures.csv")
    try Golden.expect(String(decoding: MarkdownFile.bytes(three.result), as: UTF8.self), "evaluation.md")
  }

  @Test("An Inspect log has a sample an answer, scored unless it failed", arguments: EvaluationShape.all)
  func inspect(_ shape: EvaluationShape) throws {
    for text in ["", "/../<&\"\0"] {
      let sample = shape.sample(text: text)
      let logs = try logs(sample, try TemporaryFolder())
      #expect(logs.count == shape.models)
      for (model, log) in logs.enumerated() {
        #expect(log.name.allSatisfy { $0.isASCII && $0 != "/" })
        let samples = try #require(log.log["samples"]?.elements)
        let answers = sample.items.flatMap { $0.answers[model] }
        #expect(
          samples.map { $0["scores"]?["visionprep"]?["value"]?.text }
            == answers.map {
              $0.outcome == .unscored ? nil : $0.outcome == .right ? "C" : "I"
            })
        #expect(samples.map { $0["error"] != nil } == answers.map { $0.outcome == .unscored })
        #expect(log.log["eval"]?["config"]?["epochs"]?.whole == (shape.items > 0 ? shape.repeats : 1))
      }
    }
  }

  @Test("Names of models that would be one file's name become two")
  func names() throws {
    var sample = SampleEvaluation(models: 2, fields: 0, items: 1)
    sample.subjects.models = ["a/b", "a_b"]
    #expect(try logs(sample, try TemporaryFolder()).map(\.name) == ["1-a_b.json", "2-a_b.json"])
    sample.subjects.models = ["..", "x"]
    #expect(try logs(sample, try TemporaryFolder()).map(\.name) == ["1-...json", "2-x.json"])
  }

  @Test("Every row of figures.csv and of a Markdown table has as many cells, whatever the texts", arguments: EvaluationShape.all)
  func tables(_ shape: EvaluationShape) throws {
    for text in ["", "|`<b>\n*_[x](http://e)@org #1", "\\|\r\n,\""] {
      let sample = shape.sample(text: text)
      let rows = try CSVRows.read(String(decoding: FiguresFile.bytes(sample.result), as: UTF8.self))
      #expect(Set(rows.map(\.count)) == [10])
      let lines = String(decoding: MarkdownFile.bytes(sample.result), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      let tables = lines.split { !$0.hasPrefix("|") }
      for table in tables {
        #expect(Set(table.map { $0.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" } }).count == 1)
      }
      #expect(!lines.contains { $0.contains("<b>") || $0.contains("@org") || $0.contains("](http:") })
    }
  }

  @Test("An earlier evaluation is read from its folder or its file")
  func previous() throws {
    let folder = try TemporaryFolder()
    let sample = SampleEvaluation(models: 2, fields: 2, items: 9, text: " \"ä\n")
    var reports = try EvaluationReports(folder.path, sample.subjects)
    for item in sample.items { try reports.append(item) }
    _ = try reports.finish(sample.result)
    for path in [folder.path, "\(folder.path)/evaluation.json"] {
      let previous = try PreviousEvaluation(path)
      #expect(previous.dataset == sample.result.dataset && previous.candidate == sample.result.candidate)
      #expect(previous.models.map(\.accuracy) == sample.result.models.map { $0.accuracy?.value })
      var scores: [String] = []
      let isThere = try previous.scores(of: sample.subjects.models[1]) { (score) throws(RunError) in
        scores.append("\(score.id) \(score.repeat) \(score.outcome)")
      }
      #expect(isThere && scores == sample.items.map { "\($0.id) 0 \($0.answers[1][0].outcome)" })
    }
    try folder.remove("scores.jsonl")
    #expect(try !PreviousEvaluation(folder.path).scores(of: "base") { _ in })
  }

  @Test(
    "What is no earlier evaluation is refused with a sentence",
    arguments: [
      (nil, "evaluation.json is not there"), ("[]", "is no result of an evaluation"),
      ("{\"dataset\":1}", "is no result of an evaluation"),
      ("{", "is no result of an evaluation"),
    ])
  func noPrevious(_ text: String?, _ words: String) throws {
    let folder = try TemporaryFolder()
    if let text { try folder.write(text, to: "evaluation.json") }
    let error = #expect(throws: RunError.self) { try PreviousEvaluation(folder.path) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test("A damaged row of the scores is named")
  func damagedScores() throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"dataset\":\"d\",\"split\":\"test\",\"models\":[]}", to: "evaluation.json")
    try folder.write("{\"id\":\"a\",\"model\":\"m\",\"outcome\":\"right\"}\n{\"id\":\n", to: "scores.jsonl")
    let previous = try PreviousEvaluation(folder.path)
    let error = #expect(throws: RunError.self) { _ = try previous.scores(of: "m") { _ in } }
    #expect(error?.message.contains("scores.jsonl, line 2") == true)
  }
}

/// Writes reports for tools/verify/evaluation-reports, which other programs then read.
@Suite("Reports for other programs")
struct VerificationReports {
  @Test("Reports of every shape are written to the folder that VISIONPREP_EVALUATION_REPORTS names")
  func write() throws {
    let kept = ProcessInfo.processInfo.environment["VISIONPREP_EVALUATION_REPORTS"]
    let temporary = try TemporaryFolder()
    let folder = kept ?? temporary.path
    var random = Seeded(5)
    let texts = ["", " <script>alert(1)</script>\"'&=\u{202E}x ]]>", " مرحبا 你好 😀", " " + random.nastyText()]
    for (number, shape) in EvaluationShape.all.enumerated() {
      for (variant, text) in texts.enumerated() {
        let records = try TemporaryFolder()
        var sample = shape.sample(text: text, seed: UInt64(number + 1))
        try sample.writeRecords(to: records)
        let name = "\(folder)/\(number)-\(variant)"
        var reports = try EvaluationReports(name, sample.subjects, further: Set(EvaluationReports.Further.allCases))
        for item in sample.items { try reports.append(item) }
        let names = try reports.finish(sample.result)
        #expect(names.allSatisfy { FileManager.default.fileExists(atPath: "\(name)/\($0)") })
      }
    }
  }
}
