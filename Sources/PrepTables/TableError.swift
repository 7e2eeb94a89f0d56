/// What is wrong with a table as a whole, so that the run cannot go on.
package struct TableError: Error, Sendable, Hashable {
  /// The table's path as the recipe wrote it.
  package let name: String
  /// The 1-based line at which it shows, where there is one.
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
