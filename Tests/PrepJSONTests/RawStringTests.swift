import PrepJSON
import TestSupport
import Testing

@Suite("Strings that are read over")
struct RawStringTests {
  private func withReader<Result>(
    _ text: String, _ body: (inout JSONReader<JSONSpan>) throws -> Result
  ) rethrows -> Result {
    try Array(text.utf8).withUnsafeBytes { bytes in
      var reader = JSONReader(bytes, options: .picking)
      return try body(&reader)
    }
  }

  @Test("Texts come back as they were written")
  func strings() throws {
    var random = Seeded(5)
    for _ in 0..<2000 {
      let text = random.nastyText(upTo: 60)
      var json = JSONWriter()
      json.value(text)
      try withReader(json.text) { reader in
        let range = try reader.rawString()
        #expect(try reader.string(range) == text)
        #expect(range == 1..<json.bytes.count - 1)
        try reader.end()
      }
    }
  }

  @Test(
    "Escapes are read, and half a surrogate pair is replaced",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\uD83D\uDE00\u4e2d""#, "é😀中"), (#""\ud83d""#, "\u{fffd}"),
      (#""\ude00x""#, "\u{fffd}x"), (#""\ud83d\u0041""#, "\u{fffd}A"), (#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"), (#""""#, ""),
      (#""\\""#, "\\"), (#""\\\"""#, "\\\""),
    ])
  func escapes(json: String, text: String) throws {
    try withReader(json) { reader in
      let range = try reader.rawString()
      #expect(try reader.string(range) == text)
    }
    #expect(try withReader(json) { reader in try reader.string() } == text)
  }

  @Test(
    "What is wrong within a string shows when it is read", arguments: [#""\x""#, #""\u12""#, #""\u12g4""#, "\"\t\"", "\"\u{0}\""])
  func faults(json: String) throws {
    try withReader(json) { reader in
      let range = try reader.rawString()
      #expect(throws: JSONFault.self) { try reader.string(range) }
      try reader.end()
    }
  }

  @Test("A string without an end is a fault", arguments: ["\"", "\"a", #""\""#, #""\\\""#, #"{"a":"\"}"#])
  func open(json: String) throws {
    withReader(json) { reader -> Void in #expect(throws: JSONFault.self) { try reader.skip() } }
  }

  @Test("The end is found in blocks of any size, whatever backslashes stand across their ends")
  func blocks() throws {
    var random = Seeded(8)
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<Int.random(in: 0...60, using: &random) { text += ["\\", "\"", "a", "é"].randomElement(using: &random) ?? "" }
      let json = Array(JSONValue.array([.string(text), .string("x")]).compactJSON.utf8)
      var reader = JSONReader(BlockReader(.memory(json), blockSize: Int.random(in: 16...20, using: &random)), options: .picking)
      try reader.skip()
      try reader.end()
    }
  }
}
