import PrepTables
import Testing

@Suite struct JSONParserTests {
  func parse(_ text: String) throws -> Value { try JSONParser.parse(Array(text.utf8)) }

  func failure(_ text: String) -> JSONSyntaxError? {
    do throws(JSONSyntaxError) {
      _ = try JSONParser.parse(Array(text.utf8))
      return nil
    } catch { return error }
  }

  @Test func valuesKeepNumbersAndOrder() throws {
    let value = try parse(
      " {\"z\" : [1.10, -0, 1E+5, 123456789012345678901234567890], \"a\":{\"t\":true,\"f\":false,\"n\":null}} \r\n")
    #expect(
      value
        == .object([
          .init("z", .array([.number("1.10"), .number("-0"), .number("1E+5"), .number("123456789012345678901234567890")])),
          .init("a", .object([.init("t", .bool(true)), .init("f", .bool(false)), .init("n", .null)])),
        ]))
    #expect(value.compactJSON == #"{"z":[1.10,-0,1E+5,123456789012345678901234567890],"a":{"t":true,"f":false,"n":null}}"#)
  }

  @Test(arguments: [
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\uD83D\uDE00é""#, "é😀é"), (#""\u0000""#, "\0"),
    (#""\ud800""#, "\u{FFFD}"), (#""\udc00x""#, "\u{FFFD}x"), (#""\ud800\n""#, "\u{FFFD}\n"), (#""\ud800\u0041""#, "\u{FFFD}A"),
    (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"), (#""""#, ""),
  ])
  func escapes(text: String, expected: String) throws { #expect(try parse(text) == .string(expected)) }

  @Test func invalidUTF8IsReplaced() throws {
    #expect(try JSONParser.parse([0x22, 0x61, 0xFF, 0x22]) == .string("a\u{FFFD}"))
  }

  @Test(arguments: [
    "", " ", "{", "[", "\"", "tru", "nul", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "[1 2]", "01", "+1", "1.", ".5",
    "1e", "-",
    "NaN", "Infinity", "[1]]", "{}{}", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"a\nb\"", "\"\u{1}\"", "\u{FEFF}{}", "// c\n{}",
    "0x10", "1_000",
    "\"\\", "[\"a\\\"]",
  ])
  func whatIsNotJSONIsAnError(text: String) { #expect(failure(text) != nil) }

  @Test func errorsNamePlaceAndKey() throws {
    let twice = try #require(failure("{\"a\":1,\n \"b\":2, \"a\":3}"))
    #expect(twice.line == 2 && twice.offset == 16)
    #expect(twice.message == "the key \"a\" stands twice in one object")
    #expect(
      failure("[1,\n2,\n'x']")?.description == "line 3, byte 7: a single quote (JSON wants double quotes) where a value should be"
    )
    #expect(failure("007")?.message == "a number that JSON does not allow: \"00…\"")
    let digits = String(repeating: "1", count: 1000)
    #expect(failure("\(digits)x")?.message == "a number that JSON does not allow: \"\(digits.prefix(80))…\"")
    let key = String(repeating: "é", count: 1000)
    #expect(failure("{\"\(key)\":1,\"\(key)\":1}")?.message == "the key \"\(key.prefix(80))…\" stands twice in one object")
    #expect(failure("\u{FEFF}{}")?.message == "a byte order mark where a value should be")
  }

  @Test func aKeyIsFoundTwiceInLargeObjectsToo() throws {
    let members = (0..<100).map { "\"k\($0)\":\($0)" }
    #expect(failure("{\(members.joined(separator: ","))}") == nil)
    for key in [0, 15, 16, 99] {
      let message = failure("{\(members.joined(separator: ",")),\"k\(key)\":0}")?.message
      #expect(message == "the key \"k\(key)\" stands twice in one object")
    }
  }

  @Test func nestingHasALimit() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(failure(nested(512)) == nil)
    #expect(failure(nested(513))?.message == "nested deeper than 512 levels")
    #expect(failure(String(repeating: "{\"a\":", count: 100_000))?.message == "nested deeper than 512 levels")
  }
}
