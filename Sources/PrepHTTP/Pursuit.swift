/// One request through all its tries. Only the client's thread uses it.
final class Pursuit {
  /// The number by which the caller can cancel the request.
  let number: UInt64
  let request: HTTPRequest
  let retryPolicy: RetryPolicy
  private let completion: HTTPClient.Completion
  /// Tries that have begun.
  private(set) var tries = 0
  /// When the first began.
  private(set) var started: Duration?
  /// Whether the current try is a probe of its host.
  private(set) var isProbe = false
  /// Whether any try may have reached the server.
  var mayHaveHadEffect = false
  /// Whether the completion was called; queues skip such a request.
  private(set) var isOver = false
  /// The latest fault of a try in which the server did something; used when later tries only timed out.
  var deed: HTTPFault?

  init(_ order: Mailbox.Order) {
    number = order.number
    request = order.request
    retryPolicy = order.request.retryPolicy
    completion = order.completion
  }

  var origin: String { request.address.origin }

  func beginTry(at now: Duration, isProbe: Bool) {
    tries += 1
    started = started ?? now
    self.isProbe = isProbe
  }

  func end(_ ending: Result<HTTPResponse, HTTPFault>, at now: Duration, isHostGivenUp: Bool) {
    guard !isOver else { return }
    isOver = true
    let elapsed = now - (started ?? now)
    switch ending {
    case .success(var response):
      response.tries = tries
      response.elapsed = elapsed
      response.isHostGivenUp = isHostGivenUp
      completion(.success(response))
    case .failure(var fault):
      fault.tries = tries
      fault.elapsed = elapsed
      fault.mayHaveHadEffect = mayHaveHadEffect
      fault.isHostGivenUp = isHostGivenUp
      completion(.failure(fault))
    }
  }
}
