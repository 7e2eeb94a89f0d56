/// What separates the cells of a CSV file.
enum CSVDialect {
  /// In the order in which they win when they are equally frequent.
  static let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]

  /// Chooses the most frequent candidate outside quotes in the header's record at the start of the bytes; a comma when there is
  /// none. Returns nil when the record does not end within the bytes.
  static func delimiter(of bytes: UnsafeRawBufferPointer, isAtEnd: Bool) -> UInt8? {
    var counts = candidates.map { _ in 0 }
    var isQuoted = false
    var startsCell = true
    var isComplete = isAtEnd
    scan: for byte in bytes {
      if isQuoted {
        // A doubled quote closes and opens again.
        if byte == UInt8(ascii: "\"") { (isQuoted, startsCell) = (false, true) }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where startsCell: isQuoted = true
      case 0x0A, 0x0D:
        isComplete = true
        break scan
      default:
        let candidate = candidates.firstIndex(of: byte)
        if let candidate { counts[candidate] += 1 }
        startsCell = candidate != nil
      }
    }
    guard isComplete else { return nil }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }

  /// Excel's own convention: a first line `sep=;` names the delimiter and is not part of the table.
  static func declared(by line: UnsafeRawBufferPointer) -> UInt8? {
    guard line.count == 5, line.starts(with: "sep=".utf8) || line.starts(with: "SEP=".utf8) else { return nil }
    return candidates.contains(line[4]) ? line[4] : nil
  }
}
