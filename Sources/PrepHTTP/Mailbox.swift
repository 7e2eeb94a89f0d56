import Synchronization

/// The messages from other threads to the client's thread.
final class Mailbox: Sendable {
  /// A request and its completion.
  struct Order: Sendable {
    let number: UInt64
    let request: HTTPRequest
    let completion: HTTPClient.Completion
  }

  struct Contents {
    /// Requests to send, in order of arrival.
    var orders: [Order] = []
    /// Requests that were posted before a `cancelAll` and had not been collected.
    var cancelled: [Order] = []
    /// The numbers of requests to cancel, sent or not; handled after ``orders``.
    var unwanted: [UInt64] = []
    /// Closures to call on the client's thread.
    var calls: [@Sendable () -> Void] = []
    /// Whether to cancel all requests that the client's thread already has.
    var cancelOpen = false
    /// Whether the thread must end; nothing more is accepted.
    var stopping = false
  }

  private struct State {
    var contents = Contents()
    var numbers: UInt64 = 0
    /// The handle for waking the client's thread; nil once the thread has ended.
    var thread: WakeHandle?
  }

  private let state = Mutex(State())

  /// Sets the handle for waking the thread, before the thread starts.
  func connect(_ thread: WakeHandle) { state.withLock { $0.thread = thread } }

  /// After this call nothing uses the multi handle, so it can be closed.
  func disconnect() { state.withLock { $0.thread = nil } }

  /// - Returns: the request's number; nil after `stop`.
  func post(_ request: HTTPRequest, completion: @escaping HTTPClient.Completion) -> UInt64? {
    put {
      $0.numbers += 1
      $0.contents.orders.append(Order(number: $0.numbers, request: request, completion: completion))
      return $0.numbers
    }
  }

  /// Returns false after `stop`.
  func post(_ call: @escaping @Sendable () -> Void) -> Bool { put { $0.contents.calls.append(call) } != nil }

  func cancel(_ number: UInt64) { _ = put { $0.contents.unwanted.append(number) } }

  func cancelAll() {
    _ = put {
      $0.contents.cancelled += $0.contents.orders
      $0.contents.orders = []
      $0.contents.cancelOpen = true
    }
  }

  func stop() { _ = put { $0.contents.stopping = true } }

  /// Empties the box.
  func collect() -> Contents {
    state.withLock { state in
      let contents = state.contents
      state.contents = Contents(stopping: contents.stopping)
      return contents
    }
  }

  private func put<Result: Sendable>(_ change: (inout sending State) -> Result) -> Result? {
    state.withLock { state in
      guard !state.contents.stopping else { return nil }
      let result = change(&state)
      state.thread?.wake()
      return result
    }
  }
}
