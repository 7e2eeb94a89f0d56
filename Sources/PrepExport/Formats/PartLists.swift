import PrepCore
import PrepJSON

extension JSONWriter {
  /// Writes messages as objects of `role` and `content`, a list of objects; their key was written before.
  /// - Parameters:
  ///   - part: writes the members of a part.
  ///   - labels: writes what follows the content.
  mutating func messages(
    _ messages: some Sequence<ChatExample.Message>, part: (ChatExample.Part, inout JSONWriter) -> Void,
    labels: (ChatExample.Message, inout JSONWriter) -> Void = { _, _ in }
  ) {
    beginArray()
    for message in messages {
      beginObject()
      member("role", message.role.rawValue)
      key("content")
      beginArray()
      for element in message.parts {
        beginObject()
        part(element, &self)
        endObject()
      }
      endArray()
      labels(message, &self)
      endObject()
    }
    endArray()
  }
}

/// Messages whose content is always a list of `{"type": "text", "text"}` and `{"type": "image"}`: a reader of columns wants one type.
extension ChatExample {
  /// Writes the messages as the value of a key that was written.
  /// - Parameter image: writes what an image's part has beside its type.
  func writeMessages(to json: inout JSONWriter, image: (Int, inout JSONWriter) -> Void) {
    json.messages(messages) { part, json in
      switch part {
      case .text(let text):
        json.member("type", "text")
        json.member("text", text)
      case .image(let number):
        json.member("type", "image")
        image(number, &json)
      }
    } labels: { message, json in
      for label in message.labels {
        json.key(label.key)
        json.literal(label.value.compactJSON)
      }
    }
  }
}
