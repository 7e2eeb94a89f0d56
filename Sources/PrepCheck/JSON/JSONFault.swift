/// Why a line is not JSON.
package struct JSONFault: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case syntax
    /// Bytes that are not UTF-8.
    case encoding
    /// Nested deeper than ``JSONWalker/maxDepth``.
    case depth
    /// The line ended inside of a value.
    case end
  }

  package var kind: Kind
  /// The place in the file.
  package var offset: Int
  /// What was found there.
  package var found: String
  /// What should be there.
  package var expected: String
}
