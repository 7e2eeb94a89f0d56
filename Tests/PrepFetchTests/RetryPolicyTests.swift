import PrepCore
import Testing

@testable import PrepFetch

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(retries: 3, deadline: .seconds(120), timeout: .seconds(30))

  /// Always the same.
  private struct Constant: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
  }

  private func decide(
    _ code: FailureCode, tries: Int = 1, elapsed: Duration = .zero, pause: Duration? = nil, drawn value: UInt64 = 0
  ) -> RetryPolicy.Decision {
    var random = Constant(value: value)
    return policy.decision(after: code, tries: tries, elapsed: elapsed, pause: pause, using: &random)
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

  @Test func theWaitIsDrawnFromAllUpToTheLongest() {
    var random = SystemRandomNumberGenerator()
    let waits = (0..<1000).compactMap { _ -> Duration? in
      let decision = policy.decision(after: .dns, tries: 3, elapsed: .zero, using: &random)
      return if case .again(let wait) = decision { wait } else { nil }
    }
    #expect(waits.count == 1000)
    #expect(waits.allSatisfy { $0 >= .zero && $0 <= .seconds(2) })
    #expect(waits.contains { $0 < .milliseconds(500) } && waits.contains { $0 > .milliseconds(1500) })
  }

  @Test func equalChanceGivesEqualWaits() {
    #expect(decide(.timeout, tries: 2, drawn: 0x1234_5678_9ABC_DEF0) == decide(.timeout, tries: 2, drawn: 0x1234_5678_9ABC_DEF0))
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
