import CPrepCurl

/// The multi handle as other threads may use it: to end its wait, nothing else.
struct WakeHandle {
  private let raw: UnsafeMutableRawPointer

  init(_ multi: borrowing MultiHandle) { raw = multi.raw }

  /// Ends the wait of the fetch thread. It is remembered when that thread does not wait just now.
  func wake() { curl_multi_wakeup(raw) }
}

// curl_multi_wakeup may be called from any thread while the handle lives. The mailbox's lock sees to that: it is held during each
// call, and the fetch thread takes the WakeHandle out of the mailbox, under the same lock, before it closes the handle.
extension WakeHandle: @unchecked Sendable {}
