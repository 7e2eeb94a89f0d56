/// One request on its way through all its tries. Used by the client's thread only.
final class Pursuit {
  /// By which its asker can cancel it.
  let number: UInt64
  let request: HTTPRequest
  let retryPolicy: RetryPolicy
  private let completion: HTTPClient.Completion
  /// Tries that have begun.
  private(set) var tries = 0
  /// When the first began.
  private(set) var started: Duration?
  /// Whether the present try is to show if its host is alive.
  private(set) var isProbe = false
  /// Whether some try may have reached the server.
  var mayHaveHadEffect = false
  /// Its completion was called; what is left of it here is passed over.
  private(set) var isOver = false
  /// The latest fault of a try in which the server did something, when later ones heard nothing at all.
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
