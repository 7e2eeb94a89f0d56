import PrepCore

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
  init(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    var messages: [Message]?
    var uncounted: Set<String> = []
    cursor.skipSpace()
    guard cursor.kind == .object else { throw JSONCursor.Fault("the line is no JSON object") }
    try cursor.object { cursor, key throws(JSONCursor.Fault) in
      switch key {
      case "messages" where cursor.kind == .array:
        var list: [Message] = []
        try cursor.array { cursor throws(JSONCursor.Fault) in list.append(try Self.message(&cursor, &uncounted)) }
        messages = list
      case "tools", "functions":
        uncounted.insert(key)
        try cursor.skip()
      default: try cursor.skip()
      }
    }
    try cursor.end()
    guard let messages else { throw JSONCursor.Fault("there is no list \"messages\": only the chat format is counted") }
    self.messages = messages
    self.uncounted = uncounted
  }

  private static func message(_ cursor: inout JSONCursor, _ uncounted: inout Set<String>) throws(JSONCursor.Fault) -> Message {
    guard cursor.kind == .object else { throw JSONCursor.Fault("a message is no JSON object") }
    var message = Message()
    try cursor.object { cursor, key throws(JSONCursor.Fault) in
      switch (key, cursor.kind) {
      case ("role", .text):
        let role = try cursor.text()
        message.role = role
        message.isAssistant = try cursor.string(role) == "assistant"
      case ("name", .text): message.name = try cursor.text()
      case ("content", .text): message.texts = [try cursor.text()]
      case ("content", .array):
        message.texts = []
        message.images = []
        try cursor.array { cursor throws(JSONCursor.Fault) in try part(&cursor, &message, &uncounted) }
      case ("tool_calls", .array), ("function_call", .object), ("refusal", .text), ("audio", .object), ("tool_call_id", .text):
        uncounted.insert(key)
        try cursor.skip()
      default: try cursor.skip()
      }
    }
    return message
  }

  private static func part(
    _ cursor: inout JSONCursor, _ message: inout Message, _ uncounted: inout Set<String>
  ) throws(JSONCursor.Fault) {
    guard cursor.kind == .object else { throw JSONCursor.Fault("a part of a message's content is no JSON object") }
    var type = ""
    var text: Range<Int>?
    var url: Range<Int>?
    var detail = ImageDetail.high
    try cursor.object { cursor, key throws(JSONCursor.Fault) in
      switch (key, cursor.kind) {
      case ("type", .text):
        let range = try cursor.text()
        type = try cursor.string(range)
      case ("text", .text): text = try cursor.text()
      case ("image_url", .object):
        try cursor.object { cursor, key throws(JSONCursor.Fault) in
          switch (key, cursor.kind) {
          case ("url", .text): url = try cursor.text()
          case ("detail", .text):
            let range = try cursor.text()
            detail = try cursor.string(range) == "low" ? .low : .high
          default: try cursor.skip()
          }
        }
      default: try cursor.skip()
      }
    }
    switch type {
    case "text":
      guard let text else { throw JSONCursor.Fault("a part of type text has no text") }
      message.texts.append(text)
    case "image_url":
      guard let url else { throw JSONCursor.Fault("a part of type image_url has no image_url.url") }
      message.images.append(Image(url: url, detail: detail))
    default: uncounted.insert(type.isEmpty ? "a part without a type" : "type \(type.excerpt)")
    }
  }
}
