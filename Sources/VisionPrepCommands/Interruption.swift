import CPrepPosix
import Glibc
import PrepSystem
import VisionPrep

/// Turns Ctrl-C and SIGTERM into the cancellation of the verb's task, for all verbs.
///
/// The second signal gives up what the first lets finish, and the third ends the program at once. A verb that has nothing to finish ends
/// within two seconds of the first, even where it waits for something that cannot be cancelled, such as standard input.
enum Interruption {
  /// What the second signal does; nil for a verb that finishes nothing after the first.
  private static let abandon = Monitor<(@Sendable () -> Void)?>(nil)

  /// Seconds that a verb has to end by itself when it finishes nothing.
  private static let grace = 2.0

  /// Called by a verb that finishes what is in flight when its task is cancelled.
  /// - Parameter body: called on the second signal, to give that up.
  static func finishOnce(orElse body: @escaping @Sendable () -> Void) { abandon.change { $0 = body } }

  /// - Parameters:
  ///   - stop: called on the first signal.
  ///   - end: ends the process, unless the verb ends within so many seconds.
  static func watch(stop: @escaping @Sendable () -> Void, end: @escaping @Sendable (_ seconds: Double) -> Void) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let (reading, writing) = (ends[0], ends[1])
    // Without a thread to wait for signals, they end the process as they do by default.
    _ = try? NamedThread("vp-signals") {
      vp_posix_report_signals(writing)
      var byte: UInt8 = 0
      var count = 0
      while read(reading, &byte, 1) == 1 {
        count += 1
        let abandon = abandon.read { $0 }
        switch count {
        case 1:
          stop()
          if abandon == nil { end(grace) }
        case 2: if let abandon { abandon() } else { end(0) }
        default: _exit(75)
        }
      }
    }
  }
}
