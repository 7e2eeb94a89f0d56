import PrepCheck
import PrepCore
import PrepTokens
import Testing

/// One thing that is wrong with one line.
struct Fault: Sendable, CustomTestStringConvertible {
  var name: String
  var line: String
  var code: CheckCode
  var path: String
  /// A part of what is said of it.
  var says: String
  var provider = "openai"

  init(_ name: String, _ line: String, _ code: CheckCode, _ path: String, _ says: String, provider: String = "openai") {
    self.name = name
    self.line = line
    self.code = code
    self.path = path
    self.says = says
    self.provider = provider
  }

  var testDescription: String { name }

  /// Puts the line between good ones, and expects that it is found there, and nothing else anywhere.
  func expectFound(amid good: String) throws {
    var lines = [String](repeating: good, count: 120)
    lines[6] = line
    let found = try Checking.faults(lines, provider: provider)
    #expect(found.count == 1, "\(found)")
    let finding = try #require(found.first)
    #expect(finding.code == code)
    #expect(finding.line == 7)
    #expect(finding.path == path)
    #expect(finding.details.contains(says), "\(finding.details)")
    #expect(!finding.remedy.isEmpty)
  }
}

@Suite("Faults of chat records")
struct ChatFaultTests {
  private static let part = "messages[0].content[1]"
  private static let url = "messages[0].content[1].image_url.url"

  private static func image(_ url: String, more: String = "") -> String {
    Checking.chat(Checking.user(Checking.imagePart(url, more: more)), Checking.answer)
  }

  private static func user(_ content: String) -> String {
    Checking.chat(#"{"role":"user","content":\#(content)}"#, Checking.answer)
  }

  static let text = [
    Fault("an empty line", "", .emptyLine, "", "white space"),
    Fault("a line of white space", " \t ", .emptyLine, "", "white space"),
    Fault("not JSON", "not json", .invalidJSON, "", "\"o\" at byte 2"),
    Fault("a NUL byte", "\0", .invalidJSON, "", "a NUL byte at byte 1"),
    Fault("a broken line", #"{"messages":[{"role":"us"#, .invalidJSON, "", "the line ends at byte 25"),
    Fault("two values", #"{"messages":[]}{}"#, .invalidJSON, "", "\"{\" at byte 16"),
    Fault("a comma too many", #"{"messages":[1,]}"#, .invalidJSON, "", "\"]\" at byte 16"),
    Fault("NaN", #"{"messages":NaN}"#, .invalidJSON, "", "\"N\" at byte 13"),
    Fault("single quotation marks", "{'messages':[]}", .invalidJSON, "", "a single quotation mark at byte 2"),
    Fault("a control character", "{\"messages\":\"\u{1}\"}", .invalidJSON, "", "a control character (1)"),
    Fault("too deep", String(repeating: "[", count: 600) + String(repeating: "]", count: 600), .tooDeep, "", "512 levels"),
    Fault("an array", "[1,2]", .notAnObject, "", "an array"),
    Fault("a number", "17", .notAnObject, "", "a number"),
    Fault("half of a pair", user(#""\ud83d""#), .loneSurrogate, "", "half a surrogate pair at byte 40"),
    Fault(
      "a key twice", #"{"messages":[{"role":"user","role":"user","content":"a"},\#(Checking.answer)]}"#, .duplicateKey,
      "messages[0]", "\"role\""),
    Fault(
      "a key twice, deep inside",
      #"{"tools":[{"type":"function","function":{"name":"f","parameters":{"a":1,"\u0061":2}}}],\#(Checking.good.dropFirst())"#,
      .duplicateKey, "tools[0].function.parameters", "\"a\""),
  ]

  static let shape = [
    Fault("no messages", "{}", .missingKey, "messages", "must be there"),
    Fault("messages that are no array", #"{"messages":{}}"#, .wrongType, "messages", "an object; it must be an array"),
    Fault("no message", #"{"messages":[]}"#, .emptyList, "messages", "no message"),
    Fault("a message that is a text", Checking.chat("\"hi\"", Checking.answer), .wrongType, "messages[0]", "a text"),
    Fault("a key of nobody", #"{"mesages":1,\#(Checking.good.dropFirst())"#, .unknownKey, "", "mesages"),
    Fault(
      "a key of a message", Checking.chat(#"{"role":"user","content":"a","text":"b"}"#, Checking.answer), .unknownKey,
      "messages[0]", "\"text\""),
    Fault("no role", Checking.chat(#"{"content":"a"}"#, Checking.answer), .missingKey, "messages[0].role", "must be there"),
    Fault(
      "another role", Checking.chat(#"{"role":"human","content":"a"}"#, Checking.answer), .unknownRole, "messages[0].role",
      "\"human\"; allowed are system, user"),
    Fault(
      "a role that would steer a terminal", Checking.chat(#"{"role":"\u001b[2J","content":"a"}"#, Checking.answer), .unknownRole,
      "messages[0].role", "\"\u{FFFD}[2J\""),
    Fault("no content", Checking.chat(#"{"role":"user"}"#, Checking.answer), .missingKey, "messages[0].content", "no content"),
    Fault("null for content", user("null"), .missingKey, "messages[0].content", "null"),
    Fault("a number for content", user("7"), .wrongType, "messages[0].content", "a number"),
    Fault("no part", user("[]"), .emptyList, "messages[0].content", "no part"),
    Fault("an empty text", user(#""""#), .emptyText, "messages[0].content", "empty"),
    Fault("a part without a type", user(#"[{"text":"a"}]"#), .missingKey, "messages[0].content[0].type", "must be there"),
    Fault("a text part without text", user(#"[{"type":"text"}]"#), .missingKey, "messages[0].content[0].text", "must be"),
    Fault(
      "a sound", user(#"[{"type":"input_audio","input_audio":{}}]"#), .unknownPart, "messages[0].content[0]", "input_audio"),
    Fault(
      "a key of a part", user(#"[{"type":"text","text":"a","cache_control":{}}]"#), .unknownKey, "messages[0].content[0]",
      "cache_control"),
    Fault("no answer", Checking.chat(Checking.user()), .noAnswer, "messages", "of the role user"),
    Fault(
      "a weight of 2", Checking.chat(Checking.user(), #"{"role":"assistant","content":"a","weight":2}"#), .badValue,
      "messages[1].weight", "0 and 1"),
    Fault(
      "a weight of the user", Checking.chat(#"{"role":"user","content":"a","weight":1}"#, Checking.answer), .badValue,
      "messages[0].weight", "role user"),
    Fault(
      "a tool without the id of its call", Checking.chat(Checking.user(), #"{"role":"tool","content":"a"}"#, Checking.answer),
      .missingKey, "messages[1].tool_call_id", "must be there"),
    Fault(
      "a call without a name",
      Checking.chat(
        Checking.user(),
        #"{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"arguments":"{}"}}]}"#), .missingKey,
      "messages[1].tool_calls[0].function.name", "must be there"),
    Fault(
      "a tool without a function", #"{"tools":[{"type":"function"}],\#(Checking.good.dropFirst())"#, .missingKey,
      "tools[0].function", ""),
    Fault(
      "a text for a flag", #"{"parallel_tool_calls":"no",\#(Checking.good.dropFirst())"#, .wrongType, "parallel_tool_calls",
      "a text"),
    Fault("a record of Gemini", #"{"contents":[{"role":"user","parts":[]}]}"#, .otherRecordFormat, "", "Gemini"),
    Fault("a record of Bedrock", BedrockFaultTests.good, .otherRecordFormat, "", "Bedrock"),
  ]

  static let images = [
    Fault(
      "an image of the assistant",
      Checking.chat(
        Checking.user(), #"{"role":"assistant","content":[\#(Checking.imagePart(Checking.url))]}"#), .imageInWrongRole,
      "messages[1].content[0]", "role assistant"),
    Fault(
      "an image of the system, whose role comes last",
      Checking.chat(
        #"{"content":[\#(Checking.imagePart(Checking.url))],"role":"system"}"#, Checking.user(), Checking.answer),
      .imageInWrongRole, "messages[0].content[0]", "role system"),
    Fault(
      "eleven images",
      Checking.chat(
        #"{"role":"user","content":[\#([String](repeating: Checking.imagePart(Checking.url), count: 11).joined(separator: ","))]}"#,
        Checking.answer), .tooManyImages, "", "11 images; at most 10"),
    Fault("a part without an image", user(#"[{"type":"image_url"}]"#), .missingKey, "messages[0].content[0].image_url", ""),
    Fault(
      "an address in the place of an object", user(#"[{"type":"image_url","image_url":"https://a.example/b.png"}]"#), .wrongType,
      "messages[0].content[0].image_url", "a text; it must be an object"),
    Fault("no address", user(#"[{"type":"image_url","image_url":{}}]"#), .missingKey, "messages[0].content[0].image_url.url", ""),
    Fault("another detail", image(Checking.url, more: #","detail":"max""#), .badValue, "\(part).image_url.detail", "\"max\""),
    Fault("a path", image("images/a.png"), .imageAddress, url, "images/a.png"),
    Fault("a file address", image("file:///a.png"), .imageAddress, url, "file:///a.png"),
    Fault("an http address", image("http://a.example/b.png"), .imageAddress, url, "an http address"),
    Fault("an address without a host", image("https:///b.png"), .imageAddress, url, "without a host"),
    Fault("no comma", image("data:image/png;base64"), .invalidDataURL, url, "comma"),
    Fault("no base64", image("data:image/png,abc"), .invalidDataURL, url, "does not say base64"),
    Fault(
      "a line break", image(Checking.url.prefix(80) + "\\n" + Checking.url.dropFirst(80)), .invalidBase64, url, "white space"),
    Fault("no padding", image("data:image/png;base64,iVBORw0KGg"), .invalidBase64, url, "padding is missing"),
    Fault("padding and more", image("data:image/png;base64,iVBORw==iVBO"), .invalidBase64, url, "behind the padding"),
    Fault("the alphabet of addresses", image("data:image/png;base64,iVBO-w=="), .invalidBase64, url, "alphabet for addresses"),
    Fault("loose bits", image("data:image/png;base64,iVBORx=="), .invalidBase64, url, "more bits"),
    Fault(
      "an unusual media type", image(Checking.dataURL("jpeg-baseline.jpg", "image/jpg")), .unusualMediaType, url, "image/jpg"),
    Fault("another media type", image(Checking.dataURL("jpeg-baseline.jpg", "image/png")), .wrongMediaType, url, "JPEG"),
    Fault("no media type", image("data:;base64,\(Checking.base64("png-rgb8.png"))"), .wrongMediaType, url, "no media type"),
    Fault("no bytes", image("data:image/png;base64,"), .notAnImage, url, "no bytes"),
    Fault("a page of HTML", image(Checking.dataURL("none-html-named.jpg")), .notAnImage, url, "HTML"),
    Fault("a GIF", image(Checking.dataURL("other-gif.gif")), .imageFormat, url, "GIF"),
    Fault("an animated WebP", image(Checking.dataURL("webp-animated.webp")), .imageFormat, url, "animated"),
    Fault("gray", image(Checking.dataURL("jpeg-gray.jpg")), .imageMode, url, "a JPEG of gray pixels; RGB or RGBA"),
    Fault("gray with alpha", image(Checking.dataURL("png-gray-alpha8.png")), .imageMode, url, "gray with alpha"),
    Fault("black and white", image(Checking.dataURL("png-gray1.png")), .imageMode, url, "black and white"),
    Fault("a palette", image(Checking.dataURL("png-palette8.png")), .imageMode, url, "palette"),
    Fault("16 bits", image(Checking.dataURL("png-rgb16.png")), .imageMode, url, "RGB pixels with 16 bits"),
    Fault("CMYK", image(Checking.dataURL("jpeg-cmyk-adobe.jpg")), .imageMode, url, "CMYK"),
    Fault("YCCK", image(Checking.dataURL("jpeg-ycck-adobe.jpg")), .imageMode, url, "CMYK"),
    Fault("a wrong checksum", image(Checking.dataURL("bad-png-crc.png")), .imageDamaged, url, "checksum"),
    Fault("a PNG cut short", image(Checking.dataURL("bad-png-truncated.png")), .imageDamaged, url, "ends"),
    Fault("a JPEG cut short", image(Checking.dataURL("bad-jpeg-truncated.jpg")), .imageDamaged, url, "end marker"),
    Fault("a WebP cut short", image(Checking.dataURL("bad-webp-truncated.webp")), .imageDamaged, url, "ends"),
    Fault(
      "a WebP for Fireworks", image(Checking.dataURL("webp-lossy.webp")), .imageFormat, url, "allowed are JPEG, PNG",
      provider: "fireworks"),
    Fault(
      "an address for Together", image("https://a.example/b.png"), .imageAddress, url, "an https address", provider: "together"),
  ]

  @Test("Text that is no JSON Lines", arguments: text)
  func textAreFound(fault: Fault) throws { try fault.expectFound(amid: Checking.good) }

  @Test("Records of another shape", arguments: shape)
  func shapeAreFound(fault: Fault) throws { try fault.expectFound(amid: Checking.good) }

  @Test("Images that are not taken", arguments: images)
  func imagesAreFound(fault: Fault) throws { try fault.expectFound(amid: Checking.good) }

  @Test("All faults in one file: each on its line, and nothing on the good lines between them")
  func together() throws {
    let faults = (Self.text + Self.shape + Self.images).filter { $0.provider == "openai" }
    let lines = faults.flatMap { [Checking.good, $0.line] }
    let found = try Checking.faults(lines)
    #expect(found.map(\.code) == faults.map(\.code))
    #expect(found.map(\.line) == faults.indices.map { 2 * $0 + 2 })
  }

  @Test(
    "What is right in every way that the format allows",
    arguments: [
      Checking.chat(#"{"role":"user","content":"a","name":"b"}"#, #"{"role":"assistant","content":"c","weight":0}"#),
      Checking.chat(
        Checking.user(),
        #"{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]}"#
      ),
      Checking.chat(
        Checking.user(), #"{"role":"assistant","function_call":{"name":"f","arguments":"{}"}}"#,
        #"{"role":"function","name":"f","content":"r"}"#, #"{"role":"assistant","content":[{"type":"text","text":"a"}]}"#),
      Checking.chat(Checking.user(), #"{"role":"assistant","refusal":"No.","content":null}"#),
      Checking.chat(Checking.user(Checking.imagePart("https://shop.example/a.jpg?w=1")), Checking.answer),
      Checking.chat(Checking.user(Checking.imagePart(Checking.url.replacing("/", with: "\\/"))), Checking.answer),
      Checking.chat(Checking.user(Checking.imagePart(Checking.url.replacing("A", with: "\\u0041"))), Checking.answer),
      Checking.chat(Checking.user(Checking.imagePart(Checking.dataURL("webp-alpha-lossy.webp"))), Checking.answer),
      Checking.chat(Checking.user(Checking.imagePart(Checking.dataURL("jpeg-progressive.jpg"))), Checking.answer),
      #" { "messages" : [ {"content":"é😀\ud83d\ude00","role":"user"} , \#(Checking.answer) ] , "parallel_tool_calls" : true } "#,
    ])
  func right(line: String) throws {
    let lines = [String](repeating: Checking.good, count: 10) + [line]
    #expect(try Checking.faults(lines) == [])
  }

  @Test("Bytes that are not UTF-8 are found at their place")
  func encoding() throws {
    let line = Array(#"{"messages":[{"role":"user","content":"caf"#.utf8) + [0xE9] + Array("\"}]}\n".utf8)
    let good = [UInt8]((Checking.good + "\n").utf8)
    let found = try Checking.check(Array([[UInt8]](repeating: good, count: 10).joined()) + line).findings
      .filter { $0.code != .closing }
    #expect(found.map(\.code) == [.invalidUTF8])
    #expect(found.first?.line == 11)
    #expect(found.first?.found == "bytes that are not UTF-8 at byte 43")
  }

  @Test("Damage inside of the data is found when every pixel is decoded")
  func decoding() throws {
    let line = Checking.chat(Checking.user(Checking.imagePart(Checking.dataURL("bad-png-zlib.png"))), Checking.answer)
    let lines = [String](repeating: Checking.good, count: 10) + [line]
    #expect(try Checking.faults(lines) == [])
    #expect(try Checking.faults(lines) { $0.isDecoding = true }.map(\.code) == [.imageDamaged])
  }

  @Test("Tokens are counted by what is plugged in, and compared with the context")
  func tokens() throws {
    let rules = TokenRules(images: .tiles(TileRule(base: 85, tile: 170)), makeTextCounter: { { $0.count } })
    let low = Checking.chat(Checking.user(Checking.imagePart(Checking.url, more: #","detail":"low""#)), Checking.answer)
    // 3, two messages with 4 each, texts of 11 and 8 bytes, and the image.
    let lines = [String](repeating: low, count: 10)
    let report = try Checking.check(Array((lines.joined(separator: "\n") + "\n").utf8)) {
      ($0.tokens, $0.context) = (rules, 115)
    }
    #expect(report.summary.tokens == 1150)
    #expect(report.findings.filter { $0.code == .contextTooLong } == [])
    let found = try Checking.faults(lines) { ($0.tokens, $0.context) = (rules, 114) }
    #expect(found.map(\.code) == [CheckCode](repeating: .contextTooLong, count: 10))
    #expect(found.first?.found == "115 tokens")
    #expect(found.first?.severity == .skipped)
  }
}
