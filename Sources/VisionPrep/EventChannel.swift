import PrepPipeline
import PrepSystem

/// Carries events from the run's threads to one task. The run waits while a thousand events are unread, so that a slow reader
/// costs time and not memory.
final class EventChannel: Sendable {
  private struct State {
    var events: [RunEvent] = []
    var first = 0
    var reader: CheckedContinuation<Result<RunEvent?, RunError>, Never>?
    var hasBegun = false
    /// Nobody reads any more.
    var isClosed = false
    var isFinished = false
    var error: RunError?
  }

  private let state = Monitor(State())
  private static let capacity = 1024

  /// False when it was called before.
  func begin() -> Bool {
    state.read { state in
      defer { state.hasBegun = true }
      return !state.hasBegun
    }
  }

  func send(_ event: RunEvent) {
    let reader = state.wait { state -> CheckedContinuation<Result<RunEvent?, RunError>, Never>?? in
      if state.isClosed { return .some(nil) }
      if let reader = state.reader.take() { return .some(reader) }
      guard state.events.count - state.first < Self.capacity else { return nil }
      state.events.append(event)
      return .some(nil)
    }
    reader?.resume(returning: .success(event))
  }

  /// No more events come.
  func finish(_ error: RunError?) {
    let reader = state.change { state in
      state.isFinished = true
      let reader = state.reader.take()
      // Said once: to the reader that waits, or to the next one.
      if reader == nil { state.error = error }
      return reader
    }
    reader?.resume(returning: error.map { .failure($0) } ?? .success(nil))
  }

  /// Nobody reads any more; what is sent from now on is dropped.
  func close() { state.change { $0.isClosed = true } }

  /// The next event, nil after the last.
  func next() async -> Result<RunEvent?, RunError> {
    await withCheckedContinuation { continuation in
      let result = state.change { state -> Result<RunEvent?, RunError>? in
        if state.first < state.events.count {
          let event = state.events[state.first]
          state.first += 1
          if state.first == state.events.count {
            state.events.removeAll(keepingCapacity: true)
            state.first = 0
          }
          return .success(event)
        }
        if state.isFinished || state.isClosed {
          return state.error.take().map { .failure($0) } ?? .success(nil)
        }
        state.reader = continuation
        return nil
      }
      if let result { continuation.resume(returning: result) }
    }
  }
}
