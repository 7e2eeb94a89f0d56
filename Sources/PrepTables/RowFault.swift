/// A row that cannot be read. It costs its own item; the rows after it are read on.
package struct RowFault: Error, Sendable, Hashable {
  /// The 1-based line at which the row starts, or its number in the result of a query.
  package let line: Int
  /// What was found and what was expected; names the line.
  package let message: String

  package init(line: Int, message: String) {
    self.line = line
    self.message = message
  }
}

extension RowFault: CustomStringConvertible {
  package var description: String { message }
}
