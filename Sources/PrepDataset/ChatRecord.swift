package import PrepJSON

/// A training example in OpenAI's chat format, as places in its line: one JSONL line without its newline.
///
/// It is read in one pass and copies nothing, so images are not looked into. It says what is there; what of that is wrong, each reader decides
/// for itself.
/// Source: platform.openai.com, "Vision fine-tuning" and "Chat completions".
package struct ChatRecord: Sendable {
  /// Who speaks.
  package enum Role: String, Sendable, Hashable, CaseIterable {
    case system, developer, user, assistant, tool, function
  }

  /// The keys of a message.
  package enum MessageKey: String, Sendable, Hashable, CaseIterable {
    case role, content, name, weight
    case toolCalls = "tool_calls"
    case toolCallID = "tool_call_id"
    case functionCall = "function_call"
    case refusal, audio
  }

  /// The types of a content's parts that have a meaning here.
  package enum PartType: String, Sendable, Hashable, CaseIterable {
    case text
    case image = "image_url"
    case refusal
  }

  /// A JSON value in the line.
  package struct Value: Sendable, Hashable {
    package var kind: JSONKind
    /// Of a string with its quotation marks.
    package var range: Range<Int>

    /// Where the characters of a string are, as they are written; nil for anything else.
    package var text: Range<Int>? { kind == .string ? range.lowerBound + 1..<range.upperBound - 1 : nil }
  }

  package struct Image: Sendable, Hashable {
    /// The characters of the address or data URL; nil when there is none.
    package var url: Range<Int>?
    /// The word under `detail`; nil when there is none.
    package var detail: Range<Int>?
    /// Whether that word is `low`. All others, and none, let the model look closely.
    package var isLowDetail = false
  }

  /// A part of a message's content.
  package enum Part: Sendable, Hashable {
    /// The characters; nil when the part has no text.
    case text(Range<Int>?)
    case image(Image)
    /// A refusal of the assistant's.
    case refusal
    /// A part of another type; nil when it has no type.
    case other(type: String?)
    /// An element that is not an object.
    case invalid
  }

  package enum Content: Sendable, Hashable {
    /// Nothing, or null.
    case none
    /// The characters of a content that is a text.
    case text(Range<Int>)
    case parts([Part])
    /// Neither a text nor a list.
    case invalid
  }

  package struct Message: Sendable {
    /// Whether it is an object; anything else has no members.
    package var isObject = true
    /// Nil when it is missing or not one of those that are known.
    package var role: Role?
    package var content = Content.none
    private var members: [(key: MessageKey, value: Value)] = []

    package init() {}

    /// The value of a key, unless it is missing or null; of a key that is there twice, the last.
    package internal(set) subscript(key: MessageKey) -> Value? {
      get { members.last { $0.key == key }.flatMap { $0.value.kind == .null ? nil : $0.value } }
      set { if let newValue { members.append((key, newValue)) } }
    }

    /// The characters of all texts, in order.
    package var texts: [Range<Int>] {
      switch content {
      case .text(let range): [range]
      case .parts(let parts): parts.compactMap { if case .text(let range) = $0 { range } else { nil } }
      case .none, .invalid: []
      }
    }

    package var images: [Image] {
      guard case .parts(let parts) = content else { return [] }
      return parts.compactMap { if case .image(let image) = $0 { image } else { nil } }
    }
  }

  /// Whether the line is an object.
  package var isObject = true
  /// Nil when the record has no list of messages.
  package var messages: [Message]?
  /// The definitions of tools, and of functions, the form that tools had before; nil when missing or null.
  package var tools: Value?
  package var functions: Value?

  init() {}
}
