import PrepTables
import Testing

@Suite struct CSVDialectTests {
  @Test(
    arguments: [
      ("a,b;c,d", ","), ("a;b;c,d", ";"), ("a\tb\tc,d", "\t"), ("a|b", "|"), ("a", ","), ("a,b;c", ","),
      ("\"a;b;c;d\",e", ","), ("\"a\"\";;;\",b", ","), ("\"a\n;;;\",b", ","), ("\n\na;b", ";"), ("5\";6\";7,8", ";"),
    ] as [(String, Character)])
  func theHeaderShowsTheDelimiter(header: String, delimiter: Character) throws {
    for chunk in [1, 2, 3, 100] {
      #expect(try TemporaryTable(header + "\n").open(chunk: chunk).delimiter == delimiter)
    }
  }

  @Test(arguments: ["table.tsv", "table.TAB"])
  func tsvIsAlwaysTabs(file: String) throws {
    let reader = try TemporaryTable("a,b,c\td\n1\t2\n", as: file).open()
    #expect(reader.columns == ["a,b,c", "d"])
    #expect(reader.delimiter == "\t")
  }

  @Test(arguments: ["sep=;\na,b;c\n1,2;3\n", "\u{FEFF}sep=;\r\na,b;c\r\n1,2;3"])
  func excelsDeclarationIsNoRow(text: String) throws {
    for chunk in [1, 2, 3, 100] {
      let reader = try TemporaryTable(text).open(chunk: chunk)
      #expect(reader.columns == ["a,b", "c"])
      let row = try #require(try reader.next()).get()
      #expect(row.line == 3 && row.text("c") == "3")
    }
  }

  @Test func aColumnMayBeNamedSep() throws {
    #expect(try TemporaryTable("sep=x\n1\n").open().columns == ["sep=x"])
    #expect(try TemporaryTable("sep=,b\n1,2\n").open().columns == ["sep=", "b"])
  }
}
