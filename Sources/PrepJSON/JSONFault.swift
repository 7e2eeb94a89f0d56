/// Why and where a text is not JSON, or not the JSON that the caller expects.
@usableFromInline
package struct JSONFault: Error, Sendable, Hashable {
  @usableFromInline
  package enum Kind: Sendable, Hashable {
    case syntax
    /// Bytes that are not UTF-8.
    case encoding
    /// Nested deeper than ``JSONOptions/maxDepth``.
    case depth
    /// The text (or the line, when reading by line) ended inside a value.
    case end
    /// A key that occurs twice in an object; see ``JSONOptions/duplicateKeys``.
    case duplicateKey
    /// An escape of half a surrogate pair; see ``JSONOptions/loneSurrogates``.
    case surrogate
    /// The text is valid JSON, but not what the caller expects.
    case content
  }

  package var kind: Kind
  /// The place in the text, in bytes from its beginning.
  package var offset: Int
  /// The 1-based line of the fault; nil when each line is its own text, or when bytes that were read are no longer in memory.
  package var line: Int?
  /// What was found there.
  package var found: String
  /// What was expected; empty when `found` says everything.
  package var expected: String

  @usableFromInline
  package init(_ kind: Kind, at offset: Int, found: String, expected: String = "") {
    self.kind = kind
    self.offset = offset
    self.found = found
    self.expected = expected
  }

  /// What was found and what should be there, without the place.
  package var message: String { expected.isEmpty ? found : "\(found) where \(expected) should be" }
}

extension JSONFault: CustomStringConvertible {
  @usableFromInline
  package var description: String { "\(line.map { "line \($0), " } ?? "")byte \(offset): \(message)" }
}

extension JSONFault {
  /// The fault with its line, and with a message that needs the text around it.
  package func explained(by text: UnsafeRawBufferPointer) -> JSONFault {
    var fault = self
    fault.line = text.prefix(offset).reduce(into: 1) { line, byte in if byte == 0x0A { line += 1 } }
    guard kind == .syntax, offset < text.count else { return fault }
    let rest = text[offset...]
    switch text[offset] {
    case UInt8(ascii: "'"): fault.found = "a single quote (JSON wants double quotes)"
    case 0xEF where rest.starts(with: [0xEF, 0xBB, 0xBF]): fault.found = "a byte order mark"
    case let byte where byte >= 0x80: fault.found = "the byte 0x\(String(byte, radix: 16, uppercase: true))"
    default: break
    }
    return fault
  }
}

extension StringProtocol {
  /// The beginning of a text, for a message: a key can be as long as the file.
  var shortened: String {
    let scalars = unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: 80, limitedBy: scalars.endIndex), end < scalars.endIndex else {
      return String(self)
    }
    return String(self[..<end]) + "…"
  }
}
