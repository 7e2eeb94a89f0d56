import Glibc
import PrepCore
import Synchronization

/// The fetch lane: one thread that downloads many addresses at once.
///
/// Each call of ``fetch(_:completion:)`` ends with exactly one call of its completion: a body, a failure with one of the codes of
/// the fetch stage, or ``FetchError/cancelled``. Once its first try starts, this takes no longer than the deadline (and a
/// quarter of a second or two where curl waits inside itself), whatever the server does, except while its host is suspended. A
/// request with validators that the server cannot bear takes one try more.
///
/// Failures that may pass are tried again after a while (`RetryPolicy`). A host that has too much to do gets fewer downloads
/// at a time (`HostPace`); one that does not answer at all is left alone, and its downloads end together (`HostHealth`).
package final class Fetcher: Sendable {
  private let mailbox: Mailbox
  private let thread: Mutex<pthread_t?>
  private let identity: pthread_t

  /// Starts the thread.
  package init(options: FetchOptions) throws(FetcherUnavailable) {
    guard CurlLibrary.ready else { throw FetcherUnavailable(reason: "libcurl could not be set up.") }
    if let caFile = options.caFile, access(caFile, R_OK) != 0 {
      throw FetcherUnavailable(reason: "The file of certificate authorities \(caFile) cannot be read.")
    }
    mailbox = Mailbox()
    guard let loop = FetchLoop(options: options, mailbox: mailbox), let started = FetchThread.start(loop) else {
      throw FetcherUnavailable(reason: "The download thread could not be started: the system is out of memory or threads.")
    }
    identity = started
    thread = Mutex(started)
  }

  /// Downloads an http or https address; may be called from any thread, also from a completion.
  ///
  /// The completion runs on the fetch thread and must be short: while it runs, nothing is downloaded. After
  /// ``shutdown()`` it runs on the caller's thread, before this returns, with ``FetchError/cancelled``.
  /// - Parameter validators: of a body that the caller has; when it is still the right one, the download ends with
  ///   ``FetchError/notModified``.
  package func fetch(
    _ url: String, validators: Validators? = nil, completion: @escaping @Sendable (Result<FetchedBody, FetchError>) -> Void
  ) {
    let posted: Bool
    do throws(Failure) {
      let address = try FetchAddress(parsing: url)
      posted = mailbox.post(FetchRequest(address: address, validators: validators, completion: completion))
    } catch {
      posted = mailbox.post(error, to: completion)
    }
    if !posted { completion(.failure(.cancelled)) }
  }

  /// Ends every download asked for so far with ``FetchError/cancelled``, soon after this returns. Later ones are not affected.
  package func cancelAll() { mailbox.cancelAll() }

  /// Cancels every download and ends the thread. When this returns all completions have been called, except when it is
  /// called from one: then the rest follow once that completion has returned. May be called more than once.
  package func shutdown() {
    mailbox.stop()
    // A thread cannot wait for its own end, nor for a lock that another holds while it waits for that end.
    if pthread_equal(pthread_self(), identity) != 0 { return }
    thread.withLock { thread in
      guard let running = thread.take() else { return }
      pthread_join(running, nil)
    }
  }

  deinit {
    mailbox.stop()
    let running = thread.withLock { $0.take() }
    guard let running else { return }
    if pthread_equal(pthread_self(), identity) != 0 { pthread_detach(running) } else { pthread_join(running, nil) }
  }
}
