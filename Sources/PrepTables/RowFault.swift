/// A row that cannot be read. Only its own item fails; the reader continues with the next row.
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
