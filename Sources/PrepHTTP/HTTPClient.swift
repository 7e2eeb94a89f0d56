import Synchronization

/// An HTTP client: one thread that sends many requests at once.
///
/// Each request ends with exactly one call of its completion: a response, whatever its status, or a fault. After its first try
/// starts, a request takes no longer than its deadline (plus a quarter of a second or two where curl waits internally), whatever
/// the server does, except while its host is suspended.
///
/// Temporary failures are retried after a while if the request allows it (`RetryPolicy`). An overloaded host gets fewer
/// concurrent requests (`HostPace`); a host that does not answer at all is left alone, and its requests end together
/// (`HostHealth`). A request that may not be repeated is never sent twice, not even by libcurl itself.
package final class HTTPClient: Sendable {
  package typealias Completion = @Sendable (Result<HTTPResponse, HTTPFault>) -> Void

  private let mailbox: Mailbox
  private let thread: ClientThread

  /// Starts the thread.
  /// - Throws: `option` for a value that libcurl refuses, `outOfMemory`, or `noThread`.
  package init(_ options: HTTPOptions) throws(HTTPFault) {
    guard CurlLibrary.ready else { throw HTTPFault(.other("libcurl could not be set up")) }
    mailbox = Mailbox()
    thread = try ClientThread(options.threadName, ClientLoop(options: options, mailbox: mailbox))
  }

  /// Sends a request. May be called from any thread, and from a completion.
  ///
  /// The completion runs on the client's thread and must be short: while it runs, nothing is sent or received. After
  /// ``shutdown()`` it runs on the caller's thread, before this returns, with `cancelled`.
  package func send(_ request: HTTPRequest, completion: @escaping Completion) {
    if mailbox.post(request, completion: completion) == nil { completion(.failure(HTTPFault(.cancelled))) }
  }

  /// Sends a request. When the task is cancelled, the request ends soon with `cancelled`, and its connection with it.
  package func send(_ request: HTTPRequest) async throws(HTTPFault) -> HTTPResponse {
    let number = Mutex<UInt64?>(nil)
    let cancel = { @Sendable [mailbox] in if let number = number.withLock({ $0 }) { mailbox.cancel(number) } }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let posted = mailbox.post(request) { continuation.resume(returning: $0) }
        guard let posted else { return continuation.resume(returning: .failure(HTTPFault(.cancelled))) }
        number.withLock { $0 = posted }
        // The task was cancelled before the request had a number.
        if Task.isCancelled { mailbox.cancel(posted) }
      }
    } onCancel: {
      cancel()
    }
    return try result.get()
  }

  /// Calls a closure on the client's thread, where completions run. It must be short.
  /// - Returns: false after ``shutdown()``; the closure is not called then.
  package func perform(_ body: @escaping @Sendable () -> Void) -> Bool { mailbox.post(body) }

  /// Ends every request sent so far with `cancelled`, soon after this returns. Later ones are not affected.
  package func cancelAll() { mailbox.cancelAll() }

  /// Cancels every request and ends the thread. All completions have been called when this method returns, except when it is
  /// called from a completion: then the others follow after that completion has returned. May be called more than once.
  package func shutdown() {
    mailbox.stop()
    thread.join()
  }

  deinit { shutdown() }
}
