import Foundation
import PrepJSON
import PrepTables

/// A table in a temporary folder of its own, which goes with it.
final class TemporaryTable {
  let path: String
  private let folder: URL

  init(_ bytes: [UInt8], as file: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "visionprep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appending(path: file)
    try Data(bytes).write(to: url)
    path = url.path
  }

  convenience init(_ text: String, as file: String = "table.csv") throws { try self.init(Array(text.utf8), as: file) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func open(chunk: Int = 1 << 16, longestRow: Int = 64 << 20) throws(TableError) -> any TableReader {
    var memory = Table.Memory()
    memory.chunk = chunk
    memory.longestRow = longestRow
    return try Table.open(path: path, name: "table", memory: memory)
  }

  func open(query: String) throws(TableError) -> any TableReader {
    try Table.open(sqlite: path, name: "table", query: query)
  }
}

extension TableReader {
  func all() throws(TableError) -> [Result<Row, RowFault>] {
    var results: [Result<Row, RowFault>] = []
    while let result = try next() { results.append(result) }
    return results
  }

  /// The rows' values; broken rows are left out.
  func values() throws(TableError) -> [[JSONValue]] {
    try all().compactMap { try? $0.get() }.map { row in row.columns.indices.map { row.value(at: $0) } }
  }

  func faults() throws(TableError) -> [RowFault] {
    try all().compactMap { if case .failure(let fault) = $0 { fault } else { nil } }
  }
}

/// The values of a CSV text's rows.
func values(_ text: String, as file: String = "table.csv") throws -> [[JSONValue]] {
  try TemporaryTable(text, as: file).open().values()
}

/// The error that opening a table or reading all of it ends with.
func error(_ bytes: [UInt8], as file: String = "table.csv", longestRow: Int = 64 << 20) throws -> TableError? {
  let table = try TemporaryTable(bytes, as: file)
  do throws(TableError) {
    _ = try table.open(longestRow: longestRow).all()
    return nil
  } catch {
    return error
  }
}

func error(_ text: String, as file: String = "table.csv", longestRow: Int = 64 << 20) throws -> TableError? {
  try error(Array(text.utf8), as: file, longestRow: longestRow)
}
