import CPrepPosix
import Glibc
package import PrepCore

/// A thread for blocking and long work, which must not occupy Swift's cooperative pool.
package final class NamedThread: Sendable {
  private let ended = Monitor(false)

  /// Starts a thread; `name` appears in debuggers and `top` (at most 15 bytes).
  /// - Throws: when the system refuses another thread.
  package init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(RunError) {
    let ended = ended
    let start = Unmanaged.passRetained(
      Start { [ended] in
        vp_posix_name_thread(name)
        Self.blockSignals()
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
        .system, "the system gives no more threads: \(describe(error))", remedy: "raise the limit (ulimit -u), or use fewer jobs",
        systemError: error)
    }
    pthread_detach(thread)
  }

  /// Signals are delivered to the host's own threads. A signal that the host handles must not interrupt these threads, and
  /// SIGPIPE, which OpenSSL may raise when it writes to a closed connection, must not end the process.
  private static func blockSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, nil)
  }

  /// Waits until the thread's body has returned.
  package func join() { ended.wait { $0 ? () : nil } }

  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

extension NamedThread {
  /// Runs `body` on several threads, named `name-0`, `name-1` and so on, and returns when all of them have ended. When the system
  /// grants fewer threads, those that started do all of the work.
  /// - Throws: when the system grants no thread at all.
  package static func together(_ name: String, _ count: Int, _ body: @escaping @Sendable () -> Void) throws(RunError) {
    var threads: [NamedThread] = []
    for number in 0..<count {
      do throws(RunError) {
        threads.append(try NamedThread("\(name)-\(number)", body))
      } catch {
        if threads.isEmpty { throw error }
        break
      }
    }
    for thread in threads { thread.join() }
  }

  /// Runs blocking work on its own thread while a task waits for it.
  package static func result<Value: Sendable, Fault: Error>(
    _ name: String, unstarted: @escaping @Sendable (RunError) -> Fault,
    of body: @escaping @Sendable () throws(Fault) -> Value
  ) async throws(Fault) -> Value {
    let result: Result<Value, Fault> = await withCheckedContinuation { continuation in
      do throws(RunError) {
        _ = try NamedThread(name) { continuation.resume(returning: Result { () throws(Fault) in try body() }) }
      } catch {
        continuation.resume(returning: .failure(unstarted(error)))
      }
    }
    return try result.get()
  }

  /// Does blocking work on a thread of its own while a task waits for it. Cancelling the task asks the work to end; it ends by itself.
  /// - Parameter stop: called when the task is cancelled, or at once when it was before, from any thread.
  package static func result<Value: Sendable>(
    _ name: String, stop: @escaping @Sendable () -> Void, of body: @escaping @Sendable () throws(RunError) -> Value
  ) async throws(RunError) -> Value {
    let result: Result<Value, RunError> = await withTaskCancellationHandler {
      do throws(RunError) {
        return .success(try await self.result(name, unstarted: { $0 }, of: body))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      stop()
    }
    return try result.get()
  }

  /// As ``result(_:stop:of:)``, for work that asks whether it is to end.
  /// - Parameter body: asks `isStopped` from time to time, from any thread, and returns nil when it ended for that.
  /// - Throws: that the task was cancelled, when the work ended for that.
  package static func result<Value: Sendable>(
    _ name: String, of body: @escaping @Sendable (_ isStopped: @escaping @Sendable () -> Bool) throws(RunError) -> Value?
  ) async throws(RunError) -> Value {
    let isStopped = Monitor(false)
    let value = try await result(
      name, stop: { isStopped.change { $0 = true } }, of: { () throws(RunError) in try body { isStopped.read { $0 } } })
    guard let value else { throw .cancelled }
    return value
  }
}
