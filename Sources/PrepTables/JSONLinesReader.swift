import PrepCore
import PrepSystem

/// Reads JSON Lines: one object per line. A line that cannot be read fails only its own row.
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
      let next: ByteWindow<TextSource>.Line?
      do throws(TableError) {
        next = try window.nextLine()
      } catch {
        hasEnded = true
        throw error
      }
      line += 1
      switch next {
      case .whole(let text)?:
        if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        return JSONRow.read(text, line: line, isDamaged: window.layout.isDamaged)
      case .tooLong?:
        return .failure(RowFault(line: line, message: "line \(line): longer than \(ByteSize(bytes: window.longestRow))"))
      case nil: hasEnded = true
      }
    }
    return nil
  }
}
