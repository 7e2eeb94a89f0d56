import Glibc
import PrepCore

/// Reads JSON Lines: one object a line. A line that cannot be read costs its own row.
final class JSONLinesReader: TableReader {
  private let window: TextWindow
  private var line = 0
  private var hasEnded = false

  var columns: [String]? { nil }
  var delimiter: Character? { nil }
  var encoding: TextEncoding? { window.layout.encoding }

  init(_ window: TextWindow) { self.window = window }

  func next() throws(TableError) -> Result<Row, RowFault>? {
    while !hasEnded {
      let length: Int?
      do throws(TableError) {
        length = try lengthOfLine()
      } catch {
        hasEnded = true
        throw error
      }
      guard let length else {
        hasEnded = true
        break
      }
      line += 1
      if length > window.longestRow {
        try skipLine()
        return .failure(RowFault(line: line, message: "line \(line): longer than \(ByteSize(bytes: window.longestRow))"))
      }
      let text = UnsafeRawBufferPointer(rebasing: window.bytes[..<length])
      // Also the line end goes, where there is one.
      defer { window.consume(min(length + 1, window.bytes.count)) }
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      return JSONRow.read(text, line: line, isDamaged: window.layout.isDamaged)
    }
    return nil
  }

  /// The length of the next line without its end; above the limit when the line is too long, nil at the end of the file.
  private func lengthOfLine() throws(TableError) -> Int? {
    var scanned = 0
    while true {
      let bytes = window.bytes
      if let base = bytes.baseAddress, scanned < bytes.count, let found = memchr(base + scanned, 0x0A, bytes.count - scanned) {
        return base.distance(to: UnsafeRawPointer(found))
      }
      scanned = bytes.count
      if scanned > window.longestRow { return scanned }
      guard try window.fill() else { return scanned == 0 ? nil : scanned }
    }
  }

  private func skipLine() throws(TableError) {
    while true {
      let bytes = window.bytes
      if let end = bytes.firstIndex(of: 0x0A) {
        window.consume(end + 1)
        return
      }
      window.consume(bytes.count)
      guard try window.fill() else { return }
    }
  }
}
