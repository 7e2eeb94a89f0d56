package import PrepJSON

/// One row of a table. Cells are converted to strings on demand, so unused columns cost nothing.
package struct Row: Sendable {
  enum Contents: Sendable {
    case cells(Columns, CSVRecord)
    case values(Columns, [JSONValue])
    case members([JSONValue.Member])
  }

  /// The 1-based line at which the row starts, or its number in the result of a query.
  package let line: Int
  let contents: Contents

  init(line: Int, contents: Contents) {
    self.line = line
    self.contents = contents
  }

  /// A row of named values, as a JSON object gives one.
  package init(line: Int, members: [JSONValue.Member]) { self.init(line: line, contents: .members(members)) }

  /// The names of the row's columns in the order of the table; for JSON the keys of this row's object.
  package var columns: [String] {
    switch contents {
    case .cells(let columns, _), .values(let columns, _): columns.names
    case .members(let members): members.map(\.key)
    }
  }

  /// The value in a column; nil when the row has no such column. A CSV cell is a string, or null when empty and not quoted.
  package func value(_ column: String) -> JSONValue? {
    switch contents {
    case .cells(let columns, let record): columns.index(of: column).map { record.value(at: $0) }
    case .values(let columns, let values): columns.index(of: column).map { values[$0] }
    case .members(let members): members.first { $0.key == column }?.value
    }
  }

  /// The value at a position of ``columns``.
  package func value(at index: Int) -> JSONValue {
    switch contents {
    case .cells(_, let record): record.value(at: index)
    case .values(_, let values): values[index]
    case .members(let members): members[index].value
    }
  }

  /// The value in a column as text for a template; nil when it is null or there is no such column.
  package func text(_ column: String) -> String? { value(column)?.text }

  /// The value at a position of ``columns`` as text for a template; nil when it is null.
  package func text(at index: Int) -> String? { value(at: index).text }

  /// The value in a column for a JSON answer: the types of JSON and SQLite are kept, and a CSV cell gets the type that its
  /// text shows, by ``JSONValue/typed(fromCell:)``. Nil when the row has no such column.
  package func typed(_ column: String) -> JSONValue? { value(column).map(typed) }

  /// The value at a position of ``columns`` for a JSON answer.
  package func typed(at index: Int) -> JSONValue { typed(value(at: index)) }

  private func typed(_ value: JSONValue) -> JSONValue {
    if case .cells = contents, case .string(let text) = value { .typed(fromCell: text) } else { value }
  }
}
