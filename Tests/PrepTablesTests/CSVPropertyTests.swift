import PrepJSON
import PrepTables
import TestSupport
import Testing

@Suite struct CSVPropertyTests {
  private static let alphabet: [String] = [
    "a", "b", "0", ",", ";", "|", "\t", "\"", "\"\"", "\n", "\r", "\r\n", " ", "\\", "é", "€", "😀", "e\u{301}",
  ]

  /// Written the plain way, so that reading can be compared with it.
  struct Written {
    var text = ""
    var rows: [[JSONValue]] = []
    var lines: [Int] = []

    init(using generator: inout Seeded) {
      let columns = Int.random(in: 1...5, using: &generator)
      let delimiter = [",", ";", "\t", "|"].randomElement(using: &generator) ?? ","
      let separator = columns == 1 ? "," : delimiter
      var line = 2
      text = (0..<columns).map { "c\($0)" }.joined(separator: separator) + "\n"
      let count = Int.random(in: 0...6, using: &generator)
      for row in 0..<count {
        var values: [JSONValue] = []
        var cells: [String] = []
        var ends = 0
        for _ in 0..<columns {
          let length = Int.random(in: 0...4, using: &generator)
          let cell = (0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
          let needsQuotes = cell.unicodeScalars.contains { ",;|\t\"\r\n".unicodeScalars.contains($0) }
          // Only spaces would be a blank line; so would an empty cell alone.
          let isBlank = columns == 1 && cell.isEmpty
          let isQuoted = needsQuotes || isBlank || Bool.random(using: &generator)
          cells.append(isQuoted ? "\"" + doubled(cell) + "\"" : cell)
          values.append(cell.isEmpty && !isQuoted ? .null : .string(cell))
          ends += Self.lineEnds(cell)
        }
        rows.append(values)
        lines.append(line)
        line += ends + 1
        text += cells.joined(separator: separator)
        let isLast = row == count - 1
        text += isLast && Bool.random(using: &generator) ? "" : ["\n", "\r\n", "\r"].randomElement(using: &generator) ?? "\n"
      }
    }

    private func doubled(_ cell: String) -> String {
      String(String.UnicodeScalarView(cell.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }))
    }

    private static func lineEnds(_ cell: String) -> Int {
      cell.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.count - 1
    }
  }

  @Test(arguments: 0..<8)
  func whatIsWrittenReadsBackEqualAtEveryChunkSize(part: Int) throws {
    var generator = Seeded(UInt64(part))
    for _ in 0..<40 {
      let written = Written(using: &generator)
      let table = try TemporaryTable(written.text)
      for chunk in [1, 2, 3, 4, 5, 6, 7, 1 << 16] {
        let rows = try table.open(chunk: chunk).all().map { try $0.get() }
        #expect(
          rows.map { row in row.columns.indices.map { row.value(at: $0) } } == written.rows, "\(written.text.debugDescription)")
        #expect(rows.map(\.line) == written.lines, "\(written.text.debugDescription)")
      }
    }
  }

  /// Any bytes at all end as rows, faults or an error, and the same ones whatever the chunks are.
  @Test(arguments: ["table.csv", "table.tsv", "table.json", "table.jsonl"])
  func noiseReadsTheSameAtEveryChunkSize(file: String) throws {
    var generator = Seeded(7)
    let pieces =
      ["\"", ",", "\n", "\r", "{", "}", "[", "]", "\"a\":", "1", "é", "\\", " ", "a;b", "[{}", "{\"a\":1}", "\u{1}"].map {
        Array($0.utf8)
      }
      + [[0xFF], [0xC3], [0x00], [0x81]]
    for _ in 0..<150 {
      let start: [UInt8] = file == "table.json" ? [0x5B] : []
      let bytes =
        start + (0..<Int.random(in: 0...12, using: &generator)).flatMap { _ in pieces.randomElement(using: &generator) ?? [] }
      let table = try TemporaryTable(bytes, as: file)
      let expected = outcome(table, chunk: 1 << 16)
      for chunk in 1...5 { #expect(outcome(table, chunk: chunk) == expected, "\(bytes)") }
    }
  }

  private func outcome(_ table: TemporaryTable, chunk: Int) -> [String] {
    var outcome: [String] = []
    do throws(TableError) {
      let reader = try table.open(chunk: chunk)
      outcome.append("\(String(describing: reader.columns))")
      while let result = try reader.next() {
        switch result {
        case .success(let row): outcome.append("\(row.line) \(row.columns.indices.map { row.value(at: $0) })")
        case .failure(let fault): outcome.append("\(fault)")
        }
      }
    } catch {
      outcome.append("\(error)")
    }
    return outcome
  }
}
