import Foundation
import PrepCore
import PrepDataset
import TestSupport
import Testing

@Suite("Chat records")
struct ChatRecordTests {
  private func record(
    _ conversation: Conversation, images: [EncodedImage] = [], detail: Recipe.Image.Detail? = nil
  ) -> String {
    String(decoding: ChatRecord.assemble(conversation, images: images, detail: detail), as: UTF8.self)
  }

  @Test("Without images the user's message is a text")
  func textOnly() {
    #expect(
      record(Conversation(system: "Be brief.", user: "Hi", assistant: "Hello"))
        == #"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},"#
        + #"{"role":"assistant","content":"Hello"}]}"#)
    #expect(
      record(Conversation(system: nil, user: "Hi", assistant: "Hello"), detail: .high)
        == #"{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}"#)
  }

  @Test("One image follows the user's text as a data URL")
  func oneImage() {
    #expect(
      record(
        Conversation(system: nil, user: "What is it?", assistant: "A watch"),
        images: [EncodedImage(bytes: Array("foob".utf8), format: .png)])
        == #"{"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},"#
        + #"{"type":"image_url","image_url":{"url":"data:image/png;base64,Zm9vYg=="}}]},"#
        + #"{"role":"assistant","content":"A watch"}]}"#)
  }

  @Test("Two images keep their order, and each has the detail")
  func twoImages() {
    let images = [EncodedImage(bytes: Array("foo".utf8), format: .jpeg), EncodedImage(bytes: Array("f".utf8), format: .webp)]
    #expect(
      record(Conversation(system: "S", user: "U", assistant: "{\"a\":1}"), images: images, detail: .low)
        == #"{"messages":[{"role":"system","content":"S"},{"role":"user","content":[{"type":"text","text":"U"},"#
        + #"{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,Zm9v","detail":"low"}},"#
        + #"{"type":"image_url","image_url":{"url":"data:image/webp;base64,Zg==","detail":"low"}}]},"#
        + #"{"role":"assistant","content":"{\"a\":1}"}]}"#)
  }

  @Test("With any texts and bytes a record is one line of valid JSON that holds them")
  func anyContent() throws {
    var random = Seeded(5)
    for round in 0..<300 {
      let conversation = Conversation(
        system: round % 3 == 0 ? nil : "s" + random.nastyText(), user: "u" + random.nastyText(upTo: 400),
        assistant: "a" + random.nastyText())
      let images = (0..<round % 4).map { index in
        EncodedImage(
          bytes: (0..<Int.random(in: 0...70, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) },
          format: ImageFormat.allCases[index % 3])
      }
      let bytes = ChatRecord.assemble(conversation, images: images, detail: .auto)
      #expect(!bytes.contains(UInt8(ascii: "\n")))
      let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: [[String: Any]]])
      var messages = try #require(object["messages"])
      let assistant = messages.removeLast()
      #expect(assistant["role"] as? String == "assistant")
      #expect((assistant["content"] as? String).map { Array($0.utf8) } == Array(conversation.assistant.utf8))
      let user = messages.removeLast()
      #expect(user["role"] as? String == "user")
      if images.isEmpty {
        #expect((user["content"] as? String).map { Array($0.utf8) } == Array(conversation.user.utf8))
      } else {
        let parts = try #require(user["content"] as? [[String: Any]])
        #expect((parts.first?["text"] as? String).map { Array($0.utf8) } == Array(conversation.user.utf8))
        let urls = parts.dropFirst().compactMap { ($0["image_url"] as? [String: String])?["url"] }
        let expected = images.map { "data:\($0.format.mediaType);base64,\(Data($0.bytes).base64EncodedString())" }
        #expect(urls == expected)
      }
      #expect(messages.map { $0["role"] as? String } == (conversation.system == nil ? [] : ["system"]))
    }
  }

  @Test("The images of a record are found again, whatever its texts say")
  func images() throws {
    var random = Seeded(6)
    let hard = #"{"url":"data:image/png;base64,AAAA"}"#
    for round in 0..<100 {
      let images = (0..<round % 4).map { _ in
        EncodedImage(
          bytes: (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }, format: .png
        )
      }
      let texts = (0..<3).map { _ in random.nastyText() + hard + random.nastyText() }
      let record = ChatRecord.assemble(
        Conversation(system: texts[0], user: texts[1], assistant: texts[2]), images: images,
        detail: round % 2 == 0 ? .high : nil)
      #expect(ChatRecord.images(of: record).map { Base64.decode(record[$0]) } == images.map(\.bytes))
    }
    #expect(ChatRecord.images(of: []).isEmpty)
    #expect(ChatRecord.images(of: Array("{\"url\":\"data:".utf8)).isEmpty)
  }
}
