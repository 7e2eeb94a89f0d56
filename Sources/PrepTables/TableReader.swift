/// The rows of one table from first to last, in constant memory. Each opening reads for itself, so a table can be read
/// twice by opening it twice.
package protocol TableReader: AnyObject {
  /// The names of the columns, which all rows share; nil for JSON, where each object has its own keys.
  var columns: [String]? { get }

  /// How the file's bytes were read; nil for SQLite. Worth telling when it is not UTF-8.
  var encoding: TextEncoding? { get }

  /// What separates the cells of a CSV or TSV file; nil for other tables.
  var delimiter: Character? { get }

  /// The next row, or its fault; nil after the last row. After an error there are no more rows.
  func next() throws(TableError) -> Result<Row, RowFault>?
}

extension TableReader {
  /// The position of a column, for ``Row/value(at:)``; nil when there is none of this name, or each row has its own.
  package func index(of column: String) -> Int? { column.isEmpty ? nil : columns?.firstIndex(of: column) }
}
