import CPrepPosix
import PrepPipeline
import PrepSystem
import VisionPrep

/// What people see: results on standard output, everything else on standard error.
enum Terminal {
  /// Columns of the terminal on standard error; 0 when it is none.
  static var columns: Int { Int(vp_posix_terminal_columns(2)) }

  static func error(_ text: String) { write("visionprep: error: \(text)\n", to: 2) }
  static func warning(_ text: String) { write("visionprep: note: \(text)\n", to: 2) }
  static func note(_ text: String) { write("\(text)\n", to: 2) }
  static func result(_ text: String) { write("\(text)\n", to: 1) }

  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    // A reader that has gone away is no reason to stop the work.
    _ = text.withUTF8 { Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor) }
  }
}

/// Seconds as people say them: `45 s`, `3 min 20 s`, `2 h 5 min`.
func spoken(seconds: Double) -> String {
  let seconds = Int(seconds.rounded())
  if seconds < 60 { return "\(seconds) s" }
  if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
  return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
}
