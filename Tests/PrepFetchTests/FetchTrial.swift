import PrepCore
import PrepFetch
import PrepHTTP
import TestServer

/// A server and a fetcher with short limits, for the time of one test.
final class FetchTrial: Sendable {
  let server: MisbehavingServer
  let fetcher: Fetcher

  init(_ change: (inout FetchOptions) -> Void = { _ in }) throws {
    server = try MisbehavingServer()
    var options = FetchOptions(version: "test")
    options.timeout = 20
    options.retries = 0
    options.perHost = 64
    options.allowPrivate = true
    options.proxy = .none
    change(&options)
    fetcher = try Fetcher(options: options)
  }

  deinit {
    fetcher.shutdown()
    server.stop()
  }

  /// Downloads one path of the server.
  func get(_ path: String, _ validators: Validators? = nil) async -> Result<FetchedBody, FetchError> {
    await fetcher.get(server.url(path), validators)
  }

  /// The failure of one path of the server.
  func failure(_ path: String) async -> ItemFailure? { await fetcher.failure(server.url(path)) }
}

extension Fetcher {
  func get(_ url: String, _ validators: Validators? = nil) async -> Result<FetchedBody, FetchError> {
    await withCheckedContinuation { continuation in
      fetch(url, validators: validators) { continuation.resume(returning: $0) }
    }
  }

  func failure(_ url: String) async -> ItemFailure? {
    if case .failure(.failure(let failure)) = await get(url) { failure } else { nil }
  }
}
