import PrepJSON
import PrepTables
import Testing

@Suite struct CSVFaultTests {
  @Test func aRowWithTheWrongNumberOfFieldsCostsOnlyItself() throws {
    let rows = try TemporaryTable("a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,,\"\"\n").open().all()
    #expect(rows.map { (try? $0.get())?.line } == [nil, 3, nil, 5])
    let faults = rows.compactMap { if case .failure(let fault) = $0 { fault } else { nil } }
    #expect(faults[0] == RowFault(line: 2, message: "line 2: 2 fields found, 3 expected by the header in line 1"))
    #expect(faults[1] == RowFault(line: 4, message: "line 4: 4 fields found, 3 expected by the header in line 1"))
  }

  @Test func aQuoteThatTakesInLinesIsSuspected() throws {
    let table = try TemporaryTable("a,b\n\"24 inch,1\n2,3\n\"\n5,6\n\"30 inch,1\n2,\"x\",3")
    #expect(try table.open().values() == [[.string("5"), .string("6")]])
    let faults = try table.open().faults()
    #expect(faults[0].message.hasPrefix("lines 2 to 4: 1 field found, 2 expected by the header in line 1; a quote"))
    #expect(faults[1].message.hasPrefix("lines 6 to 7: a quoted cell goes over line ends and has text behind"))
  }

  @Test func aBackslashBeforeADelimiterIsExplained() throws {
    let fault = try #require(try TemporaryTable("a,b\nx\\, y,2\n").open().faults().first)
    #expect(fault.message.hasSuffix("a backslash does not make a delimiter part of the text, quotes do"))
  }

  @Test func anUnclosedQuoteNamesTheLineWhereItOpens() throws {
    let error = try #require(try error("a,b\n1,\"x\ny\"\n2,3\n\"4\n\",\"5\n6,7\n"))
    #expect(error.line == 6)
    #expect(error.message.contains("never closed"))
    #expect(!error.remedy.isEmpty)
  }

  @Test func nothingFollowsAnError() throws {
    let reader = try TemporaryTable("a\n1\n\"x").open()
    #expect(try #require(try reader.next()).get().text("a") == "1")
    #expect(throws: TableError.self) { try reader.next() }
    #expect(try reader.all().isEmpty)
  }

  @Test func aRowHasALongestLength() throws {
    let text = "a,b\n1,\(String(repeating: "x", count: 200))\n"
    for chunk in [1, 64, 1000] {
      let table = try TemporaryTable(text)
      #expect(try table.open(chunk: chunk, longestRow: 203).all().count == 1)
      #expect(throws: TableError.self) { try table.open(chunk: chunk, longestRow: 202).all() }
    }
    #expect(try error(text, longestRow: 100)?.line == 2)
  }

  /// A row of 60 million commas took a gigabyte of memory.
  @Test func aRowOfNothingButDelimitersEndsTheTable() throws {
    let most = 100_000
    let wide = String(repeating: ",", count: most)
    for text in [wide + "a\n1\n", "a,b\n1,2\n" + wide + "\n"] {
      let table = try TemporaryTable(text)
      let error = #expect(throws: TableError.self) { _ = try table.open().all() }
      #expect(error?.message == "the row that starts here has more than \(most) cells")
      #expect(error?.line == (text.first == "," ? 1 : 3))
    }
    #expect(try TemporaryTable("a\n" + wide.dropLast() + "\n").open().all().count == 1)
  }
}
