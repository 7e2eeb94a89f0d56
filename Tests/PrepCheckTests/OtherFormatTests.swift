import PrepCheck
import PrepCore
import Testing

@Suite("Faults of batch requests")
struct BatchFaultTests {
  private static func request(
    id: String = "good", method: String = "POST", url: String = "/v1/chat/completions", body: String = body, more: String = ""
  ) -> String {
    #"{"custom_id":"\#(id)","method":"\#(method)","url":"\#(url)","body":\#(body)\#(more)}"#
  }

  private static let body = #"{"model":"gpt-4o","messages":[\#(Checking.user(Checking.imagePart(Checking.url)))],"max_tokens":5}"#

  static let faults = [
    Fault("another method", request(method: "GET"), .badValue, "method", "\"GET\"", provider: "openai-batch"),
    Fault("another address", request(url: "/v2/x"), .badValue, "url", "/v1/chat/completions", provider: "openai-batch"),
    Fault(
      "no body", #"{"custom_id":"x","method":"POST","url":"/v1/embeddings"}"#, .missingKey, "body", "", provider: "openai-batch"),
    Fault(
      "no model", request(body: #"{"messages":[\#(Checking.user())]}"#), .missingKey, "body.model", "", provider: "openai-batch"),
    Fault("no messages", request(body: #"{"model":"gpt-4o"}"#), .missingKey, "body.messages", "", provider: "openai-batch"),
    Fault(
      "another model", request(body: body.replacing("gpt-4o", with: "gpt-5")), .mixedModels, "body.model", "line 1 has gpt-4o",
      provider: "openai-batch"),
    Fault("a key of nobody", request(more: #","priority":1"#), .unknownKey, "", "priority", provider: "openai-batch"),
    Fault(
      "a damaged image",
      request(body: body.replacing(Checking.url, with: Checking.dataURL("bad-png-crc.png"))), .imageDamaged,
      "body.messages[0].content[1].image_url.url", "checksum", provider: "openai-batch"),
    Fault("a chat record", Checking.good, .otherRecordFormat, "", "OpenAI's chat format", provider: "openai-batch"),
  ]

  @Test("Each fault is found", arguments: faults)
  func fault(fault: Fault) throws {
    var lines = (0..<20).map { Self.request(id: "good-\($0)") }
    lines[6] = fault.line
    let found = try Checking.faults(lines, provider: "openai-batch").filter { $0.line == 7 || $0.line == nil }
    #expect(found.map(\.code) == [fault.code])
    #expect(found.first?.path == fault.path)
    #expect(found.first?.details.contains(fault.says) == true, "\(found)")
  }

  @Test("An id that stands twice names the line of the first, also across parts of the file")
  func ids() throws {
    let lines = (0..<300).map { Self.request(id: $0 == 250 ? "good-3" : "good-\($0)") }
    for size in [4 << 20, 5000] {
      let found = try Checking.faults(lines, provider: "openai-batch") { ($0.partSize, $0.jobs) = (size, 3) }
      #expect(found.map(\.code) == [.duplicateID])
      #expect(found.first?.line == 251)
      #expect(found.first?.allowed == "line 4 has it already")
    }
  }
}

@Suite("Faults of Gemini's records")
struct GeminiFaultTests {
  private static let image = #"{"fileData":{"mimeType":"image/png","fileUri":"gs://bucket/a.png"}}"#
  private static let answer = #"{"role":"model","parts":[{"text":"A watch."}]}"#

  private static func record(_ contents: String..., more: String = "") -> String {
    #"{"systemInstruction":{"parts":[{"text":"You know watches."}]},"contents":[\#(contents.joined(separator: ","))]\#(more)}"#
  }

  private static func user(_ part: String) -> String { #"{"role":"user","parts":[{"text":"What?"},\#(part)]}"# }

  private static let good = record(user(image), answer)

  static let faults = [
    Fault("no contents", "{}", .missingKey, "contents", "", provider: "gemini"),
    Fault("no role", record(#"{"parts":[{"text":"a"}]}"#, answer), .missingKey, "contents[0].role", "", provider: "gemini"),
    Fault(
      "the assistant", record(user(image), #"{"role":"assistant","parts":[{"text":"a"}]}"#, answer), .unknownRole,
      "contents[1].role", "user, model", provider: "gemini"),
    Fault("no parts", record(#"{"role":"user"}"#, answer), .missingKey, "contents[0].parts", "", provider: "gemini"),
    Fault("an empty part", record(user("{}"), answer), .unknownPart, "contents[0].parts[1]", "empty part", provider: "gemini"),
    Fault("no answer", record(user(image)), .noAnswer, "contents", "of the role user", provider: "gemini"),
    Fault("the model begins", record(answer, user(image), answer), .roleOrder, "contents[0]", "begins", provider: "gemini"),
    Fault(
      "data", record(user(#"{"inlineData":{"mimeType":"image/png","data":"AAAA"}}"#), answer), .imageAddress,
      "contents[0].parts[1].inlineData", "fileData", provider: "gemini"),
    Fault(
      "an address in S3", record(user(image.replacing("gs:", with: "s3:")), answer), .imageAddress,
      "contents[0].parts[1].fileData.fileUri", "gs://", provider: "gemini"),
    Fault(
      "a GIF", record(user(image.replacing("image/png", with: "image/gif")), answer), .imageFormat,
      "contents[0].parts[1].fileData.mimeType", "image/gif", provider: "gemini"),
    Fault(
      "an image of the model", record(user(image), #"{"role":"model","parts":[\#(image)]}"#), .imageInWrongRole,
      "contents[1].parts[0]", "role model", provider: "gemini"),
    Fault(
      "31 images", record(user([String](repeating: image, count: 31).joined(separator: ",")), answer), .tooManyImages, "",
      "31 images; at most 30", provider: "gemini"),
    Fault(
      "a key of nobody", record(user(image), answer, more: #","priority":1"#), .unknownKey, "", "priority", provider: "gemini"),
    Fault("a chat record", Checking.good, .otherRecordFormat, "", "OpenAI's chat format", provider: "gemini"),
  ]

  @Test("Each fault is found", arguments: faults)
  func fault(fault: Fault) throws { try fault.expectFound(amid: Self.good) }
}

@Suite("Faults of Bedrock's records")
struct BedrockFaultTests {
  private static let image = #"{"image":{"format":"png","source":{"s3Location":{"uri":"s3://bucket/a.png","bucketOwner":"1"}}}}"#
  private static let answer = #"{"role":"assistant","content":[{"text":"A watch."}]}"#

  private static func record(_ messages: String..., schema: String = "bedrock-conversation-2024") -> String {
    #"{"schemaVersion":"\#(schema)","system":[{"text":"You know watches."}],"messages":[\#(messages.joined(separator: ","))]}"#
  }

  private static func user(_ part: String) -> String { #"{"role":"user","content":[{"text":"What?"},\#(part)]}"# }

  static let good = record(user(image), answer)

  static let faults = [
    Fault(
      "another schema", record(user(image), answer, schema: "2025"), .badValue, "schemaVersion", "bedrock-conversation-2024",
      provider: "bedrock"),
    Fault(
      "no schema", good.replacing(#""schemaVersion":"bedrock-conversation-2024","#, with: ""), .missingKey, "schemaVersion", "",
      provider: "bedrock"),
    Fault(
      "a system message", record(#"{"role":"system","content":[{"text":"a"}]}"#, user(image), answer), .unknownRole,
      "messages[0].role", "user, assistant", provider: "bedrock"),
    Fault(
      "the user twice", record(user(image), user(image), answer), .roleOrder, "messages[1]", "twice in a row", provider: "bedrock"
    ),
    Fault("the assistant begins", record(answer, user(image), answer), .roleOrder, "messages[0]", "begins", provider: "bedrock"),
    Fault("no answer", record(user(image)), .noAnswer, "messages", "of the role user", provider: "bedrock"),
    Fault(
      "an empty text", record(user(#"{"text":""}"#), answer), .emptyText, "messages[0].content[1].text", "", provider: "bedrock"),
    Fault(
      "data", record(user(#"{"image":{"format":"png","source":{"bytes":"AAAA"}}}"#), answer), .imageAddress,
      "messages[0].content[1].image.source.bytes", "s3Location", provider: "bedrock"),
    Fault(
      "an https address", record(user(image.replacing("s3:", with: "https:")), answer), .imageAddress,
      "messages[0].content[1].image.source.s3Location.uri", "S3", provider: "bedrock"),
    Fault(
      "another format", record(user(image.replacing("\"png\"", with: "\"bmp\"")), answer), .imageFormat,
      "messages[0].content[1].image.format", "bmp", provider: "bedrock"),
    Fault(
      "no format", record(user(image.replacing("\"format\":\"png\",", with: "")), answer), .missingKey,
      "messages[0].content[1].image.format", "", provider: "bedrock"),
    Fault(
      "an image of the assistant", record(user(image), #"{"role":"assistant","content":[\#(image)]}"#), .imageInWrongRole,
      "messages[1].content[0]", "assistant", provider: "bedrock"),
    Fault(
      "a document", record(user(#"{"document":{}}"#), answer), .unknownPart, "messages[0].content[1]", "document",
      provider: "bedrock"),
    Fault("a chat record", Checking.good, .otherRecordFormat, "", "OpenAI's chat format", provider: "bedrock"),
    Fault(
      "a reserved word", record(user(#"{"text":"Say User: now"}"#), answer), .reservedWord, "messages[0].content[1].text",
      "User:", provider: "bedrock-nova"),
    Fault(
      "a reserved word, escaped", record(user(#"{"text":"\u005bEOS]"}"#), answer), .reservedWord, "messages[0].content[1].text",
      "[EOS]", provider: "bedrock-nova"),
    Fault(
      "another bucket", record(user(image.replacing("//bucket", with: "//other")), answer), .mixedBuckets,
      "messages[0].content[1].image.source.s3Location.uri", "line 1", provider: "bedrock-nova"),
  ]

  @Test("Each fault is found", arguments: faults)
  func fault(fault: Fault) throws {
    var lines = [String](repeating: Self.good, count: 120)
    lines[6] = fault.line
    // A bucket that changes changes back on the line after.
    let found = try Checking.faults(lines, provider: fault.provider)
    #expect(found.map(\.code) == [fault.code])
    #expect(found.first?.line == 7)
    #expect(found.first?.path == fault.path)
    #expect(found.first?.details.contains(fault.says) == true, "\(found)")
  }
}
