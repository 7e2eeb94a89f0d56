import PrepDataset
import PrepJSON
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
    let read = ChatRecord.read(record) { messages, reader throws(JSONFault) in
      var texts = RecordTexts()
      var users: [String] = []
      for message in messages {
        var parts: [String] = []
        for range in message.texts { parts.append(try reader.string(range)) }
        let text = parts.joined(separator: "\n")
        switch message.role {
        case .system?: texts.system = text
        case .assistant?: texts.answer = text
        default: users.append(text)
        }
        texts.isLowDetail = texts.isLowDetail || message.images.contains(where: \.isLowDetail)
      }
      texts.user = users.joined(separator: "\n")
      texts.fields = Self.fields(of: texts.answer)
      return texts
    }
    guard let read else { return nil }
    self = read
  }

  private init() {}

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
