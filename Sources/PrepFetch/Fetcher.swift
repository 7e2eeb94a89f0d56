import Glibc
import PrepCore
import PrepHTTP
import Synchronization

/// The fetch lane: downloads many images at once.
///
/// Each call of ``fetch(_:validators:completion:)`` ends with exactly one call of its completion: a body, a failure with one of
/// the codes of the fetch stage, or ``FetchError/cancelled``. ``HTTPClient`` decides when a request is tried and retried. A
/// conditional request that a server mishandles costs one more try.
package final class Fetcher: Sendable {
  private let client: HTTPClient
  private let options: FetchOptions
  /// Nil when every download is made separately.
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

  /// Downloads an http or https address. May be called from any thread, and from a completion.
  ///
  /// The completion runs on the fetch thread and must be short: while it runs, nothing is downloaded. After ``shutdown()`` it
  /// runs on the caller's thread, before this method returns, with ``FetchError/cancelled``.
  /// - Parameter validators: the validators of a body that the caller has; when that body is still current, the download ends
  ///   with ``FetchError/notModified``.
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

  /// Calls a completion on the thread for completions.
  private func tell(
    _ ending: Result<FetchedBody, FetchError>, to completion: @escaping @Sendable (Result<FetchedBody, FetchError>) -> Void
  ) {
    if !client.perform({ completion(ending) }) { completion(.failure(.cancelled)) }
  }

  /// - Parameter completion: receives the result, and whether later callers may receive the same result. They may not when the
  ///   download ended only because its host is dead or because it was cancelled: the host may recover.
  private func start(
    _ address: FetchAddress, _ validators: Validators?,
    completion: @escaping @Sendable (Result<FetchedBody, FetchError>, Bool) -> Void
  ) {
    let download = ConditionalDownload(
      address: address, validators: validators, options: options, client: client, completion: completion)
    download.start()
  }

  /// Ends all current downloads with ``FetchError/cancelled``, soon after this method returns. Later downloads are not affected.
  package func cancelAll() {
    shared?.downloads.withLock { $0.forgetRunning() }
    client.cancelAll()
  }

  /// Cancels every download and ends the thread. All completions have been called when this method returns, except when it is
  /// called from a completion: then the others follow after that completion has returned. May be called more than once.
  package func shutdown() { client.shutdown() }

  // Downloads hold a reference to the client, so the client's own deinit would run too late.
  deinit { client.shutdown() }
}
