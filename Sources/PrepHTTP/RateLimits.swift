import Glibc

// How long a server asks clients to wait, and how much of its limits is left, from the headers that providers use.

extension HTTPFields {
  /// The wait that the server asked for with `Retry-After-Ms` or `Retry-After`, the latter in seconds or as a date (RFC 9110,
  /// 10.2.3); at most a day. Nil when it asked for none, or when the time has passed.
  package var retryAfter: Duration? {
    if let milliseconds = self["retry-after-ms"].flatMap(Double.init) { return Self.pause(milliseconds / 1000) }
    guard let text = self["retry-after"] else { return nil }
    if let seconds = Double(text) { return Self.pause(seconds) }
    guard let date = HTTPDate.seconds(text) else { return nil }
    return Self.pause(Double(date) - Double(time(nil)))
  }

  private static func pause(_ seconds: Double) -> Duration? {
    seconds > 0 && seconds.isFinite ? .milliseconds(Int((min(seconds, 86_400) * 1000).rounded(.up))) : nil
  }

  /// The rest of a limit.
  /// - Parameter kind: `requests` or `tokens`, as in `x-ratelimit-remaining-requests`; nil for servers that have one limit alone
  ///   (`x-ratelimit-remaining`).
  package func rateLimit(of kind: String?) -> RateLimit {
    let suffix = kind.map { "-\($0)" } ?? ""
    return RateLimit(
      limit: self["x-ratelimit-limit\(suffix)"].flatMap(Self.count),
      remaining: self["x-ratelimit-remaining\(suffix)"].flatMap(Self.count),
      reset: self["x-ratelimit-reset\(suffix)"].flatMap(RateLimit.time))
  }

  private static func count(_ text: String) -> Int? {
    Double(text).flatMap { Int(exactly: $0.rounded(.down)) }.map { max($0, 0) }
  }
}

/// One of a server's limits: a number of requests, or tokens, per span of time.
package struct RateLimit: Sendable, Hashable {
  package var limit: Int?
  package var remaining: Int?
  /// The time until the limit is fully restored.
  package var reset: Duration?

  /// Reads `0.5`, `12` (seconds), or `1h2m3.5s`, `20ms`; at most a day.
  static func time(_ text: String) -> Duration? {
    if let seconds = Double(text) { return duration(seconds) }
    let units: [(name: String, seconds: Double)] = [
      ("ms", 0.001), ("us", 0.000_001), ("ns", 0.000_000_001), ("h", 3600), ("m", 60), ("s", 1),
    ]
    var rest = text[...]
    var sum = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      rest = rest[number.endIndex...]
      guard let value = Double(String(number)), let unit = units.first(where: { rest.hasPrefix($0.name) }) else { return nil }
      rest = rest.dropFirst(unit.name.count)
      sum += value * unit.seconds
    }
    return text.isEmpty ? nil : duration(sum)
  }

  private static func duration(_ seconds: Double) -> Duration? {
    seconds >= 0 && seconds.isFinite ? .milliseconds(Int((min(seconds, 86_400) * 1000).rounded(.up))) : nil
  }
}
