import PrepAnswers
import PrepCore
import PrepDataset
import PrepEvaluation
import TestSupport
import Testing

@Suite("Answers and items are brought together by id, never by position")
struct AnswerJoinTests {
  /// Joins files of answers with a file of items, and returns the rows of each item by model.
  private func join(
    _ truth: String, _ answers: [String], name: String = "answers.jsonl"
  ) throws -> (rows: [[[String]]], misfits: [AnswerJoin.Misfits]) {
    let folder = try TemporaryFolder()
    try folder.write(truth, to: "truth.jsonl")
    var files: [AnswerFile] = []
    for (number, text) in answers.enumerated() {
      try folder.write(text, to: "\(number)-\(name)")
      files.append(try AnswerFile("\(folder.path)/\(number)-\(name)", isStopped: { false }))
    }
    let source = TestItemSource(try DatasetInput("\(folder.path)/truth.jsonl").files, wantsInput: false)
    var join = try AnswerJoin(source, with: files, isStopped: { false }) { _ in }
    var rows: [[[String]]] = []
    for item in 0..<join.items {
      rows.append(
        try join.rows(of: item).map {
          $0.map { "\($0.repeat):" + String(decoding: Answer(row: $0.bytes, id: "", repeat: 0).text ?? [], as: UTF8.self) }
        })
    }
    return (rows, join.misfits)
  }

  private func truth(_ ids: [String]) -> String { ids.map { #"{"id":"\#($0)","expected":"x"}"# + "\n" }.joined() }

  private func answers(_ rows: [(String, String, Int)]) -> String {
    rows.map { #"{"id":"\#($0.0)","answer":"\#($0.1)","repeat":\#($0.2)}"# + "\n" }.joined()
  }

  @Test("Rows in any order, several models, several repeats")
  func anyOrder() throws {
    let first = answers([("c", "c1", 0), ("a", "a2", 1), ("a", "a1", 0), ("b", "b1", 0)])
    let second = answers([("b", "B", 0)])
    let (rows, misfits) = try join(truth(["a", "b", "c"]), [first, second])
    #expect(rows == [[["0:a1", "1:a2"], []], [["0:b1"], ["0:B"]], [["0:c1"], []]])
    #expect(misfits.allSatisfy { $0.doubled.count == 0 && $0.unknown.count == 0 })
  }

  @Test("Doubled answers and unknown ids are named; the later answer counts")
  func misfits() throws {
    let rows = answers([("a", "old", 0), ("z", "?", 0), ("a", "new", 0)])
    let (joined, misfits) = try join(truth(["a"]), [rows])
    #expect(joined == [[["0:new"]]])
    #expect(misfits[0].doubled.names == ["a"] && misfits[0].unknown.names == ["z"])
  }

  @Test("A CSV file's rows are answers, too")
  func csv() throws {
    let (rows, _) = try join(
      truth(["a", "b"]), ["id,answer,latency_ms\nb,\"{\"\"k\"\": 1}\",7\na,plain,8\n"], name: "answers.csv")
    #expect(rows == [[["0:plain"]], [[#"0:{"k": 1}"#]]])
  }

  @Test("Thousands of items and answers, sorted outside memory")
  func many() throws {
    var random = Seeded(7)
    let ids = (0..<3000).map { "item \($0)" }
    let rows = ids.shuffled(using: &random).map { ($0, "to \($0)", 0) }
    let (joined, _) = try join(truth(ids), [answers(rows)])
    #expect(joined == ids.map { [["0:to \($0)"]] })
  }

  @Test("Two items with one id cannot be joined")
  func repeatedID() throws {
    #expect { try join(truth(["a", "b", "a"]), [answers([("a", "x", 0)])]) } throws: {
      ($0 as? RunError)?.message == "the items 1 and 3 of the test set have the same id"
    }
  }

  @Test("A file without answers says what it has instead")
  func nothing() throws {
    #expect { try join(truth(["a"]), ["{\"answer\":\"x\"}\n"]) } throws: {
      ($0 as? RunError)?.message.hasSuffix("has no answer; line 1 has neither id nor custom_id") ?? false
    }
  }

  @Test("Chat records have the last answer of the assistant, and the file's name and line as id")
  func chat() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      {"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"no"},{"role":"user","content":[{"type":"text","text":"sure?"}]},{"role":"assistant","content":"yes"}]}

      {"messages":[{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}

      """, to: "test.jsonl")
    var source = TestItemSource(try DatasetInput("\(folder.path)/test.jsonl").files, wantsInput: true)
    let first = try #require(try source.next())
    #expect(first.id == "test.jsonl#1" && first.truth == .text("yes") && first.input == "q\nsure?")
    let second = try #require(try source.next())
    #expect(second.id == "test.jsonl#3" && second.truth == .text("ab"))
    #expect(try source.next() == nil)
  }

  @Test(
    "A line that is no item ends the evaluation, since nothing can be said without its truth",
    arguments: [
      #"{"messages":[{"role":"user","content":"q"}]}"#, #"{"id":"a"}"#, #"{"id":"a","expected":null}"#, "{", "[]",
    ])
  func faults(line: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(line + "\n", to: "t.jsonl")
    var source = TestItemSource(try DatasetInput("\(folder.path)/t.jsonl").files, wantsInput: false)
    #expect { _ = try source.next() } throws: { ($0 as? RunError)?.message.contains("t.jsonl, line 1 ") ?? false }
  }
}
