import PrepJSON
import PrepTables

extension FuzzTarget {
  /// Reads a database whose file was tampered with: the tables that it lists, and the rows of each.
  static let sqlite = FuzzTarget { bytes in
    let path = SharedMemoryFile.write(bytes, extension: "db")
    let tables = rows(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    for table in tables.prefix(3) {
      let name = (table.first?.text ?? "").replacing("\"", with: "\"\"")
      _ = rows(path, "SELECT * FROM \"\(name)\"")
    }
  }
}

/// The first rows of a query. A damaged database may go round in circles and give new rows for ever; only the user can stop that.
private func rows(_ path: String, _ query: String) -> [[JSONValue]] {
  var rows: [[JSONValue]] = []
  do throws(TableError) {
    let table = try Table.open(sqlite: path, name: "table.db", query: query)
    while rows.count < 300, let result = try table.next() {
      switch result {
      case .success(let row):
        let values = row.columns.indices.map { row.typed(at: $0) }
        values.forEach(requireRoundTrip)
        rows.append(values)
      case .failure(let fault): require(!fault.message.isEmpty, "a fault without words")
      }
    }
  } catch {
    require(!error.message.isEmpty, "an error without words")
  }
  return rows
}
