import PrepCore

/// Reads the rows of a CSV or TSV file.
///
/// The first line that is not blank is the header. A row has as many cells as the header has names; empty cells beyond
/// them are ignored, and so are unnamed columns at the header's end. Blank lines are skipped.
final class CSVReader: TableReader {
  private let window: TextWindow
  private let scanner: CSVScanner
  private let header: Columns
  private let headerLine: Int
  private var record = CSVRecord()
  /// The 1-based line at which the next record starts.
  private var line: Int
  private var hasEnded = false

  var columns: [String]? { header.names }
  var encoding: TextEncoding? { window.layout.encoding }
  var delimiter: Character? { Character(Unicode.Scalar(scanner.delimiter)) }

  /// Reads the header.
  /// - Parameter delimiter: the delimiter; nil to detect it from the header.
  init(_ window: TextWindow, delimiter: UInt8?) throws(TableError) {
    self.window = window
    var line = 1
    if let delimiter {
      scanner = CSVScanner(delimiter: delimiter)
    } else {
      scanner = CSVScanner(delimiter: try Self.findDelimiter(window, line: &line))
    }
    (header, headerLine) = try Self.readHeader(window, scanner, line: &line)
    self.line = line
  }

  func next() throws(TableError) -> Result<Row, RowFault>? {
    while !hasEnded {
      let start = line
      let found: Bool
      do throws(TableError) {
        found = try Self.readRecord(window, scanner, line: &line, into: &record)
      } catch {
        hasEnded = true
        throw error
      }
      guard found else {
        hasEnded = true
        break
      }
      if isBlank { continue }
      if let problem = problem(start: start) { return .failure(RowFault(line: start, message: problem)) }
      return .success(Row(line: start, contents: .cells(header, record)))
    }
    return nil
  }

  /// A line without any text. In a table of one column, however, `""` is a row.
  private var isBlank: Bool {
    guard record.cells.count == 1 else { return false }
    let cell = record.cells[0]
    if record.isEmpty(cell) { return header.names.count > 1 || cell.form == .plain }
    return header.names.count > 1 && record.bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private func problem(start: Int) -> String? {
    if window.layout.isDamaged {
      var survey = UTF8Survey()
      _ = record.bytes.withUnsafeBytes { survey.survey($0, isLast: true) }
      if !survey.isValid { return "line \(start): the row holds bytes that are not UTF-8, unlike the rest of the file" }
    }
    let isLong = record.lineEndsInside > 0
    var place: String { isLong ? "lines \(start) to \(start + record.lineEndsInside)" : "line \(start)" }
    // Python would read on and merge these lines into one cell; no program writes such a cell.
    if isLong, record.cells.contains(where: { $0.form == .torn }) {
      return
        "\(place): a quoted cell goes over line ends and has text behind its closing quote; an earlier quote may be one too many"
    }
    let (found, expected) = (record.cells.count, header.names.count)
    if found == expected || (found > expected && record.cells[expected...].allSatisfy(record.isEmpty)) { return nil }
    var fields = "\(found) \(found == 1 ? "field" : "fields") found, \(expected) expected by the header in line \(headerLine)"
    if found > expected, holdsBackslashDelimiter {
      fields += "; a backslash does not make a delimiter part of the text, quotes do"
    }
    return "\(place): \(fields)" + (isLong ? "; a quote holds these lines together, and may be one too many" : "")
  }

  private var holdsBackslashDelimiter: Bool {
    zip(record.bytes, record.bytes.dropFirst()).contains { $0 == UInt8(ascii: "\\") && $1 == scanner.delimiter }
  }
}

extension CSVReader {
  private static func findDelimiter(_ window: TextWindow, line: inout Int) throws(TableError) -> UInt8 {
    try skipBlankLines(window, line: &line)
    var end = 0
    while true {
      let bytes = window.bytes
      while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D, end < 8 { end += 1 }
      if end < bytes.count || window.isAtEnd { break }
      guard try window.fill() else { break }
    }
    if let declared = CSVDialect.declared(by: UnsafeRawBufferPointer(rebasing: window.bytes[..<end])) {
      window.consume(end)
      return declared
    }
    while true {
      if let delimiter = CSVDialect.delimiter(of: window.bytes, isAtEnd: window.isAtEnd) { return delimiter }
      guard window.bytes.count <= window.longestRow else { return CSVDialect.candidates[0] }
      _ = try window.fill()
    }
  }

  private static func skipBlankLines(_ window: TextWindow, line: inout Int) throws(TableError) {
    let blank = CSVScanner(delimiter: 0x0A)
    while true {
      if window.bytes.isEmpty, try !window.fill() { return }
      guard let first = window.bytes.first, first == 0x0A || first == 0x0D else { return }
      var cells: [CSVRecord.Cell] = []
      switch blank.scan(window.bytes, isAtEnd: window.isAtEnd, into: &cells) {
      case .complete(let length, _, _):
        window.consume(length)
        line += 1
      default: _ = try window.fill()
      }
    }
  }

  private static func readHeader(
    _ window: TextWindow, _ scanner: CSVScanner, line: inout Int
  ) throws(TableError) -> (Columns, line: Int) {
    var record = CSVRecord()
    var start: Int
    repeat {
      start = line
      guard try readRecord(window, scanner, line: &line, into: &record) else {
        throw TableError(
          name: window.name, message: "the file is empty", remedy: "A table begins with a line of column names.")
      }
    } while record.cells.count == 1 && record.isEmpty(record.cells[0])

    var names = record.cells.map { trimmed(record.text(of: $0)) }
    while names.last == "" { names.removeLast() }
    guard !names.isEmpty else {
      throw TableError(
        name: window.name, line: start, message: "the header names no column",
        remedy: "A table begins with a line of column names.")
    }
    do {
      return (try Columns(names), start)
    } catch {
      throw TableError(
        name: window.name, line: start, message: error.message, remedy: "Give each column a name of its own.")
    }
  }

  private static func trimmed(_ name: String) -> String {
    let start = name.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }

  /// Reads the next record unchanged, even a blank one; false at the end of the file.
  private static func readRecord(
    _ window: TextWindow, _ scanner: CSVScanner, line: inout Int, into record: inout CSVRecord
  ) throws(TableError) -> Bool {
    while true {
      let bytes = window.bytes
      if bytes.isEmpty {
        guard try window.fill() else { return false }
        continue
      }
      record.cells.removeAll(keepingCapacity: true)
      switch scanner.scan(bytes, isAtEnd: window.isAtEnd, into: &record.cells) {
      case .complete(let length, let inside, let isTerminated):
        guard length <= window.longestRow else { throw tooLong(window, line: line) }
        record.bytes.removeAll(keepingCapacity: true)
        record.bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<Int(record.cells.last?.end ?? 0)]))
        window.consume(length)
        record.lineEndsInside = inside
        line += inside + (isTerminated ? 1 : 0)
        return true
      case .unclosed(let offset):
        throw TableError(
          name: window.name, line: line + offset,
          message: "the quote that opens here is never closed, and takes in the rest of the file",
          remedy: "Close it, or double it when it belongs to the text.")
      case .tooManyCells:
        throw TableError(
          name: window.name, line: line, message: "the row that starts here has more than \(CSVScanner.mostCells) cells",
          remedy: "Is this a table, and of this kind?")
      case .incomplete:
        guard bytes.count <= window.longestRow else { throw tooLong(window, line: line) }
        _ = try window.fill()
      }
    }
  }

  private static func tooLong(_ window: TextWindow, line: Int) -> TableError {
    TableError(
      name: window.name, line: line, message: "the row that starts here is longer than \(ByteSize(bytes: window.longestRow))",
      remedy: "A quote that is never closed is the usual reason.")
  }
}
