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
    guard descriptor != 1 || resultFault == nil else { return }
    var text = text
    let code = text.withUTF8 { Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor) }
    // Nobody can be told that standard error cannot be written. What goes there is no reason to stop the work.
    guard code != 0, descriptor == 1 else { return }
    if code == EPIPE { endByPipe() }
    fault.change { $0 = $0 ?? code }
  }

  // MARK: Results that cannot be written

  private static let fault = Monitor<Int32?>(nil)

  /// The errno value of the first write to standard output that failed; after it no more results are written.
  static var resultFault: Int32? { fault.read { $0 } }

  /// Ends the process as the closed pipe of its reader (`visionprep check out | head`) ends other programs: without a word.
  ///
  /// Nothing is lost by it: verbs that write files print their results when the files are written.
  private static func endByPipe() -> Never {
    var pipe = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    signal(SIGPIPE, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &pipe, nil)
    raise(SIGPIPE)
    _exit(128 + SIGPIPE)
  }

  /// Opens what the caller has closed of standard input, output and error. Otherwise the next file of the run would get the number,
  /// and results would be written into it. Writing to what is opened here fails, as writing to a closed descriptor does.
  static func occupyClosedDescriptors() {
    while true {
      let descriptor = open("/dev/null", O_RDONLY)
      guard 0...2 ~= descriptor else {
        if descriptor > 2 { close(descriptor) }
        return
      }
    }
  }
}
