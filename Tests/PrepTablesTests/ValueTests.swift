import PrepJSON
import PrepTables
import Testing

@Suite struct ValueTests {
  @Test func onlyWhatJSONDemandsIsEscaped() {
    let text = "\"\\/\u{8}\u{C}\n\r\t\0\u{1F}\u{7F}\u{2028}é😀"
    #expect(JSONValue.string(text).compactJSON == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u{7F}\u{2028}é😀\"")
  }

  @Test func writtenJSONReadsBackEqual() throws {
    let value = JSONValue.object([
      .init("é\"\n", .array([.null, .bool(true), .number("1.10"), .string("x\\"), .array([]), .object([])])),
      .init("", .string("")),
    ])
    #expect(try JSONValue(Array(value.compactJSON.utf8)) == value)
  }

  @Test func textIsWhatATemplateShows() {
    #expect(JSONValue.null.text == nil)
    #expect(JSONValue.bool(false).text == "false")
    #expect(JSONValue.number("1.10").text == "1.10")
    #expect(JSONValue.string("").text == "")
    #expect(JSONValue.array([.number("1"), .string("a")]).text == "[1,\"a\"]")
    #expect(JSONValue.object([.init("b", .null), .init("a", .bool(true))]).text == "{\"b\":null,\"a\":true}")
  }

  @Test(arguments: [
    "0", "-0", "12", "-12", "1.10", "0.30000000000000004", "999999999999999", "-999999999999999", "1.5e-05", "1e+20", "-0.5",
  ])
  func cellsThatAreNumbers(text: String) { #expect(JSONValue.typed(fromCell: text) == .number(text)) }

  @Test(arguments: [
    "", "007", "+1", "1.", ".5", "1,5", "1 000", " 1", "1 ", "1e5", "12E4", "1000000000000000", "4111111111111111", "NaN", "inf",
    "-", "0x1F",
    "True", "FALSE", "null", "2024-01-01", "٣",
  ])
  func cellsThatStayStrings(text: String) { #expect(JSONValue.typed(fromCell: text) == .string(text)) }

  @Test func cellsThatAreBools() {
    #expect(JSONValue.typed(fromCell: "true") == .bool(true))
    #expect(JSONValue.typed(fromCell: "false") == .bool(false))
  }
}
