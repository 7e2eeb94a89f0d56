import PrepCore
import Synchronization

/// What other threads hand to the fetch thread.
final class Mailbox: Sendable {
  struct Contents {
    /// Downloads to start, in the order of their coming.
    var requests: [FetchRequest] = []
    /// Downloads that were asked for before a `cancelAll` and were still here.
    var cancelled: [FetchRequest] = []
    /// Downloads that failed before they could be asked for: their completions belong on the fetch thread all the same.
    var failed: [(failure: Failure, completion: FetchRequest.Completion)] = []
    /// Everything that the fetch thread already has is to be cancelled.
    var cancelOpen = false
    /// The thread is to end; nothing comes in any more.
    var stopping = false
  }

  private struct State {
    var contents = Contents()
    /// Whom to wake; nil once the thread has ended.
    var thread: WakeHandle?
  }

  private let state = Mutex(State())

  /// Says whom to wake, before the thread starts.
  func connect(_ thread: WakeHandle) { state.withLock { $0.thread = thread } }

  /// After this nothing touches the multi handle, so it can be closed.
  func disconnect() { state.withLock { $0.thread = nil } }

  /// False after `stop`.
  func post(_ request: FetchRequest) -> Bool { put { $0.requests.append(request) } }

  /// False after `stop`.
  func post(_ failure: Failure, to completion: @escaping FetchRequest.Completion) -> Bool {
    put { $0.failed.append((failure, completion)) }
  }

  func cancelAll() {
    _ = put {
      $0.cancelled += $0.requests
      $0.requests = []
      $0.cancelOpen = true
    }
  }

  func stop() { _ = put { $0.stopping = true } }

  /// Empties the box.
  func collect() -> Contents {
    state.withLock { state in
      let contents = state.contents
      state.contents = Contents(stopping: contents.stopping)
      return contents
    }
  }

  private func put(_ change: (inout Contents) -> Void) -> Bool {
    state.withLock { state in
      guard !state.contents.stopping else { return false }
      change(&state.contents)
      state.thread?.wake()
      return true
    }
  }
}
