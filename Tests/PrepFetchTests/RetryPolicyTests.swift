import PrepCore
import Testing

@testable import PrepFetch

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(retries: 3, deadline: .seconds(120), timeout: .seconds(30))

  private func decide(
    _ code: FailureCode, tries: Int = 1, elapsed: Duration = .zero, pause: Duration? = nil, chance: Double = 0
  ) -> RetryPolicy.Decision {
    policy.decision(after: code, tries: tries, elapsed: elapsed, pause: pause, chance: chance)
  }

  @Test(arguments: [
    FailureCode.http(408), .http(425), .http(429), .http(500), .http(502), .http(503), .http(504), .dns, .connection, .timeout,
  ])
  func passing(code: FailureCode) { #expect(decide(code) == .again(after: .zero)) }

  @Test(arguments: [
    FailureCode.http(400), .http(401), .http(403), .http(404), .http(410), .http(451), .http(204), .http(501),
    .unsupportedAddress, .addressRefused, .tls, .tooManyBytes, .tooManyRedirects,
  ])
  func final(code: FailureCode) { #expect(decide(code) == .giveUp) }

  @Test func noMoreTriesThanAllowed() {
    #expect(decide(.timeout, tries: 3) != .giveUp)
    #expect(decide(.timeout, tries: 4) == .giveUp)
  }

  @Test func waitsDoubleUpToALimit() {
    let waits = (1...12).map { RetryPolicy.longestWait(beforeTry: $0) }
    #expect(waits.prefix(5) == [.zero, .milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
    #expect(waits.max() == .seconds(30))
    #expect(RetryPolicy.longestWait(beforeTry: .max) == .seconds(30))
  }

  @Test func chanceIsThePartOfTheLongestWait() {
    #expect(decide(.dns, tries: 3, chance: 0) == .again(after: .zero))
    #expect(decide(.dns, tries: 3, chance: 0.25) == .again(after: .milliseconds(500)))
    #expect(decide(.dns, tries: 3, chance: 0.75) == .again(after: .milliseconds(1500)))
  }

  @Test func theServersWishIsTheLeastWait() {
    #expect(decide(.http(429), pause: .seconds(7)) == .again(after: .seconds(7)))
    #expect(decide(.http(503), pause: .seconds(3600)) == .again(after: .seconds(60)))
  }

  /// A try begins only when its whole time is left.
  @Test func theDeadlineHolds() {
    #expect(decide(.timeout, elapsed: .seconds(90)) == .again(after: .zero))
    #expect(decide(.timeout, elapsed: .seconds(91)) == .giveUp)
    #expect(decide(.http(429), elapsed: .seconds(31), pause: .seconds(60)) == .giveUp)
  }
}
