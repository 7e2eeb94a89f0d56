import PrepCore
import PrepJSON

/// Reads a JSON file that is one array of objects, element by element. An element that cannot be read fails only its own row, as
/// long as its end can be found.
final class JSONArrayReader: TableReader {
  private let window: TextWindow
  /// The 1-based line of the first byte in the window.
  private var line = 1
  private var isFirst = true
  private var hasEnded = false

  var columns: [String]? { nil }
  var delimiter: Character? { nil }
  var encoding: TextEncoding? { window.layout.encoding }

  init(_ window: TextWindow) throws(TableError) {
    self.window = window
    switch try nextByte() {
    case UInt8(ascii: "[")?: consume(1)
    case nil: throw error("the file is empty", remedy: "A JSON table is an array of objects: [{…}, {…}].")
    case UInt8(ascii: "{")?:
      throw error(
        "the file holds an object, not an array of objects",
        remedy: "Save the array alone: [{…}, {…}]; one object a line is a .jsonl file.")
    default: throw error("the file is not an array of objects", remedy: "A JSON table is an array of objects: [{…}, {…}].")
    }
  }

  func next() throws(TableError) -> Result<Row, RowFault>? {
    guard !hasEnded else { return nil }
    do throws(TableError) {
      guard try startElement() else {
        hasEnded = true
        return nil
      }
      let length = try lengthOfElement()
      let row = JSONRow.read(
        UnsafeRawBufferPointer(rebasing: window.bytes[..<length]), line: line, isDamaged: window.layout.isDamaged)
      consume(length)
      return row
    } catch {
      hasEnded = true
      throw error
    }
  }

  /// Goes to the first byte of the next element; false when the array has ended and nothing follows it.
  private func startElement() throws(TableError) -> Bool {
    let byte = try nextByte()
    if byte == UInt8(ascii: "]") {
      consume(1)
      guard try nextByte() == nil else {
        throw error("there is more text behind the array", remedy: "A JSON table is one array and nothing else.")
      }
      return false
    }
    if !isFirst {
      guard byte == UInt8(ascii: ",") else {
        throw byte == nil ? cutShort : error("a comma or ] is missing between two rows", remedy: "Mend the row before it.")
      }
      consume(1)
    }
    isFirst = false
    switch try nextByte() {
    case nil: throw cutShort
    case UInt8(ascii: ",")?, UInt8(ascii: "]")?, UInt8(ascii: "}")?:
      throw error("a comma without a row behind it", remedy: "Remove the comma.")
    default: return true
    }
  }

  private func lengthOfElement() throws(TableError) -> Int {
    var scanner = JSONElementScanner()
    var scanned = 0
    while true {
      let bytes = window.bytes
      let length = scanner.scan(bytes[scanned...]).map { scanned + $0 }
      scanned = bytes.count
      guard length ?? scanned <= window.longestRow else {
        throw error(
          "the row that starts here is longer than \(ByteSize(bytes: window.longestRow))",
          remedy: "Is a quote or bracket missing?")
      }
      if let length { return length }
      guard try window.fill() else {
        throw error(
          "the row that starts here is never closed", remedy: "A quote or bracket is missing, or the file was cut short.")
      }
    }
  }

  /// The next byte that is not white space, which becomes the first of the window; nil at the end of the file.
  private func nextByte() throws(TableError) -> UInt8? {
    while true {
      let bytes = window.bytes
      let space = bytes.firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
      consume(space ?? bytes.count)
      if let space { return bytes[space] }
      guard try window.fill() else { return nil }
    }
  }

  private func consume(_ count: Int) {
    for byte in window.bytes[..<count] where byte == 0x0A { line += 1 }
    window.consume(count)
  }

  private var cutShort: TableError {
    error("the array is never closed", remedy: "The file was cut short; copy or export it again.")
  }

  private func error(_ message: String, remedy: String) -> TableError {
    TableError(name: window.name, line: line, message: message, remedy: remedy)
  }
}
