package import PrepJSON

/// The right answer to an item.
package enum Truth: Sendable, Hashable {
  /// The text of a record's last message, for instance. Where the rules want JSON, it must be JSON.
  case text(String)
  case json(JSONValue)
}

/// A truth that the rules cannot be applied to.
package struct TruthFault: Error, Sendable, Hashable, CustomStringConvertible {
  package let found: String
  package let expected: String

  package var description: String { "the truth is \(found); expected \(expected)" }
}

extension Truth {
  /// The truth as JSON.
  func value() throws(TruthFault) -> JSONValue {
    switch self {
    case .json(let value): return value
    case .text(let text):
      do throws(JSONFault) {
        return try JSONValue(Array(text.utf8))
      } catch {
        throw TruthFault(
          found: "not JSON (\(error))", expected: "JSON, or rules with \"answer\", or a text that \"refusals\" names")
      }
    }
  }

  /// The truth as text; numbers as they are written, arrays and objects as compact JSON; nil for null.
  var text: String? {
    switch self {
    case .text(let text): text
    case .json(let value): value.text
    }
  }
}
