/// A text with columns in braces: `Classify {address}`. A doubled brace is a literal brace.
public struct Template: Sendable, Hashable {
  package enum Piece: Sendable, Hashable {
    case text(String)
    case column(String)
  }

  package let pieces: [Piece]

  public struct SyntaxError: Error, Sendable, Hashable {
    public let reason: String
  }

  /// Throws when a brace is not closed, not opened, or names nothing.
  public init(parsing source: String) throws(SyntaxError) {
    var pieces: [Piece] = []
    var text = ""
    var rest = source.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        rest.removeFirst()
        text.unicodeScalars.append(scalar)
      case "{":
        guard let end = rest.firstIndex(of: "}") else {
          throw SyntaxError(reason: "an opening brace is not closed; write {column}, or {{ for a brace")
        }
        let name = String(rest[..<end])
        guard !name.isEmpty, !name.contains(where: { $0 == "{" || $0.isNewline }) else {
          throw SyntaxError(reason: "\"{\(name)}\" names no column; write {column}, or {{ for a brace")
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.column(name))
        rest = rest[rest.index(after: end)...]
      case "}":
        throw SyntaxError(reason: "a closing brace has no opening one; write }} for a brace")
      default:
        text.unicodeScalars.append(scalar)
      }
    }
    if !text.isEmpty || pieces.isEmpty { pieces.append(.text(text)) }
    self.pieces = pieces
  }

  /// A template without columns, whose result is this text.
  public init(literal text: String) { pieces = [.text(text)] }

  /// The columns that the template uses, in order of appearance.
  package var columns: [String] {
    pieces.compactMap { if case .column(let name) = $0 { name } else { nil } }
  }

  /// The text with each column replaced by its value; a nil column stops the expansion.
  /// - Returns: the text, or the first column without a value.
  package func expand(_ value: (String) -> String?) -> Expansion {
    var result = ""
    for piece in pieces {
      switch piece {
      case .text(let text): result += text
      case .column(let name):
        guard let text = value(name) else { return .missing(column: name) }
        result += text
      }
    }
    return .text(result)
  }

  package enum Expansion: Sendable, Hashable {
    case text(String)
    case missing(column: String)
  }
}
