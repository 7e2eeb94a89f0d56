import PrepJSON
import Testing

@Suite("Values of JSON texts") struct JSONValueTests {
  func parse(_ text: String) throws -> JSONValue { try JSONValue(Array(text.utf8)) }

  func failure(_ text: String) -> JSONFault? {
    do throws(JSONFault) {
      _ = try JSONValue(Array(text.utf8))
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
    #expect(try JSONValue([0x22, 0x61, 0xFF, 0x22]) == .string("a\u{FFFD}"))
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

  @Test("A text is as long as it is: its number may be the last of its bytes")
  func lastBytes() throws {
    #expect(try parse("12") == .number("12"))
    #expect(try parse("[1.5e3,-0]") == .array([.number("1.5e3"), .number("-0")]))
  }

  @Test func aLongKeyIsWhole() throws {
    let key = String(repeating: "kä\n", count: 1000)
    let text = JSONValue.object([.init(key, .number("1"))]).compactJSON
    #expect(try parse(text)[key] == .number("1"))
  }

  /// Unicode, section 3.9, table 3-8, and cut sequences.
  @Test(
    "Bytes that are not UTF-8 are replaced as Swift replaces them",
    arguments: [
      [0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64],
      [0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41], [0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41],
      [0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xFF],
    ] as [[UInt8]])
  func replacement(bytes: [UInt8]) throws {
    for escape in ["", "\\n"] {
      let text = Array("[\"\(escape)".utf8) + bytes + Array("\"]".utf8)
      let expected = (escape.isEmpty ? "" : "\n") + String(decoding: bytes, as: UTF8.self)
      #expect(try JSONValue(text) == .array([.string(expected)]))
      var strict = JSONOptions.values
      strict.invalidUTF8 = .refuse
      let fault = #expect(throws: JSONFault.self) { try JSONValue(text, options: strict) }
      #expect(fault?.kind == .encoding)
    }
  }

  @Test("What the options say about keys and surrogates is done")
  func options() throws {
    var options = JSONOptions()
    options.duplicateKeys = .allow
    #expect(try JSONValue(Array(#"{"a":1,"a":2}"#.utf8), options: options)["a"] == .number("1"))
    #expect(throws: JSONFault.self) { try JSONValue(Array(#"{"a":1,"\u0061":2}"#.utf8)) }
    options.loneSurrogates = .refuse
    let fault = #expect(throws: JSONFault.self) { try JSONValue(Array(#"["\ud83d\ude00","x\ud83d"]"#.utf8), options: options) }
    #expect(fault?.kind == .surrogate && fault?.offset == 18)
    options.maxDepth = 2
    #expect(throws: Never.self) { try JSONValue(Array("[[1]]".utf8), options: options) }
    #expect(throws: JSONFault.self) { try JSONValue(Array("[[[1]]]".utf8), options: options) }
  }

  @Test(
    "Faults say what is wrong in one sentence",
    arguments: [
      ("", "the text ends where a value should be"), ("{\"a\"", "the text ends where a colon should be"),
      ("{\"a\" 1}", "\"1\" where a colon should be"), ("[1 2]", "\"2\" where a comma or ] should be"),
      ("{\"a\":1 ]", "\"]\" where a comma or } should be"), ("{a:1}", "\"a\" where a key in double quotes should be"),
      ("[] x", "\"x\" where the end of the text should be"), ("[\"abc", "a string that is never closed"),
      ("\"a\tb\"", "an unescaped control character (a tab) in a string"), ("[1.]", "a number that is not complete"),
      ("[-x]", "a number that is not complete"), ("1x", "a number that JSON does not allow: \"1x…\""),
      ("é", "the byte 0xC3 where a value should be"), ("[\u{1}]", "a control character (1) where a value should be"),
      ("[tru]", "\"]\" where true should be"), ("\"\\x\"", "\"x\" where one of \" \\ / b f n r t u behind a backslash should be"),
      ("\"\\u12\"", "\"\"\" where four hexadecimal digits behind \\u should be"),
    ])
  func sentences(text: String, message: String) { #expect(failure(text)?.message == message) }

  @Test("Members are found, and counts are counts")
  func access() throws {
    let value = try parse(#"{"a":{"b":[1,-2,1.0,9007199254740993,"1"]}}"#)
    let elements = try #require(value["a"]?["b"]?.elements)
    #expect(elements.map(\.whole) == [1, -2, nil, 9_007_199_254_740_993, nil])
    #expect(elements.map(\.count) == [1, nil, nil, nil, nil])
    #expect(value["a"]?["c"] == nil && value["b"]?["c"] == nil && elements[0]["a"] == nil)
  }
}
