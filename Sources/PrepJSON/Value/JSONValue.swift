/// A JSON value. Numbers keep their text and objects the order of their keys, so that what is written is what was read.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A JSON number exactly as written: `1.10` stays `1.10`, and integers of any size stay whole.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// The members in the order of the text; no two have the same key.
  case object([Member])
}

extension JSONValue {
  /// One key of an object with its value.
  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value as text for a template: strings as they are, numbers as written, arrays and objects as compact JSON; nil for null.
  package var text: String? {
    switch self {
    case .null: nil
    case .bool(let flag): flag ? "true" : "false"
    case .number(let text), .string(let text): text
    case .array, .object: compactJSON
    }
  }

  /// The value under a key of an object; nil for no such key and for what is no object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The elements of an array.
  package var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The number, when it is whole and written so.
  package var whole: Int? {
    if case .number(let text) = self { Int(text) } else { nil }
  }

  /// The number, when it may count something: whole, not negative, and so far from the largest that thousands can be added up.
  package var count: Int? { whole.flatMap { (0...1 << 50).contains($0) ? $0 : nil } }

  /// What kind of value it is, for a sentence: "an object".
  package var title: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
