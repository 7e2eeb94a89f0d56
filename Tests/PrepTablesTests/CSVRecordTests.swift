import PrepJSON
import PrepTables
import Testing

@Suite struct CSVRecordTests {
  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4", "a,b\r1,2\r3,4\r", "a,b\n1,2\r\n3,4\r", "\n\r\na,b\n\n1,2\n\r\n\r3,4\n\n",
  ])
  func lineEndsMayBeMixedAndBlankLinesAreSkipped(text: String) throws {
    #expect(try values(text) == [[.string("1"), .string("2")], [.string("3"), .string("4")]])
  }

  @Test(arguments: [
    (#""x,y""#, "x,y"), (#""a ""b"" c""#, #"a "b" c"#), ("\"1\r\n2\n3\"", "1\r\n2\n3"), (#""""""#, #"""#),
    // As Python's csv: what follows a closing quote is literal, and a quote inside of text is.
    (#""x"y"#, "xy"), (#""x"y"z""#, #"xy"z""#), (#"24" monitor"#, #"24" monitor"#), (#" "x""#, #" "x""#),
    (#"a\"b"#, #"a\"b"#), (#"\"#, #"\"#), ("  x ", "  x "), ("é😀\u{2028}", "é😀\u{2028}"),
  ])
  func quotesAndBackslashes(cell: String, expected: String) throws {
    #expect(try values("a,b\n\(cell),2\n") == [[.string(expected), .string("2")]])
    #expect(try values("a,b\n2,\(cell)") == [[.string("2"), .string(expected)]])
  }

  @Test func onlyAnEmptyCellWithoutQuotesIsNull() throws {
    #expect(try values("a,b,c\n,\"\", \n") == [[.null, .string(""), .string(" ")]])
    #expect(try values("a,b\n,\n") == [[.null, .null]])
  }

  @Test func aLineWithOneEmptyCellIsBlankUnlessTheTableHasOneColumn() throws {
    #expect(try values("a,b\n\"\"\n  \t\n1,2\n") == [[.string("1"), .string("2")]])
    #expect(try values("a\n\"\"\n\n \nx\n") == [[.string("")], [.string(" ")], [.string("x")]])
  }

  @Test func rowsKnowTheirLines() throws {
    let table = try TemporaryTable("a,b\n\n\"1\n\n1\",2\r\n3,4\r\r5,\"6\r\n6\"\n7,8")
    #expect(try table.open().all().map { try $0.get().line } == [3, 6, 8, 10])
  }

  @Test func rowsOutliveTheReader() throws {
    let table = try TemporaryTable("a\nfirst\nsecond\n")
    let rows = try table.open().all().map { try $0.get() }
    #expect(rows.map { $0.text("a") } == ["first", "second"])
  }

  @Test func cellsAreFoundByNameAndByPosition() throws {
    let reader = try TemporaryTable("a,b\n1,true\n").open()
    let row = try #require(try reader.next()).get()
    #expect(reader.columns == ["a", "b"])
    #expect(reader.index(of: "b") == 1)
    #expect(reader.index(of: "c") == nil)
    #expect(row.text("b") == "true" && row.text(at: 0) == "1")
    #expect(row.value("c") == nil && row.text("c") == nil && row.typed("c") == nil)
    #expect(row.typed("a") == .number("1") && row.typed(at: 1) == .bool(true))
    #expect(try reader.all().isEmpty)
  }

  @Test func aTableCanBeReadTwiceAtOnce() throws {
    let table = try TemporaryTable("a\n1\n2\n")
    let (first, second) = (try table.open(), try table.open())
    _ = try first.next()
    #expect(try second.values() == [[.string("1")], [.string("2")]])
    #expect(try first.values() == [[.string("2")]])
  }
}
