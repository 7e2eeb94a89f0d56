import PrepCore
import PrepJSON

/// Messages whose content is always a list of `{"type": "text", "text"}` and `{"type": "image"}`: a reader of columns wants one type.
extension ChatExample {
  /// Writes the messages as the value of a key that was written.
  /// - Parameter image: writes what an image's part has beside its type.
  func writeMessages(to json: inout JSONWriter, image: (Int, inout JSONWriter) -> Void) {
    json.beginArray()
    for message in messages {
      json.beginObject()
      json.member("role", message.role.rawValue)
      json.key("content")
      json.beginArray()
      for part in message.parts {
        json.beginObject()
        switch part {
        case .text(let text):
          json.member("type", "text")
          json.member("text", text)
        case .image(let number):
          json.member("type", "image")
          image(number, &json)
        }
        json.endObject()
      }
      json.endArray()
      for label in message.labels {
        json.key(label.key)
        json.literal(label.value.compactJSON)
      }
      json.endObject()
    }
    json.endArray()
  }
}
