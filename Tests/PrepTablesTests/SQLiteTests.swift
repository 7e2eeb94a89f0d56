import PrepJSON
import PrepTables
import Testing

/// An empty file is a database without tables, which is enough for queries over constants.
@Suite struct SQLiteTests {
  func open(_ query: String) throws -> any TableReader { try TemporaryTable("", as: "table.db").open(query: query) }

  func message(_ query: String) throws -> String? {
    let table = try TemporaryTable("", as: "table.db")
    do throws(TableError) {
      _ = try table.open(query: query).all()
      return nil
    } catch { return error.message }
  }

  @Test func typesAreKept() throws {
    let reader = try open("SELECT 1 AS i, 350000.0 AS r, 0.1 + 0.2 AS f, 1e300 AS e, 'é' AS t, NULL AS n, '007' AS s")
    #expect(reader.columns == ["i", "r", "f", "e", "t", "n", "s"])
    #expect(reader.encoding == nil && reader.delimiter == nil)
    let row = try #require(try reader.next()).get()
    #expect(row.value("i") == .number("1") && row.value("r") == .number("350000.0"))
    #expect(row.value("f") == .number("0.30000000000000004") && row.value("e") == .number("1e+300"))
    #expect(row.value("t") == .string("é") && row.value("n") == .null && row.typed("s") == .string("007"))
    #expect(row.line == 1)
    #expect(try reader.all().isEmpty)
  }

  @Test func rowsStreamInOrder() throws {
    let query = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 1000) SELECT x FROM n"
    let rows = try open(query).all().map { try $0.get() }
    #expect(rows.map(\.line) == Array(1...1000))
    #expect(rows.map { $0.text(at: 0) } == (1...1000).map { "\($0)" })
  }

  @Test func aReaderMayBeDroppedInTheMiddle() throws {
    let reader = try open("VALUES (1), (2), (3)")
    #expect(try #require(try reader.next()).get().text(at: 0) == "1")
  }

  @Test func valuesWithoutTextCostTheirRow() throws {
    let rows = try open("SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, x'00FF' UNION ALL SELECT 3, 9e999 UNION ALL SELECT 4, 'y'")
      .all()
    #expect(rows.map { (try? $0.get())?.text("b") } == ["x", nil, nil, "y"])
    let faults = rows.compactMap { if case .failure(let fault) = $0 { fault } else { nil } }
    #expect(faults[0] == RowFault(line: 2, message: "row 2: the column \"b\" holds binary data, which has no text"))
    #expect(faults[1].message == "row 3: the column \"b\" holds an infinite number, which has no text")
  }

  @Test func textIsNotCutAtNUL() throws {
    #expect(try open("SELECT 'a' || char(0) || 'é' AS t, '' AS e").values() == [[.string("a\0é"), .string("")]])
  }

  @Test(arguments: ["select 1", " \n-- why\n/* and */ VALUES (1);", ";WITH a AS (SELECT 1) SELECT * FROM a;"])
  func queriesThatRead(query: String) throws { #expect(try open(query).all().count == 1) }

  @Test(arguments: [
    "DELETE FROM t", "CREATE TABLE t(a)", "PRAGMA user_version", "ATTACH 'x.db' AS x", "BEGIN", "COMMIT", "EXPLAIN SELECT 1",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE t", "SELECT * FROM nowhere", "SELEC 1", "", "-- nothing", "SELECT ?", "SELECT :name",
  ])
  func queriesThatDoMoreAreRefused(query: String) throws { #expect(try message(query) != nil) }

  @Test func refusalsSayWhy() throws {
    #expect(try message("CREATE TABLE t(a)") == "the query does more than read")
    #expect(try message("SELECT 1; SELECT 2") == "the query has more than one statement")
    #expect(try message("SELECT ?")?.contains("parameter") == true)
    #expect(try message("SELECT * FROM nowhere") == "SQLite says: no such table: nowhere")
    #expect(try message("SELECT 1 AS a, 2 AS b, 3 AS a") == "in the query's result the columns 1 and 3 are both named \"a\"")
  }

  @Test func anErrorWhileReadingEndsTheRun() throws {
    let reader = try open("VALUES (1), (json('{'))")
    #expect(try #require(try reader.next()).get().text(at: 0) == "1")
    #expect(throws: TableError.self) { try reader.next() }
    #expect(try reader.all().isEmpty)
  }

  @Test func otherFilesAreNoDatabase() throws {
    let table = try TemporaryTable("a,b\n" + String(repeating: "1,2\n", count: 500), as: "table.db")
    #expect(throws: TableError(name: "table", message: "this is not an SQLite database", remedy: "Check the path.")) {
      try table.open(query: "SELECT 1")
    }
    #expect(throws: TableError.self) { try Table.open(sqlite: table.path + ".not", name: "table", query: "SELECT 1") }
  }
}
