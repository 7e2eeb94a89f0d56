import PrepJSON
import PrepTables
import Testing

@Suite struct TextEncodingTests {
  /// 😀 and 一 (U+4E00) have NULs in UTF-16 where ASCII has none; they once hid the encoding.
  static let text = "name,city\nZoë,\"Łódź, 😀\"\nAñe,一\n"

  static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return bigEndian ? [high, low] : [low, high]
    }
  }

  static let files: [([UInt8], TextEncoding)] = [
    (Array(text.utf8), .utf8),
    ([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8),
    (utf16(text, bigEndian: false), .utf16LittleEndian),
    (utf16(text, bigEndian: true), .utf16BigEndian),
    ([0xFF, 0xFE] + utf16(text, bigEndian: false), .utf16LittleEndian),
    ([0xFE, 0xFF] + utf16(text, bigEndian: true), .utf16BigEndian),
  ]

  @Test(arguments: files)
  func unicodeIsRecognised(bytes: [UInt8], encoding: TextEncoding) throws {
    let table = try TemporaryTable(bytes, as: "table.csv")
    for chunk in [1, 2, 3, 4, 5, 1000] {
      let reader = try table.open(chunk: chunk)
      #expect(reader.encoding == encoding)
      #expect(reader.columns == ["name", "city"])
      #expect(try reader.values() == [[.string("Zoë"), .string("Łódź, 😀")], [.string("Añe"), .string("一")]])
    }
  }

  /// Found by tools/fuzz: of two mistakes the one in the piece that was read first was named.
  @Test func whatIsSaidDoesNotDependOnThePieces() throws {
    let text = Self.utf16("id\n" + String(repeating: "a", count: 20) + "\u{0}\n" + Self.text, bigEndian: true)
    let table = try TemporaryTable([0xFE, 0xFF] + text + [0], as: "table.csv")
    for chunk in [1, 7, 1000] {
      let error = #expect(throws: TableError.self) { try table.open(chunk: chunk) }
      #expect(error?.line == 2)
      #expect(error?.message == "the file has a NUL character")
    }
  }

  @Test func otherBytesAreWindows1252() throws {
    let bytes: [UInt8] = Array("a,b\nZo".utf8) + [0xEB, 0x2C, 0x80, 0x93, 0x41, 0x94, 0xFF, 0x0A]
    let table = try TemporaryTable(bytes, as: "table.csv")
    for chunk in [1, 2, 3, 1000] {
      let reader = try table.open(chunk: chunk)
      #expect(reader.encoding == .windows1252)
      #expect("\(TextEncoding.windows1252)" == "Windows-1252")
      #expect(try reader.values() == [[.string("Zoë"), .string("€“A”ÿ")]])
    }
  }

  @Test(arguments: [0x81, 0x8D, 0x8F, 0x90, 0x9D] as [UInt8])
  func whatWindows1252DoesNotDefineIsRefused(byte: UInt8) throws {
    let error = try #require(try error(Array("a\nx\r\n\ré".utf8.dropLast(2)) + [0xE9, byte, 0x0A]))
    #expect(error.line == 4)
    #expect(error.message.contains("0x\(String(byte, radix: 16, uppercase: true))"))
  }

  @Test func aCutCharacterInUTF8CostsItsRowAndNotTheEncoding() throws {
    let bytes = Array("a,b\né,ü\nx,".utf8) + [0xC3] + Array("\nñ,y\n".utf8)
    let rows = try TemporaryTable(bytes, as: "table.csv").open().all()
    #expect(rows.map { (try? $0.get())?.text("a") } == ["é", nil, "ñ"])
    let lines = Array("{\"a\":\"éü\"}\n{\"a\":\"".utf8) + [0xC3] + Array("\"}\n".utf8)
    let reader = try TemporaryTable(lines, as: "table.jsonl").open()
    #expect(reader.encoding == .utf8)
    #expect(try reader.faults().map(\.line) == [2])
  }

  @Test(
    arguments: [
      [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF5, 0x80, 0x80, 0x80],
      [0xE2, 0x82], [0x80], [0xFE],
    ] as [[UInt8]])
  func invalidSequencesAreSeen(bytes: [UInt8]) throws {
    // A byte order mark makes it UTF-8 without doubt, so that the row is the fault.
    let table = try TemporaryTable([0xEF, 0xBB, 0xBF] + Array("a\nx".utf8) + bytes + Array("y\nz\n".utf8), as: "table.csv")
    #expect(try table.open().faults().map(\.line) == [2])
  }

  @Test func utf32IsRefused() throws {
    for bytes: [UInt8] in [
      [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "ab\n".flatMap { [$0.asciiValue ?? 0, 0, 0, 0] },
      "ab\n".flatMap { [0, 0, 0, $0.asciiValue ?? 0] },
    ] {
      #expect(try error(bytes)?.message == "the file is UTF-32")
    }
  }

  @Test func aNULByteIsRefusedInCSV() throws {
    let error = try #require(try error("a,b\nx,y\nx,\0\n"))
    #expect(error.line == 3 && error.message.contains("NUL"))
    #expect(try PrepTablesTests.error([UInt8](repeating: 0, count: 100))?.message.contains("NUL") == true)
    let wide = Self.utf16("a,b\nx,\0\n", bigEndian: false)
    #expect(try PrepTablesTests.error(wide)?.line == 2)
  }

  @Test func halfACharacterOfUTF16IsAnError() throws {
    #expect(try error([0xFF, 0xFE, 0x61, 0x00, 0x0A])?.message.contains("middle of a character") == true)
  }

  @Test func sequencesMayStraddleThePiecesOfTheSurvey() throws {
    for shift in 0..<4 {
      let filler = String(repeating: "x", count: (1 << 20) - 4 - shift)
      let reader = try TemporaryTable("a\n\(filler)😀\n").open()
      #expect(reader.encoding == .utf8)
      #expect(try reader.values() == [[.string(filler + "😀")]])
    }
  }
}
