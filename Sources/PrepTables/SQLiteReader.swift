import FoundationEssentials
import GRDB
import PrepCore
import PrepJSON

/// Reads the rows of a query on an SQLite database, in one read transaction and without changing it. (For a
/// database in WAL mode SQLite itself puts its -wal and -shm files beside it, as every reader's does.)
///
/// INTEGER becomes a number. REAL becomes the shortest number that reads back equal, with a fraction or exponent even when
/// whole (`350000.0`), as its column said. TEXT becomes a string and NULL null. A BLOB, or an infinite REAL, is a fault.
final class SQLiteReader: TableReader {
  /// Rows fetched in one visit to the connection's queue, which costs more than a row.
  private static let batchSize = 128

  private let name: String
  private let queue: DatabaseQueue
  /// Belongs to the connection's queue: it may be used and released only there.
  private var cursor: RowCursor?
  private let header: Columns
  private var batch: [Result<Row, RowFault>] = []
  private var position = 0
  private var number = 0
  private var hasEnded = false
  /// The error that ended the query; it is thrown after the rows before it were returned.
  private var error: TableError?

  var columns: [String]? { header.names }
  var encoding: TextEncoding? { nil }
  var delimiter: Character? { nil }

  init(path: String, name: String, query: String) throws(TableError) {
    // SQLite's own message does not tell a missing file from a folder.
    _ = try TableFile(path: path, name: name)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    // The transaction stays open between visits, so that all rows are of one state of the database.
    configuration.allowsUnsafeTransactions = true
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      (cursor, header) = try queue.inDatabase { database in
        try database.execute(sql: "BEGIN DEFERRED TRANSACTION")
        let statement = try database.makeStatement(sql: query)
        try Self.checkReads(statement, name: name)
        try statement.validateArguments([])
        let columns = try Columns(statement.columnNames)
        return (try GRDB.Row.fetchCursor(statement), columns)
      }
    } catch {
      throw Self.tableError(error, name: name)
    }
    self.name = name
  }

  deinit { queue.inDatabase { _ in cursor = nil } }

  func next() throws(TableError) -> Result<Row, RowFault>? {
    if position == batch.count, !hasEnded { fetch() }
    guard position < batch.count else {
      guard let error else { return nil }
      self.error = nil
      throw error
    }
    defer { position += 1 }
    return batch[position]
  }

  private func fetch() {
    batch.removeAll(keepingCapacity: true)
    position = 0
    do {
      try queue.inDatabase { _ in
        while batch.count < Self.batchSize {
          guard let row = try cursor?.next() else {
            hasEnded = true
            return
          }
          number += 1
          batch.append(read(row))
        }
      }
    } catch {
      hasEnded = true
      self.error = Self.tableError(error, name: name)
    }
  }

  private func read(_ row: GRDB.Row) -> Result<Row, RowFault> {
    var values: [JSONValue] = []
    values.reserveCapacity(row.count)
    for index in 0..<row.count {
      guard let value = Self.value(row, index) else {
        let what = if case .blob = (row[index] as DatabaseValue).storage { "binary data" } else { "an infinite number" }
        let message = "row \(number): the column \"\(header.names[index].excerpt)\" holds \(what), which has no text"
        return .failure(RowFault(line: number, message: message))
      }
      values.append(value)
    }
    return .success(Row(line: number, contents: .values(header, values)))
  }

  private static func value(_ row: GRDB.Row, _ index: Int) -> JSONValue? {
    switch (row[index] as DatabaseValue).storage {
    case .null: .null
    case .int64(let integer): .number(String(integer))
    case .double(let double): double.isFinite ? .number(double.description) : nil
    case .string(let text): .string(whole(text, row, index))
    case .blob: nil
    }
  }

  /// GRDB's strings end at the first NUL character; SQLite's do not.
  private static func whole(_ text: String, _ row: GRDB.Row, _ index: Int) -> String {
    let complete = try? row.withUnsafeData(atIndex: index) { data -> String? in
      guard let data, data.count != text.utf8.count else { return nil }
      return String(decoding: data, as: UTF8.self)
    }
    return (complete ?? nil) ?? text
  }
}

extension SQLiteReader {
  private struct NotAQuery: Error {}

  private static let remedy = "The query has to be one SELECT, WITH or VALUES statement."

  /// Statements such as ATTACH and PRAGMA count as reading for SQLite, so the first word counts too.
  private static func checkReads(_ statement: Statement, name: String) throws {
    guard statement.isReadonly, ["select", "with", "values"].contains(SQLText.firstWord(of: statement.sql)) else {
      throw NotAQuery()
    }
  }

  private static func tableError(_ error: any Error, name: String) -> TableError {
    switch error {
    case let error as TableError: return error
    case is NotAQuery: return TableError(name: name, message: "the query does more than read", remedy: remedy)
    case let error as Columns.Duplicate:
      return TableError(name: name, message: "in the query's result \(error.message)", remedy: "Name one of them with AS.")
    case let error as DatabaseError where error.resultCode == .SQLITE_NOTADB:
      return TableError(name: name, message: "this is not an SQLite database", remedy: "Check the path.")
    case let error as DatabaseError:
      return TableError(name: name, message: message(for: error), remedy: Self.remedy(for: error))
    default: return TableError(name: name, message: "the query failed: \(error)", remedy: remedy)
    }
  }

  private static func message(for error: DatabaseError) -> String {
    let message = error.message ?? "error \(error.resultCode.rawValue)"
    // These two messages are GRDB's own and address programmers.
    if message.hasPrefix("Multiple statements") { return "the query has more than one statement" }
    if message.hasPrefix("wrong number of statement arguments") {
      return "the query has a parameter (such as ? or :name), and nothing to fill it with"
    }
    return "SQLite says: \(message)"
  }

  private static func remedy(for error: DatabaseError) -> String {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: "Another program is writing to the database; run again when it has finished."
    case .SQLITE_CORRUPT: "The database is damaged; get it again, or try .recover in the sqlite3 shell."
    case .SQLITE_CANTOPEN, .SQLITE_READONLY:
      "A database in WAL mode needs a folder that can be written to; copy it with VACUUM INTO."
    default: remedy
    }
  }
}
