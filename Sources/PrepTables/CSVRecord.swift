import PrepJSON

/// The cells of one record: its bytes, and where the cells lie in them.
struct CSVRecord: Sendable {
  struct Cell: Sendable {
    /// Where the cell's text starts and ends, without the quotes around it.
    var start: UInt32
    var end: UInt32
    var form: Form

    init(_ start: Int, _ end: Int, _ form: Form) {
      // A record is far below 4 GiB: its length has a limit.
      self.start = UInt32(truncatingIfNeeded: start)
      self.end = UInt32(truncatingIfNeeded: end)
      self.form = form
    }
  }

  enum Form: UInt8, Sendable {
    case plain
    case quoted
    /// Quoted, with doubled quotes inside or text after the closing quote: the bytes are not yet the text.
    case escaped
    /// Like `escaped`, with line ends inside the quotes and text after them: most likely a stray quote that swallows rows.
    case torn
  }

  var bytes: [UInt8] = []
  var cells: [Cell] = []
  /// Line ends inside of quotes.
  var lineEndsInside = 0

  func value(at index: Int) -> JSONValue {
    let cell = cells[index]
    if cell.start == cell.end { return cell.form == .plain ? .null : .string("") }
    return .string(text(of: cell))
  }

  func text(of cell: Cell) -> String {
    let range = Int(cell.start)..<Int(cell.end)
    if cell.form == .escaped || cell.form == .torn { return String(decoding: unescaped(bytes[range]), as: UTF8.self) }
    return bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
  }

  func isEmpty(_ cell: Cell) -> Bool { cell.start == cell.end }

  /// A doubled quote becomes one quote; a single quote ends the quoted part, and the text after it is literal.
  private func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    var text: [UInt8] = []
    text.reserveCapacity(raw.count)
    var rest = raw
    while let index = rest.firstIndex(of: quote) {
      text.append(contentsOf: rest[..<index])
      rest = rest[(index + 1)...]
      guard rest.first == quote else { break }
      text.append(quote)
      rest = rest.dropFirst()
    }
    return text + rest
  }
}
