/// Why a text is not JSON, or not the JSON that was asked for, and where.
@usableFromInline
package struct JSONFault: Error, Sendable, Hashable {
  @usableFromInline
  package enum Kind: Sendable, Hashable {
    case syntax
    /// Bytes that are not UTF-8.
    case encoding
    /// Nested deeper than ``JSONOptions/maxDepth``.
    case depth
    /// The text, or the line where lines are read, ended inside of a value.
    case end
    /// A key that its object has already; see ``JSONOptions/duplicateKeys``.
    case duplicateKey
    /// An escape of half a surrogate pair; see ``JSONOptions/loneSurrogates``.
    case surrogate
    /// The JSON is right, and what it says is not what the caller wants.
    case content
  }

  package var kind: Kind
  /// The place in the text, in bytes from its beginning.
  package var offset: Int
  /// The 1-based line of that place; nil where lines are texts of their own, or bytes that were read are gone.
  package var line: Int?
  /// What was found there.
  package var found: String
  /// What should be there; empty when `found` says all.
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
  /// The fault with its line, and in the words that only the text around it can give.
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
