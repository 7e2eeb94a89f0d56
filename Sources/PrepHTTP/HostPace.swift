/// The number of requests to one host that may run: additive increase, multiplicative decrease. Times are relative to any fixed
/// start.
///
/// A host that says it is overloaded gets half as many concurrent requests. Each good answer raises the number a little: by one
/// after as many answers as run at a time. A `Retry-After` of the host applies to all its requests.
struct HostPace: Sendable, Hashable {
  private let most: Int
  private var allowed: Double
  private var slowed: Duration?
  private var pausedUntil: Duration?

  init(most: Int) {
    self.most = max(most, 1)
    allowed = Double(self.most)
  }

  /// How many may run at this time.
  func limit(at now: Duration) -> Int {
    if let pausedUntil, now < pausedUntil { return 0 }
    return Int(allowed)
  }

  /// When ``limit(at:)`` changes by itself; nil when there was no pause.
  var changes: Duration? { pausedUntil }

  /// The host is at full pace.
  func isPristine(at now: Duration) -> Bool { limit(at: now) == most }

  /// The host was overloaded. Of requests that ran together, only the first refusal slows the pace.
  mutating func refused(at now: Duration, begun: Duration, pause: Duration?) {
    if slowed.map({ begun > $0 }) ?? true {
      allowed = max(1, allowed / 2)
      slowed = now
    }
    if let pause, pause > .zero { pausedUntil = max(pausedUntil ?? .zero, now + min(pause, RetryPolicy.longestPause)) }
  }

  /// A request came through.
  mutating func succeeded() { allowed = min(Double(most), allowed + 1 / allowed) }
}
