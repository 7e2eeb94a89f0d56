/// Decides whether and when a failed request is retried. It is a pure function: time and random number are inputs.
///
/// The longest wait doubles with each try, and the actual wait is drawn uniformly between zero and that (full jitter), so that
/// many requests that failed together are not retried together.
struct RetryPolicy: Sendable, Hashable {
  enum Decision: Sendable, Hashable {
    /// The failure is final.
    case giveUp
    case again(after: Duration)
  }

  /// Tries after the first.
  var retries: Int
  /// From the start of the first try to the end of the last.
  var deadline: Duration
  /// What one try may take.
  var timeout: Duration

  /// The longest wait before the second try.
  static let firstWait = Duration.milliseconds(500)
  static let longestWait = Duration.seconds(30)
  /// The longest wait that a server can ask for with `Retry-After`; if it asks for more, it is tried again after this.
  static let longestPause = Duration.seconds(60)

  /// Statuses of failures that are often temporary.
  static let passingStatuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

  /// Whether a fault is often temporary.
  static func isPassing(_ cause: HTTPFault.Cause) -> Bool {
    switch cause {
    case .hostNotResolved, .proxyNotResolved, .notConnected, .proxyRefused, .endedBeforeAnswer, .endedInBody, .noAnswer,
      .tooSlow, .unfinished, .headersTooLong, .notHTTP, .outOfMemory, .other:
      true
    case .malformedAddress, .unsupportedScheme, .redirectToMalformedAddress, .redirectToOtherScheme,
      .credentialsOverPlainHTTP, .malformedHeader, .certificate, .tls, .addressRefused, .tooManyRedirects, .tooManyBytes,
      .hostBusy, .requestBody, .endedByReceiver, .option, .noThread, .cancelled:
      false
    }
  }

  /// Decides after a failure.
  /// - Parameters:
  ///   - isPassing: whether the failure is often temporary.
  ///   - tries: the number of tries, including the failed one.
  ///   - elapsed: the time since the first try began.
  ///   - pause: the wait that the server asked for.
  ///   - chance: a random number from 0 up to 1: the fraction of the longest wait.
  func decision(
    isPassing: Bool, tries: Int, elapsed: Duration, pause: Duration? = nil, chance: Double
  ) -> Decision {
    guard tries <= retries, isPassing else { return .giveUp }
    let drawn = Self.longestWait(beforeTry: tries + 1) * chance
    let wait = max(drawn, min(pause ?? .zero, Self.longestPause))
    // A try begins only if its whole time is left: cut short, it could fail for a reason that is not the server's.
    return elapsed + wait + timeout <= deadline ? .again(after: wait) : .giveUp
  }

  /// What the wait before a try is drawn from; the first try has none.
  static func longestWait(beforeTry number: Int) -> Duration {
    guard number > 1 else { return .zero }
    return min(firstWait * (1 << min(number - 2, 10)), longestWait)
  }
}
