import Foundation
import PrepCore
import PrepTokens
import TestSupport
import Testing

@Suite("Walking over JSON")
struct JSONCursorTests {
  private func withCursor<Result>(_ text: String, _ body: (inout JSONCursor) throws -> Result) rethrows -> Result {
    try Array(text.utf8).withUnsafeBytes { bytes in
      var cursor = JSONCursor(bytes)
      return try body(&cursor)
    }
  }

  private func isWhole(_ text: String) -> Bool {
    withCursor(text) { cursor in
      do throws(JSONCursor.Fault) {
        cursor.skipSpace()
        try cursor.skip()
        try cursor.end()
        return true
      } catch {
        return false
      }
    }
  }

  @Test(
    "JSON is gone over",
    arguments: [
      "1", "-0", "-1.5e+10", "1E5", "true", "false", "null", "\"a\"", "\"\\\\\"", "\"\\\"\"", "[]", " [1,2] ", "{}",
      "{\"a\" : [ { } ] }",
      "[true,false,null]", "{\"a\":{\"b\":{\"c\":[[[]]]}}}",
    ])
  func valid(_ text: String) { #expect(isWhole(text)) }

  @Test(
    "What is no JSON is refused",
    arguments: [
      "", " ", "01", "1.", ".5", "1e", "+1", "0x1", "tru", "nul", "\"a", "\"\\\"", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
      "{a:1}",
      "{\"a\":1,}", "[", "{", "]", "[1]]", "1 2", "{\"a\":1}{",
    ])
  func invalid(_ text: String) { #expect(!isWhole(text)) }

  @Test("Texts come back as they were written")
  func strings() throws {
    var random = Seeded(5)
    for _ in 0..<2000 {
      let text = random.nastyText(upTo: 60)
      var json = JSONWriter()
      json.value(text)
      try withCursor(String(decoding: json.bytes, as: UTF8.self)) { cursor in
        let range = try cursor.text()
        #expect(try cursor.string(range) == text)
        try cursor.end()
      }
    }
  }

  @Test("Escapes are read, and half a surrogate pair is replaced")
  func escapes() throws {
    let cases = [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\uD83D\uDE00\u4e2d""#, "é😀中"), (#""\ud83d""#, "\u{fffd}"),
      (#""\ude00x""#, "\u{fffd}x"), (#""\ud83d\u0041""#, "\u{fffd}A"), (#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
    ]
    for (json, text) in cases {
      let read = try withCursor(json) { cursor in try cursor.string(cursor.text()) }
      #expect(read == text, "\(json)")
    }
    for json in [#""\x""#, #""\u12""#, #""\u12g4""#, "\"\t\"", "\"\u{0}\""] {
      #expect(throws: JSONCursor.Fault.self) { try withCursor(json) { cursor in try cursor.string(cursor.text()) } }
    }
  }

  @Test("Deep nesting is refused instead of ending the stack")
  func depth() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONCursor.Fault.self) { try withCursor(deep) { try $0.skip() } }
  }
}
