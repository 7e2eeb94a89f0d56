import CPrepPosix
import Glibc
import PrepSystem
import VisionPrep

/// What is printed: results on standard output, everything else on standard error. It takes lines and JSON, never plain text, so
/// everything that people see has been made harmless.
enum Terminal {
  /// Columns of the terminal on standard error; 0 when it is none.
  static let columns = Int(vp_posix_terminal_columns(2))

  private static let isTerminal: [Int32: Bool] = [1: isatty(1) == 1, 2: isatty(2) == 1]

  static func error(_ line: Line) { write("visionprep: error: \(line)\n", to: 2) }
  static func warning(_ line: Line) { write("visionprep: note: \(line)\n", to: 2) }
  static func note(_ line: Line) { write("\(line)\n", to: 2) }
  static func note(_ lines: [Line]) { for line in lines { note(line) } }
  static func note(_ json: JSONLine) { write(json, to: 2) }

  static func result(_ line: Line) { write("\(line)\n", to: 1) }
  static func result(_ lines: [Line]) { result(lines.joined) }
  static func result(_ section: Section) { result(section.lines) }
  static func result(_ json: JSONLine) { write(json, to: 1) }

  /// Prints a text that has the program's own words alone: help, the version, a completion script.
  static func ownWords(_ text: String) { send(text + "\n", to: 1) }

  /// Draws a line over the last one on the terminal of standard error, or removes it.
  static func status(_ line: Line?) { send("\r\(line?.prefix(columns: columns - 1).text ?? "")\u{1b}[K", to: 2) }

  private static func write(_ line: Line, to descriptor: Int32) { send(line.text, to: descriptor) }

  private static func write(_ json: JSONLine, to descriptor: Int32) {
    send((isTerminal[descriptor] == true ? json.textForTerminal : json.text) + "\n", to: descriptor)
  }

  private static func send(_ text: String, to descriptor: Int32) {
    var text = text
    // A reader that has gone away is no reason to stop the work.
    _ = text.withUTF8 { Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor) }
  }
}
