/// A fault of a table as a whole; it ends the run.
package struct TableError: Error, Sendable, Hashable {
  /// The table's path as the recipe wrote it.
  package let name: String
  /// The 1-based line of the fault, if it has one.
  package let line: Int?
  /// What was found.
  package let message: String
  /// What to do about it.
  package let remedy: String

  package init(name: String, line: Int? = nil, message: String, remedy: String) {
    self.name = name
    self.line = line
    self.message = message
    self.remedy = remedy
  }
}

extension TableError: CustomStringConvertible {
  package var description: String {
    "\(name)\(line.map { ", line \($0)" } ?? ""): \(message). \(remedy)"
  }
}
