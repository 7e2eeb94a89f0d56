import CPrepPosix
import Glibc
import PrepSystem
import VisionPrep

/// Turns Ctrl-C and SIGTERM into a stop of the run: once to finish what is in flight, twice to give that up, three times to
/// leave at once.
enum Interruption {
  /// - Parameters:
  ///   - stop: called on the first signal.
  ///   - abandon: called on the second.
  static func watch(stop: @escaping @Sendable () -> Void, abandon: @escaping @Sendable () -> Void) throws(RunError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let (reading, writing) = (ends[0], ends[1])
    _ = try NamedThread("vp-signals") {
      vp_posix_report_signals(writing)
      var byte: UInt8 = 0
      var count = 0
      while read(reading, &byte, 1) == 1 {
        count += 1
        switch count {
        case 1: stop()
        case 2: abandon()
        default: _exit(75)
        }
      }
    }
  }
}
