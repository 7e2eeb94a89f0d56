import PrepCore
import TestSupport
import Testing

@testable import PrepStatistics

@Suite("Reviews of answers and texts")
struct ConsistencyReviewTests {
  private func example(
    _ ordinal: Int, _ text: String, answer: String = "a", split: Split = .train, sources: [String] = [], values: [[String]?] = [],
    shape: [(String, AnswerShape.Kind)]? = nil
  ) -> ReviewedExample {
    ReviewedExample(
      row: RowReference(id: "r\(ordinal)", line: ordinal + 2, split: split), ordinal: ordinal,
      conversation: Conversation(system: nil, user: "Ask: \(text)", assistant: answer), variableText: text, sources: sources,
      values: values, shape: shape.map { AnswerShape(members: $0.map { (key: $0.0, kind: $0.1) }) })
  }

  private func review(_ examples: [ReviewedExample], columns: [String] = [], group: String? = nil) -> Consistency {
    var review = ConsistencyReview(columns: columns, group: group)
    for example in examples { review.look(at: example) }
    review.finishLooking()
    for example in examples { review.list(example) }
    return review.consistency()
  }

  @Test("Equal, normalised and near texts are told apart, with their rows and splits")
  func duplicates() {
    let found = review([
      example(0, "a gift for my mother"), example(1, "something else entirely here"), example(2, "a gift for my mother"),
      example(3, "Something else, entirely: HERE!", split: .test), example(4, "a gift for my mothers"),
    ]).texts
    #expect(found.map(\.kind) == [.equal, .normalized, .near])
    #expect(found.map { $0.rows.map(\.id) } == [["r0", "r2"], ["r1", "r3"], ["r0", "r4"]])
    #expect(found.map(\.straddlesSplits) == [false, true, false])
    #expect(found[2].shared == 16 && found[2].all == 17)
    #expect(found[1].rows[1] == RowReference(id: "r3", line: 5, split: .test))
  }

  @Test("The same input with different answers is a conflict that names both")
  func conflicts() {
    let found = review([
      example(0, "What is it?", answer: "yes"), example(1, "what is it", answer: "no"), example(2, "What is it?", answer: "yes"),
    ]).texts
    #expect(found.first?.kind == .conflict)
    #expect(found.first?.rows.map(\.id) == ["r0", "r1"])
    #expect(found.first?.answers == ["yes", "no"])
  }

  @Test("With other images it is another input, and the same images are the same input without any text")
  func images() {
    var found = review([
      example(0, "", answer: "yes", sources: ["a.jpg"]), example(1, "", answer: "no", sources: ["b.jpg"]),
      example(2, "", answer: "no", sources: ["a.jpg"]),
    ])
    #expect(found.texts.map(\.kind) == [.conflict])
    #expect(found.texts[0].rows.map(\.id) == ["r0", "r2"])
    #expect(found.notes == ["equal texts were not looked for: all examples have the same text"])
    found = review([example(0, "x", sources: ["ab", "c"]), example(1, "x", answer: "b", sources: ["a", "bc"])])
    #expect(!found.texts.contains { $0.kind == .conflict })
  }

  @Test("Texts of nothing but emoji are equal when they are")
  func emoji() {
    #expect(review([example(0, "😂"), example(1, "💕")]).texts.isEmpty)
    #expect(review([example(0, "😂"), example(1, "😂")]).texts.map(\.kind) == [.equal])
  }

  @Test("Rows are listed for the values that are not usual")
  func columns() {
    let values = ["Rolex", "Rolex", "ROLEX", "Rolex", " Omega"]
    let found = review(
      values.enumerated().map { example($0, "text number \($0)", values: [[$1]]) }, columns: ["brand"])
    #expect(found.columns.map(\.kind) == [.spaces, .spellings])
    #expect(found.columns[0].entries.map { $0.rows.rows.map(\.id) } == [["r4"]])
    #expect(found.columns[1].entries.map(\.value) == ["Rolex", "ROLEX"])
    #expect(found.columns[1].entries.map { $0.rows.rows.map(\.id) } == [[], ["r2"]])
  }

  @Test("All rows are counted, and so many listed")
  func manyRows() {
    let found = review((0..<2500).map { example($0, "text \($0)", values: [[$0 < 3000 ? " a" : "b"]]) }, columns: ["c"])
    #expect(found.columns.first?.entries.first?.count == 2500)
    #expect(found.columns.first?.entries.first?.rows.rows.count == 1000)
    #expect(found.columns.first?.entries.first?.rows.leftOut == 1500)
  }

  @Test("Answers whose keys or types differ are named")
  func shapes() {
    let usual: [(String, AnswerShape.Kind)] = [("a", .text), ("b", .number)]
    let found = review([
      example(0, "0", shape: usual), example(1, "1", shape: usual), example(2, "2", shape: usual), example(3, "3", shape: usual),
      example(4, "4", shape: [("a", .number), ("b", .null)]), example(5, "5", shape: [("a", .text)]),
      example(6, "6", shape: [("b", .number), ("a", .text)]), example(7, "7", shape: nil),
    ]).answers
    #expect(found.map(\.kind) == [.noObject, .types, .missingKey, .order])
    #expect(found.map(\.key) == [nil, "a", "b", nil])
    #expect(found.map { $0.rows.rows.map(\.id) } == [["r7"], ["r4"], ["r5"], ["r6"]])
    #expect(found[1].counts == ["text": 6, "number": 1])
    #expect(review([example(0, "0", shape: usual), example(1, "1", shape: usual)]).answers.isEmpty)
    // Where no answer is an object, nothing is asked of them.
    #expect(review([example(0, "0"), example(1, "1")]).answers.isEmpty)
  }

  @Test("A group in two splits is named")
  func groups() {
    let examples = [
      example(0, "0", values: [["s1"]]), example(1, "1", split: .test, values: [["s1"]]),
      example(2, "2", split: .test, values: [["s2"]]),
    ]
    #expect(review(examples, columns: ["session"], group: "session").straddlingGroups == ["s1"])
    #expect(review(examples, columns: ["session"]).straddlingGroups == [])
  }
}
