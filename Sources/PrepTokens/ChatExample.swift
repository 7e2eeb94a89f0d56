import PrepCore
import PrepJSON

/// A training example in OpenAI's chat format, as places in its line: what counts for its tokens.
struct ChatExample {
  struct Message {
    var role: Range<Int>?
    var isAssistant = false
    var name: Range<Int>?
    var texts: [Range<Int>] = []
    var images: [Image] = []
  }

  struct Image {
    /// The address, or the whole data URL.
    var url: Range<Int>
    var detail = ImageDetail.high
  }

  var messages: [Message] = []
  /// What has tokens by no published rule, such as `tools`.
  var uncounted: Set<String> = []

  /// Reads a line.
  init(_ reader: inout JSONReader<JSONSpan>) throws(JSONFault) {
    var messages: [Message]?
    var uncounted: Set<String> = []
    guard try reader.kind() == .object else { throw Self.fault(reader, "the line is no JSON object") }
    try reader.enter()
    while try reader.nextKey() {
      switch (reader.key, try reader.kind()) {
      case ("messages", .array):
        var list: [Message] = []
        try reader.enter()
        while try reader.nextElement() { list.append(try Self.message(&reader, &uncounted)) }
        messages = list
      case ("tools", _), ("functions", _):
        uncounted.insert(reader.key.identity)
        try reader.skip()
      default: try reader.skip()
      }
    }
    try reader.end()
    guard let messages else { throw Self.fault(reader, "there is no list \"messages\": only the chat format is counted") }
    self.messages = messages
    self.uncounted = uncounted
  }

  private static func fault(_ reader: JSONReader<JSONSpan>, _ message: String) -> JSONFault {
    JSONFault(.content, at: reader.offset, found: message)
  }

  private static func message(
    _ reader: inout JSONReader<JSONSpan>, _ uncounted: inout Set<String>
  ) throws(JSONFault) -> Message {
    guard try reader.kind() == .object else { throw fault(reader, "a message is no JSON object") }
    var message = Message()
    try reader.enter()
    while try reader.nextKey() {
      switch (reader.key, try reader.kind()) {
      case ("role", .string):
        let role = try reader.rawString()
        message.role = role
        message.isAssistant = try reader.string(role) == "assistant"
      case ("name", .string): message.name = try reader.rawString()
      case ("content", .string): message.texts = [try reader.rawString()]
      case ("content", .array):
        message.texts = []
        message.images = []
        try reader.enter()
        while try reader.nextElement() { try part(&reader, &message, &uncounted) }
      case ("tool_calls", .array), ("function_call", .object), ("refusal", .string), ("audio", .object),
        ("tool_call_id", .string):
        uncounted.insert(reader.key.identity)
        try reader.skip()
      default: try reader.skip()
      }
    }
    return message
  }

  private static func part(
    _ reader: inout JSONReader<JSONSpan>, _ message: inout Message, _ uncounted: inout Set<String>
  ) throws(JSONFault) {
    guard try reader.kind() == .object else { throw fault(reader, "a part of a message's content is no JSON object") }
    var type = ""
    var text: Range<Int>?
    var url: Range<Int>?
    var detail = ImageDetail.high
    try reader.enter()
    while try reader.nextKey() {
      switch (reader.key, try reader.kind()) {
      case ("type", .string): type = try reader.string()
      case ("text", .string): text = try reader.rawString()
      case ("image_url", .object):
        try reader.enter()
        while try reader.nextKey() {
          switch (reader.key, try reader.kind()) {
          case ("url", .string): url = try reader.rawString()
          case ("detail", .string): detail = try reader.string() == "low" ? .low : .high
          default: try reader.skip()
          }
        }
      default: try reader.skip()
      }
    }
    switch type {
    case "text":
      guard let text else { throw fault(reader, "a part of type text has no text") }
      message.texts.append(text)
    case "image_url":
      guard let url else { throw fault(reader, "a part of type image_url has no image_url.url") }
      message.images.append(Image(url: url, detail: detail))
    default: uncounted.insert(type.isEmpty ? "a part without a type" : "type \(type.excerpt)")
    }
  }
}
