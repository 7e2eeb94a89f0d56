import PrepTables
import Testing

@Suite struct JSONArrayTests {
  func texts(_ text: String, chunk: Int = 1000) throws -> [String?] {
    try TemporaryTable(text, as: "table.json").open(chunk: chunk).all().map { (try? $0.get())?.text("a") }
  }

  @Test func elementsAreRows() throws {
    let text = " [\n{\"a\":\"}],[{\\\"\\\\\"},\r\n {\"a\":[1,{\"b\":\"]\"}]} ,{\"a\":1}\n]\n"
    for chunk in [1, 2, 3, 4, 5, 6, 7, 1000] {
      #expect(try texts(text, chunk: chunk) == ["}],[{\"\\", "[1,{\"b\":\"]\"}]", "1"])
      let lines = try TemporaryTable(text, as: "table.json").open(chunk: chunk).all().map { try $0.get().line }
      #expect(lines == [2, 3, 3])
    }
    #expect(try texts("[]") == [])
  }

  @Test func aBrokenElementCostsOnlyItself() throws {
    let text = "[{\"a\":1},\n7, null,\"x,y\",[{\"a\":2}],\n{\"a\":2,\n}, {\"a\" 2}, {\"a\":[}],{\"a\":01}\n,{\"a\":3}]"
    for chunk in [1, 3, 1000] {
      #expect(try texts(text, chunk: chunk) == ["1"] + [String?](repeating: nil, count: 8) + ["3"])
    }
    let faults = try TemporaryTable(text, as: "table.json").open().faults()
    #expect(faults[0].message == "line 2: a number where an object should be")
    #expect(faults[4].line == 3 && faults[4].message.hasPrefix("line 4: broken JSON"))
  }

  @Test(arguments: [
    ("", "the file is empty"), ("{\"a\":[]}", "the file holds an object, not an array of objects"),
    ("\"x\"", "the file is not an array of objects"), ("[] x", "there is more text behind the array"),
    ("[{}]\n]", "there is more text behind the array"), ("[{},]", "a comma without a row behind it"),
    ("[,{}]", "a comma without a row behind it"), ("[{} {}]", "a comma or ] is missing between two rows"),
    ("[{}", "the array is never closed"), ("[{},", "the array is never closed"), ("[", "the array is never closed"),
    ("[{\"a\":\"x}]", "the row that starts here is never closed"),
  ])
  func whatIsNoArrayEndsTheRun(text: String, message: String) throws {
    #expect(try error(text, as: "table.json")?.message == message)
  }

  @Test func anErrorNamesItsLine() throws {
    #expect(try error("[\n{},\n{}\n\n{}]", as: "table.json")?.line == 5)
    #expect(try error("[\n{},\n{\"a\":\n\n", as: "table.json")?.line == 3)
  }

  @Test func anElementHasALongestLength() throws {
    let text = "[{\"a\":1},\n{\"a\":\"\(String(repeating: "x", count: 500))\"}]"
    #expect(try error(text, as: "table.json", longestRow: 100)?.line == 2)
    #expect(try error(text, as: "table.json", longestRow: 508) == nil)
    #expect(try error(text, as: "table.json", longestRow: 507) != nil)
  }
}
