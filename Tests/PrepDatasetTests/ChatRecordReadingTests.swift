import PrepDataset
import PrepJSON
import Testing

@Suite("Reading chat records")
struct ChatRecordReadingTests {
  private static let line = Array(
    #"""
    {"tools":[1],"functions":null,"messages":[{"role":"developer","content":"a \"b\"","name":"n"},
    {"content":[{"text":"c","type":"text"},{"type":"image_url","image_url":{"detail":"low","url":"data:image\/png;base64,AAAA"}},
    {"type":"image_url","image_url":"https://a.org/b.png"},{"type":"refusal","refusal":"no"},{"type":"audio"},{},7,{"type":"text"}],
    "role":"user"},{"role":"assistant","content":null,"tool_calls":[],"weight":0},{"role":"robot","content":5},"x"],"more":{}}
    """#.utf8)

  @Test("Everything has its place, and nothing is copied")
  func places() throws {
    try Self.line.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes, options: .picking)
      let record = try ChatRecord(&reader)
      func text(_ range: Range<Int>?) throws -> String? { try range.map { try reader.string($0) } }
      #expect(record.isObject && record.tools?.kind == .array && record.functions == nil)
      let messages = try #require(record.messages)
      #expect(messages.map(\.role) == [.developer, .user, .assistant, nil, nil])
      #expect(messages.map(\.isObject) == [true, true, true, true, false])
      #expect(try messages[0].texts.map(reader.string) == ["a \"b\""])
      #expect(try text(messages[0][.name]?.text) == "n")
      #expect(try messages[1].texts.map(reader.string) == ["c"])
      #expect(try messages[1].images.map { try text($0.url) } == ["data:image/png;base64,AAAA", "https://a.org/b.png"])
      #expect(messages[1].images.map(\.isLowDetail) == [true, false])
      guard case .parts(let parts) = messages[1].content else {
        Issue.record("the content is not a list")
        return
      }
      #expect(Array(parts[3...]) == [.refusal, .other(type: "audio"), .other(type: nil), .invalid, .text(nil)])
      #expect(messages[2].content == .none && messages[2][.toolCalls]?.kind == .array && messages[2][.weight]?.kind == .number)
      #expect(messages[3].content == .invalid)
      #expect(try text(messages[3][.role]?.text) == "robot")
      let url = try #require(messages[1].images[0].url)
      let base64 = try #require(ChatRecord.base64(of: url, in: bytes))
      #expect(Array(bytes[base64]) == Array("AAAA".utf8))
    }
    #expect(ChatRecord.images(of: Self.line).map { Array(Self.line[$0]) } == [Array("AAAA".utf8)])
  }

  @Test("What is not a record has no messages; what is not JSON is refused", arguments: ["[]", "{}", #"{"messages":{}}"#, "5"])
  func others(line: String) throws {
    try Array(line.utf8).withUnsafeBytes { bytes in
      var reader = JSONReader(bytes, options: .picking)
      let record = try ChatRecord(&reader)
      #expect(record.messages == nil && record.isObject == line.hasPrefix("{"))
    }
    #expect(ChatRecord.read(Array(line.utf8)) { messages, _ in messages.count } == nil)
    #expect(ChatRecord.read(Array((line + "x").utf8)) { messages, _ in messages.count } == nil)
  }
}
