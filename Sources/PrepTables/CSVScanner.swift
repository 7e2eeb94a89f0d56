import Glibc

/// Finds the cells of one record in bytes. Rules of RFC 4180, and beyond them those of Python's `csv`: line ends may be
/// mixed, a quote opens a quoted cell only at the cell's start, a backslash is an ordinary byte, and text behind a closing
/// quote belongs to the cell.
struct CSVScanner {
  enum Ending {
    /// The record takes this many bytes, with its line end, and has this many line ends inside of quotes.
    case complete(length: Int, inside: Int, isTerminated: Bool)
    /// More bytes are needed.
    case incomplete
    /// The file ends inside quotes; they open at this line, counted from 0 at the record's start.
    case unclosed(line: Int)
    /// The record has more than ``mostCells``.
    case tooManyCells
  }

  /// Six times as many columns as a spreadsheet has; a row of only delimiters would take twelve times its own memory.
  static let mostCells = 100_000

  let delimiter: UInt8

  /// Scans the record at the start of the bytes, and appends its cells.
  /// - Parameter isAtEnd: whether the bytes reach to the end of the file.
  func scan(_ bytes: UnsafeRawBufferPointer, isAtEnd: Bool, into cells: inout [CSVRecord.Cell]) -> Ending {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      return isAtEnd ? .complete(length: 0, inside: 0, isTerminated: false) : .incomplete
    }
    let count = bytes.count
    var index = 0
    var inside = 0
    while true {
      let end: Int
      if index < count, base[index] == 0x22 {
        let start = index + 1
        var form = CSVRecord.Form.quoted
        var from = start
        var close = start
        while true {
          guard from < count, let found = memchr(base + from, 0x22, count - from) else {
            return isAtEnd ? .unclosed(line: inside) : .incomplete
          }
          close = base.distance(to: UnsafePointer(found.assumingMemoryBound(to: UInt8.self)))
          if close + 1 == count, !isAtEnd { return .incomplete }
          guard close + 1 < count, base[close + 1] == 0x22 else { break }
          form = .escaped
          from = close + 2
        }
        let linesInside = Self.lineEnds(base + start, close - start)
        inside += linesInside
        end = endOfCell(base, from: close + 1, count)
        if end == close + 1 {
          cells.append(CSVRecord.Cell(start, close, form))
        } else {
          cells.append(CSVRecord.Cell(start, end, linesInside > 0 ? .torn : .escaped))
        }
      } else {
        end = endOfCell(base, from: index, count)
        cells.append(CSVRecord.Cell(index, end, .plain))
      }
      guard cells.count <= Self.mostCells else { return .tooManyCells }
      if end == count { return isAtEnd ? .complete(length: count, inside: inside, isTerminated: false) : .incomplete }
      switch base[end] {
      case 0x0A: return .complete(length: end + 1, inside: inside, isTerminated: true)
      case 0x0D:
        if end + 1 < count { return .complete(length: end + (base[end + 1] == 0x0A ? 2 : 1), inside: inside, isTerminated: true) }
        return isAtEnd ? .complete(length: end + 1, inside: inside, isTerminated: true) : .incomplete
      default: index = end + 1
      }
    }
  }

  /// The next delimiter or line end.
  @inline(__always)
  private func endOfCell(_ base: UnsafePointer<UInt8>, from start: Int, _ count: Int) -> Int {
    var index = start
    while index < count {
      let byte = base[index]
      // Nearly all bytes are above the control characters, so line ends cost one comparison.
      if byte == delimiter || (byte < 0x0E && (byte == 0x0A || byte == 0x0D)) { break }
      index += 1
    }
    return index
  }

  private static func lineEnds(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var lines = LineCount()
    lines.take(UnsafeBufferPointer(start: start, count: count))
    return lines.ends
  }
}
