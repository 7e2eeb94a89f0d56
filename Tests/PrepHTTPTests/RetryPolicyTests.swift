import Testing

@testable import PrepHTTP

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(retries: 3, deadline: .seconds(120), timeout: .seconds(30))

  private func decide(
    _ isPassing: Bool = true, tries: Int = 1, elapsed: Duration = .zero, pause: Duration? = nil, chance: Double = 0
  ) -> RetryPolicy.Decision {
    policy.decision(isPassing: isPassing, tries: tries, elapsed: elapsed, pause: pause, chance: chance)
  }

  @Test(arguments: [
    HTTPFault.Cause.hostNotResolved, .proxyNotResolved, .notConnected("refused"), .proxyRefused(status: 503), .endedBeforeAnswer,
    .endedInBody(announced: 5), .noAnswer(within: 5, connecting: nil), .tooSlow(bytesPerSecond: 1, seconds: 1),
    .unfinished(within: 1), .notHTTP,
  ])
  func passing(cause: HTTPFault.Cause) { #expect(RetryPolicy.isPassing(cause)) }

  @Test(arguments: [
    HTTPFault.Cause.unsupportedScheme(nil), .malformedAddress(""), .addressRefused(.v4(0), .unspecified), .certificate(""),
    .tls(""), .tooManyBytes(announced: nil, limit: 1), .tooManyRedirects(limit: 1), .credentialsOverPlainHTTP,
    .requestBody(""), .option(name: "", reason: ""), .cancelled,
  ])
  func final(cause: HTTPFault.Cause) { #expect(!RetryPolicy.isPassing(cause)) }

  @Test func statuses() {
    let passing = (100...599).filter(RetryPolicy.passingStatuses.contains)
    #expect(passing == [408, 425, 429, 500, 502, 503, 504])
    #expect(decide(false) == .giveUp)
  }

  @Test func noMoreTriesThanAllowed() {
    #expect(decide(tries: 3) != .giveUp)
    #expect(decide(tries: 4) == .giveUp)
  }

  @Test func waitsDoubleUpToALimit() {
    let waits = (1...12).map { RetryPolicy.longestWait(beforeTry: $0) }
    #expect(waits.prefix(5) == [.zero, .milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
    #expect(waits.max() == .seconds(30))
    #expect(RetryPolicy.longestWait(beforeTry: .max) == .seconds(30))
  }

  @Test func chanceIsThePartOfTheLongestWait() {
    #expect(decide(tries: 3, chance: 0) == .again(after: .zero))
    #expect(decide(tries: 3, chance: 0.25) == .again(after: .milliseconds(500)))
    #expect(decide(tries: 3, chance: 0.75) == .again(after: .milliseconds(1500)))
  }

  @Test func theServersWishIsTheLeastWait() {
    #expect(decide(pause: .seconds(7)) == .again(after: .seconds(7)))
    #expect(decide(pause: .seconds(3600)) == .again(after: .seconds(60)))
  }

  /// A try begins only when its whole time is left.
  @Test func theDeadlineHolds() {
    #expect(decide(elapsed: .seconds(90)) == .again(after: .zero))
    #expect(decide(elapsed: .seconds(91)) == .giveUp)
    #expect(decide(elapsed: .seconds(31), pause: .seconds(60)) == .giveUp)
  }
}
