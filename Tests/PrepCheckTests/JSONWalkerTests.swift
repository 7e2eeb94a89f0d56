import PrepCheck
import TestSupport
import Testing

@Suite("The walker over JSON")
struct JSONWalkerTests {
  /// What reading over one line gives: nil when it is JSON.
  private func fault(_ text: [UInt8], blockSize: Int = 64) -> JSONFault.Kind? {
    var walker = JSONWalker(BlockReader(.memory(text), blockSize: blockSize))
    walker.beginLine()
    do throws(JSONFault) {
      _ = try walker.kind()
      try walker.skip()
      return walker.isAtLineEnd() ? nil : .syntax
    } catch {
      return error.kind
    }
  }

  static let right = [
    "{}", "[]", "0", "-0", "1.5e+3", "1E-2", "true", "false", "null", "\"\"", " [ 1 , {\"a\" : null} ] \r",
    "\"\\u0000\\b\\f\\n\\r\\t\\/\\\\\\\"\"",
    "\"\\ud83d\\ude00\"", "\"é😀\u{7f}\u{2028}\"", "[[[[]]]]", "{\"a\":{\"b\":[{}]}}", "123456789012345678901234567890",
    "\"\\ud800\"", "\"\\udc00\\ud800\\u0041\"",
  ]

  static let wrong = [
    "", " ", "{", "[", "\"", "tru", "nul", "truex", "[1,]", "{\"a\":1,}", "{,}", "[,1]", "{a:1}", "{'a':1}", "{\"a\" 1}",
    "{\"a\":}",
    "[1 2]", "01", "-01", "+1", "1.", ".5", "1e", "1e+", "-", "--1", "NaN", "Infinity", "[1]]", "{}{}", "\"\\x\"", "\"\\u12g4\"",
    "\"\\u12\"", "\"a\tb\"", "\"\u{1}\"", "\u{FEFF}{}", "// c", "0x10", "1_000", "\"\\", "[\"a\\\"]", "]", "}", ":", ",", "[1:2]",
    "{\"a\",\"b\"}", "{1:2}", "\"a\"b", "\u{a0}1", "\u{b}1", "\u{c}1",
  ]

  @Test("What is JSON is read over, in blocks of any size", arguments: right)
  func isRight(text: String) {
    for size in [16, 17, 19, 64] { #expect(fault(Array(text.utf8), blockSize: size) == nil) }
  }

  @Test("What is not JSON is a fault, in blocks of any size", arguments: wrong)
  func isWrong(text: String) {
    for size in [16, 17, 19, 64] { #expect(fault(Array(text.utf8), blockSize: size) != nil) }
  }

  @Test("A line is a text of its own")
  func lines() {
    #expect(fault(Array("[1,\n2]".utf8)) == .end)
    #expect(fault(Array("\"a\nb\"".utf8)) == .end)
    #expect(fault(Array("1\n}".utf8)) == nil)
  }

  @Test("Depth has a limit")
  func depth() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
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
      }
    }
  }

  @Test("A text is given without its escapes, the same in blocks of any size")
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
        var walker = JSONWalker(BlockReader(.memory(json), blockSize: size))
        var sink = Collected()
        walker.beginLine()
        _ = try walker.kind()
        try walker.string(into: &sink)
        #expect(sink.bytes == Array(text.utf8))
        #expect(walker.loneSurrogate == nil)
        let isAtEnd = walker.isAtLineEnd()
        #expect(isAtEnd)
      }
    }
  }

  private struct Collected: TextSink {
    var bytes: [UInt8] = []
    mutating func take(_ piece: UnsafeBufferPointer<UInt8>) { bytes += piece }
  }

  @Test("Texts with a byte changed are judged the same in blocks of any size")
  func mutations() {
    var random = Seeded(6)
    let seeds = (Self.right + Self.wrong).map { Array($0.utf8) }
    for _ in 0..<3000 {
      var text = seeds.randomElement(using: &random) ?? []
      if !text.isEmpty { text[Int.random(in: text.indices, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      #expect(fault(text, blockSize: 16) == fault(text, blockSize: 4096))
    }
  }
}
