import Foundation
import TestSupport
import Testing

@Suite("The command evaluate")
struct EvaluateTests {
  /// A folder with twenty items and the answers of two models, of which the first few are right.
  private func folder(base: Int, tuned: Int, gates: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let count = 30
    try folder.write((0..<count).map { #"{"id":"i\#($0)","expected":"yes \#($0)"}"# + "\n" }.joined(), to: "truth.jsonl")
    for (name, right) in [("base", base), ("tuned", tuned)] {
      let rows = (0..<count).map { #"{"id":"i\#($0)","answer":"\#($0 < right ? "yes" : "no") \#($0)"}"# + "\n" }
      try folder.write(rows.joined(), to: "answers-\(name).jsonl")
    }
    try folder.write(
      "evaluation:\n  answer: {compare: text}\n" + (gates.isEmpty ? "" : "  gates:\n    - \(gates)\n"), to: "rules.yaml")
    return folder
  }

  private let models = ["--answers", "answers-base.jsonl", "--answers", "answers-tuned.jsonl", "--rules", "rules.yaml"]

  @Test(
    "The exit code is the verdict's",
    arguments: [
      (30, "{metric: accuracy, minimum: 85%}", Int32(0), "GO"), (10, "{metric: accuracy, minimum: 85%}", 4, "NO-GO"),
      (26, "{metric: accuracy, minimum: 85%}", 5, "INCONCLUSIVE"), (26, "{metric: accuracy, minimum: 85%, by: figure}", 0, "GO"),
      (24, "{metric: accuracy, improvement: 10%, kind: points}", 0, "GO"),
    ] as [(Int, String, Int32, String)])
  func verdict(tuned: Int, gate: String, code: Int32, word: String) throws {
    let folder = try folder(base: 5, tuned: tuned, gates: gate)
    let run = try Program.start(["evaluate", "truth.jsonl"] + models, in: folder).wait()
    #expect(run.code == code)
    #expect(run.output.hasPrefix("\(word)  truth.jsonl, test: 30 items"), "\(run.output)\(run.errors)")
    let quiet = try Program.start(["evaluate", "truth.jsonl", "--quiet"] + models, in: folder).wait()
    #expect(quiet.output == "\(word)\n" && quiet.code == code)
  }

  @Test("Reports are written, and the same answers give the same bytes in any order and with any jobs")
  func reports() throws {
    let folder = try folder(base: 12, tuned: 25, gates: "{metric: accuracy, minimum: 50%}")
    let all = ["--to", "inspect", "--to", "csv", "--to", "markdown"]
    #expect(
      try Program.start(["evaluate", "truth.jsonl", "--output", "a", "--jobs", "1"] + all + models, in: folder).wait().code == 0)
    let names = try folder.names(in: "a")
    #expect(
      names == [
        "differences.csv", "evaluation.html", "evaluation.json", "evaluation.md", "figures.csv", "inspect", "junit.xml",
        "scores.jsonl",
      ])
    let rows = String(decoding: try folder.read("answers-base.jsonl"), as: UTF8.self).split(separator: "\n").reversed()
    try folder.write(rows.joined(separator: "\n"), to: "answers-base.jsonl")
    #expect(
      try Program.start(["evaluate", "truth.jsonl", "--output", "b", "--jobs", "3"] + all + models, in: folder).wait().code == 0)
    for name in names where name != "inspect" { #expect(try folder.read("a/\(name)") == folder.read("b/\(name)"), "\(name)") }
    let json = try Program.start(["evaluate", "truth.jsonl", "--json"] + models, in: folder).wait()
    #expect(json.output == String(decoding: try folder.read("a/evaluation.json"), as: UTF8.self))
    let again = try Program.start(
      ["evaluate", "truth.jsonl", "--previous", "a/evaluation.json", "--json"] + models, in: folder
    ).wait()
    #expect(again.output.contains("\"worse\": []"))
  }

  @Test("Missing answers count as nothing, and the exit code tells of them")
  func missing() throws {
    let folder = try folder(base: 12, tuned: 25)
    try folder.write("id,answer\ni0,yes 0\ni1,no 1\nother,x\n", to: "few.csv")
    let run = try Program.start(
      ["evaluate", "truth.jsonl", "--answers", "few.csv", "--rules", "rules.yaml", "--json"], in: folder
    ).wait()
    #expect(run.code == 3)
    let result = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let model = try #require((result["models"] as? [[String: Any]])?.first)
    #expect(model["unscored"] as? Int == 28 && model["answered"] as? Int == 2 && model["name"] as? String == "few")
    #expect((result["notes"] as? [String])?.contains { $0.contains("belong to no item of the test set: other") } ?? false)
  }

  @Test("A dry run says what the test set can show, without any answer")
  func dryRun() throws {
    let folder = try folder(base: 0, tuned: 0)
    let run = try Program.start(["evaluate", "truth.jsonl", "--dry-run"], in: folder).wait()
    #expect(run.code == 0 && run.output.contains("30 items to judge") && run.output.contains("at least 88.6 %"))
  }

  @Test(
    "Mistakes are named with what to do",
    arguments: [
      (["truth.jsonl"], Int32(64), "No answers are given"),
      (["truth.jsonl", "--answers", "nowhere.jsonl"], 1, "nowhere.jsonl is not there"),
      (["nowhere", "--answers", "answers-base.jsonl"], 1, "nowhere is not there"),
      (
        ["truth.jsonl", "--answers", "a=answers-base.jsonl", "--answers", "a=answers-tuned.jsonl"], 64,
        "two files of answers are named a"
      ),
      (["truth.jsonl", "--answers", "answers-base.jsonl", "--candidate", "b"], 64, "no answers are named b"),
      (["truth.jsonl", "--answers", "answers-base.jsonl", "--to", "csv"], 64, "--to is given without --output"),
      (["truth.jsonl", "--answers", "answers-base.jsonl", "--split", "tset"], 64, "expected train, validation, test or all"),
      (["truth.jsonl", "--answers", "truth.jsonl"], 1, "truth.jsonl has no answer"),
    ] as [([String], Int32, String)])
  func mistakes(arguments: [String], code: Int32, words: String) throws {
    let folder = try folder(base: 3, tuned: 3)
    let run = try Program.start(["evaluate"] + arguments, in: folder).wait()
    #expect(run.code == code)
    #expect(run.errors.contains(words), "\(run.errors)")
  }
}
