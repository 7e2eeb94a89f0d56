import PrepJSON
import Testing

@testable import PrepEvaluation

@Suite("JSON in answers")
struct AnswerReadingTests {
  private func reading(_ answer: [UInt8], _ wanted: AnswerReading.Wanted = .object) -> AnswerReading {
    answer.withUnsafeBytes { AnswerReading($0, wanting: wanted) }
  }

  @Test(
    "What is read, and whether it is repaired",
    arguments: [
      (" {\"a\":1}\n", "{\"a\":1}", false), ("[1]", "[1]", false), ("12", "12", false),
      ("```json\n{\"a\":1}\n```", "{\"a\":1}", true), ("```{\"a\":1}", "{\"a\":1}", true),
      ("```\n{\"a\":1}\n``` or {\"a\":2}", "{\"a\":1}", true),
      ("```json\n{\"a\":1}\n``` ```json\n{\"a\":2}\n```", "{\"a\":2}", true), ("Here: {\"a\":1}. Done", "{\"a\":1}", true),
      ("{\"a\":1} no, {\"a\":2}", "{\"a\":2}", true), ("{curly} {\"a\":1}", "{\"a\":1}", true),
      ("{\"a\":1} {\"a\":", "{\"a\":1}", true),
      ("{\"a\":{\"b\":1}", nil, true), ("{\"a\":1,}", nil, true), ("{'a':1}", nil, true), ("{\"a\":NaN}", nil, true),
      ("[1] x", nil, true), ("", nil, true),
      ("{\"a\":1,\"a\":2}", "{\"a\":2}", true), ("\u{FEFF}{\"a\":1}", "{\"a\":1}", true),
      ("{\"a\":\"}\"} x", "{\"a\":\"}\"}", true),
      ("{\"a\":\"\\ud800\"}", "{\"a\":\"\u{FFFD}\"}", false),
    ])
  func readings(_ answer: String, _ value: String?, _ repaired: Bool) throws {
    let expected = try value.map { AnswerReading.json(try JSONValue(json: $0), repaired: repaired) } ?? .none
    #expect(reading(Array(answer.utf8)) == expected)
  }

  @Test("An array is looked for where the truth is one")
  func arrays() throws {
    #expect(reading(Array("{\"a\":1} [1] [2] x".utf8), .array) == .json(try JSONValue(json: "[2]"), repaired: true))
    #expect(reading(Array("x [1] {\"a\":1}".utf8), .any) == .json(try JSONValue(json: "{\"a\":1}"), repaired: true))
  }

  @Test("Bytes that are not UTF-8 are replaced within strings")
  func encoding() throws {
    #expect(
      reading(Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8))
        == .json(try JSONValue(json: "{\"a\":\"\u{FFFD}\"}"), repaired: true))
    #expect(reading([0xFF]) == .none)
  }

  @Test("Nesting has a limit, and long answers take no longer than their length", .timeLimit(.minutes(1)))
  func depth() {
    let nested = { (count: Int) in
      Array((String(repeating: "{\"a\":", count: count) + "1" + String(repeating: "}", count: count)).utf8)
    }
    #expect(reading(nested(512)) != .none)
    #expect(reading(nested(513)) == .none)
    for piece in ["[", "{", "{\"a\":", "```{", "\"{", "{\"\\"] {
      #expect(reading(Array(String(repeating: piece, count: 100_000).utf8)) == .none)
      #expect(reading(Array(String(repeating: piece, count: 100_000).utf8), .any) == .none)
    }
  }
}
