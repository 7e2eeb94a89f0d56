import PrepCore
import PrepJSON

/// A chat record with its texts, as the formats write them: what all of them share, of a ``ChatRecord`` that was read.
struct ChatExample: Sendable {
  enum Role: String, Sendable { case system, user, assistant, tool, function }

  enum Part: Sendable {
    case text(String)
    /// The number of an image in ``ChatExample/images``.
    case image(Int)
  }

  /// A call of a tool by the assistant.
  struct Call: Sendable {
    var name: String
    /// JSON as the record has it.
    var arguments: String
  }

  struct Message: Sendable {
    var role: Role
    var parts: [Part] = []
    var calls: [Call] = []
    /// False when the record says that the answer shall not be learned (`weight: 0`).
    var isTrained = true
    /// `name`, `tool_calls` and `tool_call_id`, those that there are.
    var labels: [JSONValue.Member] = []
  }

  /// An image as the record gives it.
  struct Source: Sendable {
    /// The data URL, or an address.
    var url: String
  }

  var messages: [Message] = []
  var images: [Source] = []
  /// The definitions of tools, as they stand in the record.
  var tools: JSONValue?
  /// Whether it uses functions, the form that tools had before.
  var usesFunctions = false
}

extension ChatExample.Message {
  /// The texts without the images between them.
  var text: String {
    parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }

  /// The text with a word in the place of each image.
  func text(placeholder: String) -> String {
    parts.map { if case .text(let text) = $0 { text } else { placeholder } }.joined()
  }

  /// The numbers of the images, in order.
  var images: [Int] { parts.compactMap { if case .image(let number) = $0 { number } else { nil } } }
}

extension ChatExample {
  /// The text of the system messages that the record begins with, and the messages behind them.
  var instruction: (text: String?, rest: ArraySlice<Message>) {
    let leading = messages.prefix { $0.role == .system }
    return (leading.isEmpty ? nil : leading.map(\.text).joined(separator: "\n"), messages.dropFirst(leading.count))
  }
}
