import Foundation
import PrepJSON
import TestSupport
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
  private func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONWriter.append(quoted: text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("Every control character that JSON forbids is escaped, the common ones shortly")
  func controlCharacters() throws {
    let short: [UInt8: String] = [0x08: "\\b", 0x09: "\\t", 0x0a: "\\n", 0x0c: "\\f", 0x0d: "\\r"]
    for byte in 0..<UInt8(0x20) {
      let digits = String(byte, radix: 16)
      let expected = short[byte] ?? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      #expect(quoted(String(UnicodeScalar(byte))) == "\"\(expected)\"")
    }
    #expect(quoted("\u{7f}") == "\"\u{7f}\"")
  }

  @Test(
    "Quotes and backslashes are escaped, all else stays as it is",
    arguments: [
      ("", #""""#), (#"say "hi""#, #""say \"hi\"""#), (#"C:\tmp"#, #""C:\\tmp""#), ("a/b", #""a/b""#),
      ("Ænima – 東京", #""Ænima – 東京""#),
      ("👩‍🚀🇪🇸", #""👩‍🚀🇪🇸""#), ("\u{2028}", "\"\u{2028}\""), (#"\""#, #""\\\"""#),
    ])
  func escapes(text: String, json: String) {
    #expect(quoted(text) == json)
  }

  @Test("Commas and colons stand where they belong, at every depth")
  func punctuation() {
    var json = JSONWriter(reserving: 8)
    json.beginObject()
    json.key("empty")
    json.beginObject()
    json.endObject()
    json.key("list")
    json.beginArray()
    json.beginArray()
    json.endArray()
    json.value(-1)
    json.value(true)
    json.value(false)
    json.null()
    json.literal("1.50")
    json.beginObject()
    json.key("a\"b")
    json.value("c")
    json.key("d")
    json.value(Int.min)
    json.endObject()
    json.value("end")
    json.endArray()
    json.key("last")
    json.value("")
    json.endObject()
    let expected =
      #"{"empty":{},"list":[[],-1,true,false,null,1.50,{"a\"b":"c","d":-9223372036854775808},"end"],"last":""}"#
    #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
  }

  @Test("What is nested in closures is what is nested by calls")
  func nesting() throws {
    struct Crop { var x: Int }
    var json = JSONWriter()
    try json.object {
      $0.object("a") { $0.member("b", 1) }
      $0.array("c") {
        $0.array { $0.value(1) }
        $0.object { $0.member("d", nil as Bool?) }
      }
      $0.array("e", of: [1, 2]) { $0.value($1) }
      $0.object("f", nil as Crop?) { $0.member("x", $1.x) }
      $0.object("g", Crop(x: 3)) { $0.member("x", $1.x) }
      $0.member("h", nil as [String]?)
      $0.member("i", try JSONValue(Array("[1.50,{\"k\":null}]".utf8)))
      $0.member("j", true)
    }
    #expect(
      json.text
        == #"{"a":{"b":1},"c":[[1],{"d":null}],"e":[1,2],"f":null,"g":{"x":3},"h":null,"i":[1.50,{"k":null}],"j":true}"#)
  }

  @Test("An error in a closure comes through")
  func errors() {
    var json = JSONWriter()
    #expect(throws: CancellationError.self) { try json.object { _ in throw CancellationError() } }
  }

  @Test("For people, each element and member has its line")
  func lines() {
    var json = JSONWriter(.lines)
    json.object {
      $0.member("a", 1)
      $0.object("b") { _ in }
      $0.array("c", of: [1, 2]) { json, number in json.object { $0.member("d", number) } }
      $0.array("e") { _ in }
    }
    #expect(
      json.text == """
        {
          "a": 1,
          "b": {},
          "c": [
            {
              "d": 1
            },
            {
              "d": 2
            }
          ],
          "e": []
        }
        """)
  }

  @Test("Any text is read back by another JSON reader as it was")
  func roundTrip() throws {
    var random = Seeded(3)
    for _ in 0..<1000 {
      // A byte order mark in front is a matter of the other reader.
      let text = "x" + random.nastyText()
      var json = JSONWriter()
      json.beginArray()
      json.value(text)
      json.endArray()
      #expect(!json.bytes.contains { $0 < 0x20 })
      let read = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String])
      #expect(read.map { Array($0.utf8) } == [Array(text.utf8)])
    }
  }
}
