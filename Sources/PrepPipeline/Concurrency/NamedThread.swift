import CPrepPosix
import Glibc
package import PrepCore

/// A thread of our own, for blocking and long work that must not sit on Swift's cooperative pool.
package final class NamedThread: Sendable {
  private let ended = Monitor(false)

  /// Starts a thread; `name` shows in debuggers and `top` (at most 15 bytes).
  /// - Throws: a system that gives no more threads.
  package init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(RunError) {
    let ended = ended
    let start = Unmanaged.passRetained(
      Start { [ended] in
        vp_posix_name_thread(name)
        body()
        ended.change { $0 = true }
      })
    var thread = pthread_t()
    let error = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    guard error == 0 else {
      start.release()
      throw RunError(
        .system, "the system gives no more threads: \(describe(error))", remedy: "raise the limit (ulimit -u), or use fewer jobs")
    }
    pthread_detach(thread)
  }

  /// Waits until the thread's body has returned.
  package func join() { ended.wait { $0 ? () : nil } }

  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
