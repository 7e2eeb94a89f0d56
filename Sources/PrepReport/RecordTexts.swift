import PrepJSON
import PrepProviders
import PrepTokens

/// What a record says beside its pictures.
package struct RecordTexts: Sendable, Hashable {
  package var system: String?
  /// The texts of all user messages.
  package var user = ""
  package var answer = ""
  /// The members of an answer that is a JSON object.
  package var fields: [Field]?
  /// Whether the record asks the model to look at a small version of its pictures.
  package var isLowDetail = false
  var detail: ImageDetail { isLowDetail ? .low : .high }

  package struct Field: Sendable, Hashable {
    package var name: String
    /// The value as text, or each element of a list once.
    package var values: [String]
  }

  package init(user: String, answer: String) {
    self.user = user
    self.answer = answer
    fields = Self.fields(of: answer)
  }

  /// Reads a record of the chat format; nil when it is anything else.
  package init?(record: [UInt8]) {
    guard let value = try? JSONValue(ChatRecord.withoutImages(record)), case .array(let messages)? = value["messages"]
    else { return nil }
    var users: [String] = []
    for message in messages {
      switch message["role"]?.text {
      case "system"?: system = Self.text(of: message)
      case "assistant"?: answer = Self.text(of: message)
      default: users.append(Self.text(of: message))
      }
      if case .array(let parts)? = message["content"] {
        isLowDetail = isLowDetail || parts.contains { $0["image_url"]?["detail"]?.text == "low" }
      }
    }
    user = users.joined(separator: "\n")
    fields = Self.fields(of: answer)
  }

  private static func text(of message: JSONValue) -> String {
    guard case .array(let parts)? = message["content"] else { return message["content"]?.text ?? "" }
    return parts.compactMap { $0["text"]?.text }.joined(separator: "\n")
  }

  private static func fields(of answer: String) -> [Field]? {
    guard answer.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let value = try? JSONValue(Array(answer.utf8)),
      case .object(let members) = value
    else { return nil }
    return members.map { member in
      let elements = if case .array(let elements) = member.value { elements } else { [member.value] }
      var seen: Set<String> = []
      return Field(name: member.key, values: elements.compactMap(\.text).filter { !$0.isEmpty && seen.insert($0).inserted })
    }
  }
}
