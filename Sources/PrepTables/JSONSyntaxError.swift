/// What is wrong with a JSON text, and where.
package struct JSONSyntaxError: Error, Sendable, Hashable {
  /// The 0-based byte at which the text stops to be JSON.
  package let offset: Int
  /// The 1-based line of that byte within the text.
  package let line: Int
  /// What was found and what is allowed, without the place.
  package let message: String
}

extension JSONSyntaxError: CustomStringConvertible {
  package var description: String { "line \(line), byte \(offset): \(message)" }
}
