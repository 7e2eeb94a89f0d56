import PrepJSON
import PrepTables
import Testing

@Suite struct JSONLinesTests {
  @Test(arguments: ["table.jsonl", "table.NDJSON"])
  func rowsKeepTheirTypes(file: String) throws {
    let text = "\u{FEFF}{\"id\":\"a\",\"n\":1.10,\"l\":[1, 2]}\r\n\n  \t\n{\"n\":null,\"o\":{\"x\":true}}"
    for chunk in [1, 2, 7, 1000] {
      let reader = try TemporaryTable(text, as: file).open(chunk: chunk)
      #expect(reader.columns == nil && reader.delimiter == nil)
      let rows = try reader.all().map { try $0.get() }
      #expect(rows.map(\.line) == [1, 4])
      #expect(rows[0].columns == ["id", "n", "l"])
      #expect(rows[0].text("n") == "1.10" && rows[0].text("l") == "[1,2]" && rows[0].typed("id") == .string("a"))
      #expect(rows[1].value("n") == .null && rows[1].text("n") == nil && rows[1].value("id") == nil)
      #expect(rows[1].text("o") == "{\"x\":true}")
    }
  }

  @Test func stringsKeepTheirTypeEvenWhenTheyLookLikeNumbers() throws {
    let row = try #require(try TemporaryTable("{\"a\":\"12\"}", as: "table.jsonl").open().next()).get()
    #expect(row.typed("a") == .string("12"))
  }

  @Test func aBrokenLineCostsOnlyItself() throws {
    let text = "{\"a\":1}\n{\"a\":\n[1]\n\"x\"\n{\"a\":1,\"a\":2}\n{\"a\":2} {}\n{\"a\":\"\0\"}\n{\"a\":3}\n"
    let rows = try TemporaryTable(text, as: "table.jsonl").open().all()
    #expect(rows.map { (try? $0.get())?.text("a") } == ["1", nil, nil, nil, nil, nil, nil, "3"])
    let faults = try TemporaryTable(text, as: "table.jsonl").open().faults()
    #expect(faults.map(\.line) == [2, 3, 4, 5, 6, 7])
    #expect(faults[0].message == "line 2: broken JSON: the text ends where a value should be (byte 6 of the row)")
    #expect(faults[1].message == "line 3: an array where an object should be")
    #expect(faults[3].message.contains("the key \"a\" stands twice"))
    #expect(faults[5].message.contains("NUL"))
  }

  @Test func aLineThatIsTooLongCostsOnlyItself() throws {
    let text = "{\"a\":1}\n{\"a\":\"\(String(repeating: "x", count: 500))\"}\n{\"a\":2}\n"
    for chunk in [1, 64, 4096] {
      let rows = try TemporaryTable(text, as: "table.jsonl").open(chunk: chunk, longestRow: 100).all()
      #expect(rows.map { (try? $0.get())?.text("a") } == ["1", nil, "2"])
    }
  }

  @Test(arguments: ["table.jsonl", "table.json"])
  func halfASurrogatePairFailsItsRow(file: String) throws {
    let rows = [
      #"{"a":"x\ud800"}"#, #"{"a":"x\udc00"}"#, #"{"\ud801":1}"#, #"{"a":["\ud800\u0041"]}"#, #"{"a":"\ud83d\ude00\ufffd"}"#,
    ]
    let text = file.hasSuffix("l") ? rows.joined(separator: "\n") : "[" + rows.joined(separator: ",\n") + "]"
    let read = try TemporaryTable(text, as: file).open().all()
    #expect(read.map { (try? $0.get())?.text("a") } == [nil, nil, nil, nil, "😀\u{FFFD}"])
    let faults = try TemporaryTable(text, as: file).open().faults()
    #expect(faults.map(\.line) == [1, 2, 3, 4])
    #expect(faults[1].message == "line 2: a \\u escape of half a surrogate pair, which is no character (byte 8 of the row)")
  }

  @Test func utf16IsReadToo() throws {
    let bytes = TextEncodingTests.utf16("{\"a\":\"é\"}\n{\"a\":\"😀一\"}\n", bigEndian: false)
    #expect(try TemporaryTable(bytes, as: "table.jsonl").open().values() == [[.string("é")], [.string("😀一")]])
  }
}
