/// Numbers, each different one once with how often it occurs, for percentiles of any number of values in bounded memory.
struct CountedValues: Sendable {
  /// The most different numbers that are kept as they are. Beyond it, numbers are rounded to four digits.
  static let most = 65_536

  private var counts: [Double: Int] = [:]
  private(set) var total = 0
  private(set) var isRounded = false

  /// - Parameter value: a finite number.
  mutating func add(_ value: Double) {
    total += 1
    counts[isRounded ? Self.rounded(value) : value, default: 0] += 1
    if counts.count > Self.most, !isRounded { round() }
  }

  private mutating func round() {
    isRounded = true
    var rounded: [Double: Int] = [:]
    for (value, count) in counts { rounded[Self.rounded(value), default: 0] += count }
    counts = rounded
  }

  private static func rounded(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    var scale = 1.0
    while abs(value) * scale < 1000 { scale *= 10 }
    while abs(value) * scale >= 10_000 { scale /= 10 }
    return (value * scale).rounded() / scale
  }

  var sorted: SortedSample { SortedSample(counts: counts) }
}
