import PrepJSON
import TestSupport
import Testing

@Suite("The reader of JSON")
struct JSONReaderTests {
  /// What reading over one line gives, in blocks of a size: nil when it is JSON.
  private func fault(_ text: [UInt8], blockSize: Int = 64) -> JSONFault.Kind? {
    var reader = JSONReader(BlockReader(.memory(text), blockSize: blockSize), options: .lines)
    reader.begin()
    do throws(JSONFault) {
      _ = try reader.kind()
      try reader.skip()
      try reader.end()
      return nil
    } catch {
      return error.kind
    }
  }

  /// What reading over a text in memory gives: nil when it is JSON.
  private func faultInMemory(_ text: [UInt8], options: JSONOptions = JSONOptions()) -> JSONFault.Kind? {
    text.withUnsafeBytes { text in
      var reader = JSONReader(text, options: options)
      do throws(JSONFault) {
        try reader.skip()
        try reader.end()
        return nil
      } catch {
        return error.kind
      }
    }
  }

  static let right = [
    "{}", "[]", "0", "-0", "1.5e+3", "1E-2", "-1.5e+10", "1E5", "true", "false", "null", "\"\"", " [ 1 , {\"a\" : null} ] \r",
    "\"\\u0000\\b\\f\\n\\r\\t\\/\\\\\\\"\"", "\"\\ud83d\\ude00\"", "\"é😀\u{7f}\u{2028}\"", "[[[[]]]]",
    "{\"a\":{\"b\":[{}]}}", "123456789012345678901234567890", "\"\\ud800\"", "\"\\udc00\\ud800\\u0041\"", "\"\\\\\"",
    "{\"a\" : [ { } ] }", "[true,false,null]", "{\"a\":{\"b\":{\"c\":[[[]]]}}}", "{\"\":0}", "[1e0,0.0,0e-0]",
    "\"\u{FEFF}\"", "[\t0\t,\r\"\"]", "\"\\uFFFF\\u0020\\uabCD\"", "-0e+00",
  ]

  static let wrong = [
    "", " ", "{", "[", "\"", "tru", "nul", "truex", "True", "TRUE", "[1,]", "{\"a\":1,}", "{,}", "[,1]", "[,]", "[1,,2]", "{a:1}",
    "{'a':1}", "{\"a\" 1}", "{\"a\":}", "{\"a\"}", "[1 2]", "01", "-01", "+1", "1.", ".5", "-.5", "1e", "1e+", "1.e1", "-", "--1",
    "1-",
    "NaN", "-Infinity", "Infinity", "[1]]", "{}{}", "1 2", "{\"a\":1}{", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"\\U0041\"",
    "\"\\ud83d\\u\"", "\"a\tb\"", "\"\u{1}\"", "\"\u{0}\"", "\u{FEFF}{}", "// c", "{} // c", "/**/1", "0x10", "0x", "1_000",
    "\"\\", "[\"a\\\"]", "]", "}",
    ":", ",", "[1:2]", "{\"a\",\"b\"}", "{1:2}", "{null:1}", "{[]:1}", "\"a\"b", "\u{a0}1", "\u{b}1", "\u{c}1", "[\"a",
    "{\"a\":1]", "[1}", "'a'",
    "[1\u{0}]", "\u{0}", "٣", "1e1.5", "\"a\" : 1", "\"\\",
  ]

  @Test("What is JSON is read over, in memory and in blocks of any size", arguments: right)
  func isRight(text: String) {
    for size in [16, 17, 19, 64] { #expect(fault(Array(text.utf8), blockSize: size) == nil) }
    #expect(faultInMemory(Array(text.utf8)) == nil)
    #expect(faultInMemory(Array(text.utf8), options: .picking) == nil)
  }

  @Test("What is not JSON is a fault, in memory and in blocks of any size", arguments: wrong)
  func isWrong(text: String) {
    for size in [16, 17, 19, 64] { #expect(fault(Array(text.utf8), blockSize: size) != nil) }
    #expect(faultInMemory(Array(text.utf8)) != nil)
  }

  @Test("A line is a text of its own, and a text may have many lines")
  func lines() {
    #expect(fault(Array("[1,\n2]".utf8)) == .end)
    #expect(fault(Array("\"a\nb\"".utf8)) == .end)
    #expect(fault(Array("1\n}".utf8)) == nil)
    #expect(faultInMemory(Array("\n[1,\n2]\n".utf8)) == nil)
    #expect(faultInMemory(Array("\"a\nb\"".utf8)) == .syntax)
    #expect(faultInMemory(Array("1\n}".utf8)) == .syntax)
  }

  @Test("Depth has a limit, and the stack has none")
  func depth() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    for options in [JSONOptions(), .picking] {
      #expect(faultInMemory(nested(512), options: options) == nil)
      #expect(faultInMemory(nested(513), options: options) == .depth)
      #expect(faultInMemory(Array(String(repeating: "{\"a\":", count: 100_000).utf8), options: options) == .depth)
    }
    #expect(fault(nested(512)) == nil)
    #expect(fault(nested(513)) == .depth)
  }

  @Test("Bytes that are not UTF-8 are a fault of their own, at any place of a block")
  func encoding() {
    for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80], [0x80]] {
      for padding in 0..<20 {
        let text = [0x22] + [UInt8](repeating: 0x61, count: padding) + bytes + [0x22]
        #expect(fault(text, blockSize: 16) == .encoding, "\(bytes) after \(padding)")
        #expect(faultInMemory(text) == .encoding)
        #expect(faultInMemory(text, options: .picking) == nil)
      }
    }
  }

  @Test("A key that an object has twice is refused, reported or allowed", arguments: [2, 16, 17, 40])
  func keys(count: Int) throws {
    let names = (0..<count - 1).map { $0 % 2 == 0 ? "k\($0)" : "a key of more than sixteen bytes \($0)" }
    for repeated in names {
      let members = (names + [repeated]).map { "\"\($0)\":{\"\($0)\":[{\"x\":1}]}" }
      let text = Array("{\(members.joined(separator: ","))}".utf8)
      #expect(faultInMemory(text) == .duplicateKey)
      #expect(faultInMemory(text, options: .picking) == nil)
      #expect(fault(text) == nil)
      var reader = JSONReader(BlockReader(.memory(text), blockSize: 64), options: .lines)
      try reader.enter()
      var found: [Bool] = []
      while try reader.nextKey() {
        found.append(reader.isKeyRepeated)
        try reader.skip()
        #expect(reader.takeKeyRepeatedInside() == nil)
      }
      #expect(found == names.map { _ in false } + [true])
    }
    var reader = JSONReader(BlockReader(.memory(Array(#"[{"a":1,"a":2}]"#.utf8)), blockSize: 16), options: .lines)
    try reader.skip()
    #expect(reader.takeKeyRepeatedInside()?.identity == "a")
    #expect(reader.takeKeyRepeatedInside() == nil)
  }

  @Test("A text is given without its escapes, the same in memory and in blocks of any size")
  func texts() throws {
    var random = Seeded(3)
    for _ in 0..<300 {
      let text = random.nastyText(upTo: 60)
      var json: [UInt8] = [0x22]
      for scalar in text.unicodeScalars {
        let isEscaped = scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || Bool.random(using: &random)
        if isEscaped {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            json += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
          }
        } else {
          json += Array(String(scalar).utf8)
        }
      }
      json.append(0x22)
      for size in [16, 23, 4096] {
        var reader = JSONReader(BlockReader(.memory(json), blockSize: size), options: .lines)
        var bytes: [UInt8] = []
        _ = try reader.kind()
        try reader.string(into: &bytes)
        try reader.end()
        #expect(bytes == Array(text.utf8))
        #expect(reader.loneSurrogate == nil)
      }
      #expect(try JSONValue(json) == .string(text))
    }
  }

  @Test("Half a surrogate pair is replaced and reported")
  func surrogates() throws {
    for (json, text, place) in [
      (#""\ud800""#, "\u{FFFD}", 1), (#""a\udc00x""#, "a\u{FFFD}x", 2), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀", 1),
      (#""\ud800\u0041\udc00""#, "\u{FFFD}A\u{FFFD}", 1),
    ] {
      var reader = JSONReader(BlockReader(.memory(Array(json.utf8)), blockSize: 16), options: .lines)
      var bytes: [UInt8] = []
      _ = try reader.kind()
      try reader.string(into: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == text)
      #expect(reader.loneSurrogate == place)
    }
  }

  @Test("Tokens come in their order, and what is not read is read over")
  func tokens() throws {
    let text = Array(#" {"a":[1,"x",true,null,{}],"b":"y","c":{"d":[[2]]},"e":-3} "#.utf8)
    try text.withUnsafeBytes { text in
      var reader = JSONReader(text, options: .values)
      var tokens: [JSONToken] = []
      repeat { tokens.append(try reader.next()) } while tokens.last != .end
      #expect(
        tokens == [
          .objectStart, .key, .arrayStart, .number, .string, .flag(true), .null, .objectStart, .objectEnd, .arrayEnd, .key,
          .string,
          .key, .objectStart, .key, .arrayStart, .arrayStart, .number, .arrayEnd, .arrayEnd, .objectEnd, .key, .number,
          .objectEnd,
          .end,
        ])
      reader = JSONReader(text, options: .values)
      var number: Int?
      while case let token = try reader.next(), token != .end {
        guard token == .key else { continue }
        if reader.key == "e" { number = try reader.number().whole } else { try reader.skip() }
      }
      #expect(number == -3)
    }
  }

  @Test(
    "Numbers are whole when they are written so",
    arguments: [("0", 0), ("-17", -17), ("999999999999999999", 999_999_999_999_999_999)])
  func wholeNumbers(text: String, number: Int) throws {
    var reader = JSONReader(BlockReader(.memory(Array(text.utf8)), blockSize: 16), options: .lines)
    #expect(try reader.number().whole == number)
    for other in ["\(text).0", "\(text)e0", "1000000000000000000"] {
      var reader = JSONReader(BlockReader(.memory(Array(other.utf8)), blockSize: 16), options: .lines)
      #expect(try reader.number().whole == nil)
    }
  }

  @Test("Texts with a byte changed are judged the same in memory and in blocks of any size")
  func mutations() {
    var random = Seeded(6)
    let seeds = (Self.right + Self.wrong).map { Array($0.utf8) }
    for _ in 0..<3000 {
      var text = seeds.randomElement(using: &random) ?? []
      if !text.isEmpty { text[Int.random(in: text.indices, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      let whole = faultInMemory(text, options: .lines)
      #expect(fault(text, blockSize: 16) == whole)
      #expect(fault(text, blockSize: 4096) == whole)
    }
  }
}
