import PrepTables
import Testing

@Suite struct CSVHeaderTests {
  @Test func namesAreTrimmed() throws {
    #expect(try TemporaryTable(" a ,\"b \",\t c\n").open().columns == ["a", "b", "c"])
  }

  @Test func unnamedColumnsAtTheEndAreIgnoredWhileEmpty() throws {
    let reader = try TemporaryTable("a,b,,\n1,2\n3,4,,\n5,6,,7\n").open()
    #expect(reader.columns == ["a", "b"])
    let rows = try reader.all()
    #expect(rows.map { (try? $0.get())?.text("b") } == ["2", "4", nil])
  }

  @Test func anUnnamedColumnInsideKeepsItsPlace() throws {
    let reader = try TemporaryTable(",a,,b\n0,1,2,3\n").open()
    #expect(reader.columns == ["", "a", "", "b"])
    #expect(reader.index(of: "") == nil)
    let row = try #require(try reader.next()).get()
    #expect(row.text("b") == "3" && row.text("") == nil)
  }

  @Test func twoColumnsOfOneNameAreNamed() throws {
    let error = try #require(try error("\nid,b, id\n1,2,3\n"))
    #expect(error.line == 2)
    #expect(error.message == "the columns 1 and 3 are both named \"id\"")
    #expect(error.name == "table")
  }

  @Test(arguments: ["", "\n\n", "\u{FEFF}", "\r"])
  func anEmptyFileIsAnError(text: String) throws {
    #expect(try error(text)?.message == "the file is empty")
  }

  @Test func aHeaderWithoutNamesIsAnError() throws {
    #expect(try error(",,\n1,2,3\n")?.message == "the header names no column")
  }

  @Test func aTableMayHaveNoRows() throws {
    #expect(try values("a,b\n") == [])
    #expect(try values("a") == [])
  }
}
