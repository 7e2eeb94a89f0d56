import PrepCore
import PrepTables

/// The rows of a label table by the name of the document's file. The table is held in memory; it has one row per document.
struct LabelTable {
  /// The names in the table's order.
  private(set) var names: [String] = []
  private(set) var rows: [String: Row] = [:]
  /// The encoding with which the table was read; nil for SQLite.
  let encoding: TextEncoding?
  /// The table's columns; nil when each row has its own.
  let columns: [String]?

  /// - Parameters:
  ///   - path: the path as the recipe writes it.
  ///   - id: the column with the file's name.
  init(_ path: String, id: String, recipe: Recipe) throws(RunError) {
    let table = try RunError.reading { () throws(TableError) in
      try Table.open(path: recipe.resolve(path), name: path)
    }
    encoding = table.encoding
    columns = table.columns
    if let columns, !columns.contains(id) { throw RecipeColumns.unknown(id, key: "source.id", columns: columns) }
    while let result = try RunError.reading(table.next) {
      let row: Row
      switch result {
      case .success(let read): row = read
      case .failure(let fault):
        throw Self.error(path, fault.line, fault.message, remedy: "mend this row; labels are joined by name")
      }
      guard let name = row.text(id).map(DocumentList.fileName) else {
        throw Self.error(
          path, row.line, "the column \"\(id)\" is empty or not there",
          remedy: "it holds the name of the document's file, and source.id names the column")
      }
      if let other = rows[name] {
        throw Self.error(
          path, row.line, "\"\(name)\" has a label already on line \(other.line)", remedy: "keep one row for each document")
      }
      names.append(name)
      rows[name] = row
    }
  }

  private static func error(_ path: String, _ line: Int, _ message: String, remedy: String) -> RunError {
    RunError(.input, "\(path), line \(line): \(message)", remedy: remedy, key: "source.labels")
  }
}
