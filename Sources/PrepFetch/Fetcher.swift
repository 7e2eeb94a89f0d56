import Glibc
import PrepCore
import PrepHTTP
import Synchronization

/// The fetch lane: downloads many images at once.
///
/// Each call of ``fetch(_:validators:completion:)`` ends with exactly one call of its completion: a body, a failure with one of
/// the codes of the fetch stage, or ``FetchError/cancelled``. ``HTTPClient`` decides when something is tried, and when again. A
/// request with validators that the server cannot bear takes one try more.
package final class Fetcher: Sendable {
  private let client: HTTPClient
  private let options: FetchOptions
  /// Nil when each download is made for itself.
  private let shared: SharedState?

  private final class SharedState: Sendable {
    let downloads: Mutex<SharedDownloads>

    init(capacity: Int) { downloads = Mutex(SharedDownloads(capacity: capacity)) }
  }

  /// Starts the thread.
  package init(options: FetchOptions) throws(FetcherUnavailable) {
    if let caFile = options.caFile, access(caFile, R_OK) != 0 {
      throw FetcherUnavailable(reason: "The file of certificate authorities \(caFile) cannot be read.")
    }
    do throws(HTTPFault) {
      client = try HTTPClient(options.client)
    } catch {
      throw FetcherUnavailable(reason: error.description)
    }
    self.options = options
    shared = options.shared.map { SharedState(capacity: $0) }
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
    let address: FetchAddress
    do throws(ItemFailure) { address = try FetchAddress(parsing: url) } catch {
      return tell(.failure(.failure(error)), to: completion)
    }
    guard let shared else { return start(address, validators) { ending, _ in completion(ending) } }
    let question = Question(resource: address.resource, validators: validators)
    switch shared.downloads.withLock({ $0.ask(question, completion) }) {
    case .tell(let ending): tell(ending, to: completion)
    case .wait: break
    case .start(let number):
      start(address, validators) { ending, isKept in
        let askers = shared.downloads.withLock { $0.end(number, question, ending, isKept: isKept) }
        for completion in askers { completion(ending) }
      }
    }
  }

  /// Calls a completion where completions run.
  private func tell(
    _ ending: Result<FetchedBody, FetchError>, to completion: @escaping @Sendable (Result<FetchedBody, FetchError>) -> Void
  ) {
    if !client.perform({ completion(ending) }) { completion(.failure(.cancelled)) }
  }

  /// - Parameter completion: told the ending, and whether those who ask later may be told the same. What befell a download only
  ///   because its host is dead, or because it was cancelled, may not: the host may come back.
  private func start(
    _ address: FetchAddress, _ validators: Validators?,
    completion: @escaping @Sendable (Result<FetchedBody, FetchError>, Bool) -> Void
  ) {
    let download = ConditionalDownload(
      address: address, validators: validators, options: options, client: client, completion: completion)
    download.start()
  }

  /// Ends every download asked for so far with ``FetchError/cancelled``, soon after this returns. Later ones are not affected.
  package func cancelAll() {
    shared?.downloads.withLock { $0.forgetRunning() }
    client.cancelAll()
  }

  /// Cancels every download and ends the thread. When this returns all completions have been called, except when it is
  /// called from one: then the rest follow once that completion has returned. May be called more than once.
  package func shutdown() { client.shutdown() }

  // Downloads hold the client, so its own end would come too late.
  deinit { client.shutdown() }
}
