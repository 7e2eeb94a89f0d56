import PrepCore
import PrepJSON
import PrepTokens
import TestSupport
import Testing

@Suite("Tokens of training examples")
struct ExampleCounterTests {
  private static let rule = ImageTokenRule.tiles(TileRule(base: 85, tile: 170))

  private func tokens(
    _ line: String, rule: ImageTokenRule? = Self.rule, vocabulary: Vocabulary? = Vocabularies.o200kBase,
    size: PixelSize? = PixelSize(width: 1024, height: 1024)
  ) throws -> ExampleTokens {
    var counter = ExampleCounter(TokenRules(images: rule, vocabulary: vocabulary)) { _ in size }
    return try Array(line.utf8).withUnsafeBytes { try counter.count($0) }
  }

  private func image(_ url: String, detail: String? = nil) -> String {
    let word = detail.map { ",\"detail\":\"\($0)\"" } ?? ""
    return #"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"\#(url)"\#(word)}}]}]}"#
  }

  /// The cookbook counts 3 for each message, 1 for a name, 3 for the answer to come, and the words themselves.
  @Test("Messages cost what the cookbook says")
  func cookbook() throws {
    let plain = try tokens(#"{"messages":[{"role":"user","content":"hello world"}]}"#)
    #expect(plain.text == 3 + 1 + 2 + 3)
    #expect(plain.total == plain.text)
    let named = try tokens(#"{"messages":[{"role":"user","name":"alice","content":"hello world"}]}"#)
    #expect(named.text == 3 + 1 + 2 + 3 + 1 + 1)
    let answered = try tokens(
      #"{"messages":[{"role":"user","content":"hello world"},{"role":"assistant","content":"yes"}],"parallel_tool_calls":true}"#)
    #expect(answered.text == 9 + 3 + 1 + 1)
    #expect(answered.answer == 1)
    #expect(answered.question == 9)
    #expect(answered.uncounted.isEmpty)
  }

  @Test("The order of keys does not matter, and parts are counted one by one")
  func parts() throws {
    let line = #"{"messages":[{"content":[{"text":"hello world","type":"text"},{"text":"hello","type":"text"}],"role":"user"}]}"#
    #expect(try tokens(line).text == 3 + 1 + 3 + 3)
  }

  @Test("Images count by their size and detail")
  func images() throws {
    let data = "data:image/png;base64,AAAA"
    #expect(try tokens(image(data)).images == 765)
    #expect(try tokens(image(data, detail: "high")).images == 765)
    #expect(try tokens(image(data, detail: "auto")).images == 765)
    #expect(try tokens(image(data, detail: "low")).images == 85)
    #expect(try tokens(image("https://example.com/a.jpg", detail: "low")).total == 3 + 1 + 3 + 85)
  }

  @Test("What is not known is said, not guessed")
  func unknown() throws {
    let data = "data:image/png;base64,AAAA"
    let address = try tokens(image("https://example.com/a.jpg"))
    #expect(address.unknownImages == [.address: 1] && address.imageCount == 1 && address.images == 0 && address.total == nil)
    #expect(try tokens(image(data), size: nil).unknownImages == [.unreadable: 1])
    #expect(try tokens(image("data:nonsense")).unknownImages == [.unreadable: 1])
    #expect(try tokens(image(data), rule: nil).unknownImages == [.noRule: 1])
    let patches = ImageTokenRule.patches(PatchRule(budget: 1536, tokensPerThousand: 1620))
    #expect(try tokens(image(data, detail: "low"), rule: patches).unknownImages == [.noRule: 1])
    let wordless = try tokens(image(data), vocabulary: nil)
    #expect(wordless.text == nil && wordless.answer == nil && wordless.total == nil && wordless.images == 765)
  }

  @Test("Tools and unknown parts are named")
  func uncounted() throws {
    let line = #"""
      {"tools":[{"type":"function"}],"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]},
      {"role":"assistant","content":null,"tool_calls":[{"id":"a"}]}]}
      """#
    #expect(try tokens(line).uncounted == ["tools", "tool_calls", "type input_audio"])
  }

  @Test(
    "A line that is no example is refused with a sentence",
    arguments: [
      "{", "[]", "17", "{}", #"{"messages":{}}"#, #"{"messages":[1]}"#, #"{"messages":[{"content":[1]}]}"#, #"{"messages":[]} x"#,
      #"{"messages":[{"content":[{"type":"text"}]}]}"#, #"{"messages":[{"content":[{"type":"image_url","image_url":{}}]}]}"#,
      #"{"contents":[{"role":"user","parts":[{"text":"a"}]}]}"#, "{\"messages\":[{\"content\":\"a\tb\"}]}",
    ])
  func refused(_ line: String) {
    #expect(throws: JSONFault.self) { try tokens(line) }
  }

  @Test("Whatever is done to a line, it is counted or refused", arguments: 0..<4)
  func damaged(seed: Int) throws {
    let record = #"""
      {"messages":[{"role":"system","content":"a \u00e9\ud83d\ude00 b"},{"role":"user","name":"x","content":[{"type":"text","text":"c"},
      {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO","detail":"low"}}]},{"role":"assistant","content":"{\"a\":1}"}],"tools":[]}
      """#
    let alphabet = Array("{}[]\",:\\u0aeEd-+. \n".utf8) + [0, 0x1F, 0x80, 0xC3, 0xED, 0xFF]
    let vocabulary = try Vocabularies.of(.o200kBase)
    var counter = ExampleCounter(TokenRules(images: Self.rule, vocabulary: vocabulary)) { _ in nil }
    var random = Seeded(UInt64(seed))
    var counted = 0
    for _ in 0..<2000 {
      var bytes = Array(record.utf8)
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
        case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
        case 2: bytes.remove(at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 20))
        }
      }
      let tokens = bytes.withUnsafeBytes { line in
        do throws(JSONFault) {
          return ExampleTokens?.some(try counter.count(line))
        } catch {
          #expect(!error.message.isEmpty && error.message.utf8.count < 500)
          return nil
        }
      }
      guard let tokens else { continue }
      counted += 1
      #expect(try #require(tokens.question) >= 0 && tokens.imageCount <= 1)
      #expect(try #require(tokens.text) <= 2 * bytes.count)
    }
    #expect(200..<2000 ~= counted)
  }
}
