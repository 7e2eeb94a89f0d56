import PrepCore
import PrepImage
import TestSupport
import Testing

@testable import PrepExport

@Suite("What a record or a target does not allow costs a row with its code")
struct FaultTests {
  @Test(
    "Records that are none",
    arguments: [
      ("{\"messages\":", ExportCode.invalidJSON),
      ("[]", .otherRecordFormat),
      ("{\"contents\":[]}", .otherRecordFormat),
      ("{\"messages\":[]}", .otherRecordFormat),
      (#"{"messages":[{"role":"human","content":"a"}]}"#, .otherRecordFormat),
      (#"{"messages":[{"role":"user"},{"role":"assistant","content":"a"}]}"#, .otherRecordFormat),
      (#"{"messages":[{"role":"user","content":[{"type":"input_audio"}]},{"role":"assistant","content":"a"}]}"#, .unknownPart),
      (#"{"messages":[{"role":"user","content":"a"}]}"#, .roleOrder),
      (#"{"messages":[{"role":"user","content":"\ud800"},{"role":"assistant","content":"a"}]}"#, .invalidJSON),
      (
        #"{"messages":[{"role":"assistant","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}"#,
        .imageInWrongRole
      ),
    ])
  func records(line: String, code: ExportCode) throws {
    #expect(try ExampleLines.fault(line, .openai)?.code == code)
  }

  @Test("U+FFFD itself survives")
  func replacement() throws {
    for text in ["\u{FFFD}", "\\ufffd", "\\uFFFD"] {
      let line = "{\"messages\":[{\"role\":\"user\",\"content\":\"\(text)\"},{\"role\":\"assistant\",\"content\":\"a\"}]}"
      #expect(try ExampleLines.fault(line, .trl) == nil, "\(text)")
    }
  }

  @Test(
    "Images that are none",
    arguments: [
      ("data:image/png;base64,AAAA", ExportCode.invalidImage),
      ("data:image/png,AAAA", .invalidImage),
      ("data:image/png;base64,A-_A", .invalidImage),
      ("data:image/png;base64", .invalidImage),
      ("https://example.com/a.png", .imageAddress),
      ("file:///etc/passwd", .imageAddress),
    ])
  func images(url: String, code: ExportCode) throws {
    #expect(try ExampleLines.fault(ExampleLines.line(images: [url]), .trl)?.code == code)
  }

  @Test("An image that ends early")
  func truncated() throws {
    let bytes = try #require(try DataURL.decode(ExampleLines.jpeg))
    let url = DataURL.encode(Array(bytes.dropLast(40)), .jpeg)
    #expect(try ExampleLines.fault(ExampleLines.line(images: [url]), .openai)?.code == .invalidImage)
  }

  @Test(
    "Words that mean something else",
    arguments: [(ExportTarget.bedrockNova, "Say User: hi"), (.llamaFactory, "<video>"), (.llava, "a<image>")])
  func reserved(target: ExportTarget, text: String) throws {
    let fault = try ExampleLines.fault(ExampleLines.line(user: text), target)
    #expect(fault?.code == .reservedWord)
    #expect(try ExampleLines.fault(ExampleLines.line(user: text), .openai) == nil)
  }

  @Test("Roles that do not take turns", arguments: [ExportTarget.gemini, .bedrock, .llamaFactory, .llava])
  func turns(target: ExportTarget) throws {
    let line = #"{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"}]}"#
    #expect(try ExampleLines.fault(line, target)?.code == .roleOrder)
  }

  @Test("Limits of images")
  func limits() throws {
    let many = ExampleLines.line(images: Array(repeating: ExampleLines.png, count: 11))
    #expect(try ExampleLines.fault(many, .openai)?.code == .tooManyImages)
    #expect(try ExampleLines.fault(many, .azure) == nil)
    let small = ExampleLines.line(images: [ExampleLines.dataURL(SampleImages.drawing(9, 40), .png)])
    #expect(try ExampleLines.fault(small, .bedrock)?.code == .imageDimensions)
    var limits = ExportLimits.of(.together)
    limits.maxImageBytes = 100
    let source = ChatExample.Source(url: ExampleLines.jpeg)
    let fault = #expect(throws: ExportFault.self) {
      try ExportImage(source, number: 2, limits: limits, takesAddresses: { _ in false })
    }
    #expect(fault?.code == .imageTooLarge)
    #expect(fault?.message.hasPrefix("Image 3 has ") == true)
  }

  @Test("Empty texts for Bedrock")
  func empty() throws {
    #expect(try ExampleLines.fault(ExampleLines.line(answer: ""), .bedrock)?.code == .emptyText)
  }

  @Test("Image files need an address where the trainer wants one")
  func prefix() throws {
    let line = ExampleLines.line(images: [ExampleLines.png])
    #expect(throws: RunError.self) { try ExampleLines.record(line, .gemini) }
    #expect(try ExampleLines.fault(ExampleLines.line(), .gemini, prefix: "") == nil)
  }
}
