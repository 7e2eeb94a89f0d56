/// What kind of value stands in a text.
@usableFromInline
package enum JSONKind: Sendable, Hashable { case object, array, string, number, flag, null }

/// A piece of a text, as ``JSONReader/next()`` gives it.
@usableFromInline
package enum JSONToken: Sendable, Hashable {
  case objectStart, objectEnd, arrayStart, arrayEnd
  /// The key of the member whose value comes next; its text is ``JSONReader/key``.
  case key
  /// A string or a number that may be read, and is read over otherwise.
  case string, number
  case flag(Bool)
  case null
  /// Nothing is left but white space.
  case end
}
