/// Whether and when a failed request is tried again. A pure decision: the time and the chance in it are given.
///
/// The wait doubles from try to try, and the real one is drawn evenly between nothing and that (full jitter), so that many
/// requests that failed together do not come back together.
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
  /// What a server may ask for with `Retry-After`; one that wants more is asked again after this.
  static let longestPause = Duration.seconds(60)

  /// Statuses that may pass by themselves.
  static let passingStatuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

  /// Whether a fault may pass by itself.
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
  ///   - isPassing: whether the failure may pass by itself.
  ///   - tries: how many there were, with the one that failed.
  ///   - elapsed: since the first began.
  ///   - pause: what the server asked for.
  ///   - chance: drawn from 0 up to 1: the part of the longest wait.
  func decision(
    isPassing: Bool, tries: Int, elapsed: Duration, pause: Duration? = nil, chance: Double
  ) -> Decision {
    guard tries <= retries, isPassing else { return .giveUp }
    let drawn = Self.longestWait(beforeTry: tries + 1) * chance
    let wait = max(drawn, min(pause ?? .zero, Self.longestPause))
    // A try is begun only when it can have its whole time: cut short, it would fail for another reason than the server's.
    return elapsed + wait + timeout <= deadline ? .again(after: wait) : .giveUp
  }

  /// What the wait before a try is drawn from; the first try has none.
  static func longestWait(beforeTry number: Int) -> Duration {
    guard number > 1 else { return .zero }
    return min(firstWait * (1 << min(number - 2, 10)), longestWait)
  }
}
