import PrepCore

/// The column names that all rows of a table share.
final class Columns: Sendable {
  /// In the order of the table. An unnamed column is the empty string, and cannot be looked up.
  let names: [String]
  private let positions: [String: Int]

  struct Duplicate: Error {
    let name: String
    /// Both 0-based.
    let first: Int
    let second: Int
  }

  init(_ names: [String]) throws(Duplicate) {
    var positions: [String: Int] = [:]
    for (index, name) in names.enumerated() where !name.isEmpty {
      if let first = positions.updateValue(index, forKey: name) { throw Duplicate(name: name, first: first, second: index) }
    }
    self.names = names
    self.positions = positions
  }

  func index(of name: String) -> Int? { positions[name] }
}

extension Columns.Duplicate {
  var message: String { "the columns \(first + 1) and \(second + 1) are both named \"\(name.excerpt)\"" }
}
