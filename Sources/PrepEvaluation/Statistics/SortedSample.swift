/// Measured numbers in order, for percentiles: latencies, the sizes of errors. Numbers that are equal are held once.
package struct SortedSample: Sendable, Hashable {
  /// The different numbers, ascending.
  private let values: [Double]
  /// How many numbers there are up to each of them, itself included.
  private let ends: [Int]

  /// - Parameter values: in any order. NaN, infinities and numbers beyond 1e100 are left out.
  package init(_ values: some Sequence<Double>) {
    var (kept, ends): ([Double], [Int]) = ([], [])
    for (place, value) in values.filter(Measurement.isValid).sorted().enumerated() {
      if kept.last == value { ends.removeLast() } else { kept.append(value) }
      ends.append(place + 1)
    }
    self.values = kept
    self.ends = ends
  }

  /// - Parameter counts: how often each number occurs. NaN, infinities and numbers beyond 1e100 are left out.
  package init(counts: [Double: Int]) {
    let sorted = counts.filter { Measurement.isValid($0.key) && $0.value > 0 }.sorted { $0.key < $1.key }
    values = sorted.map(\.key)
    var total = 0
    ends = sorted.map { entry in
      total += entry.value
      return total
    }
  }

  /// How many numbers there are.
  package var count: Int { ends.last ?? 0 }

  /// The smallest and the largest number.
  package var first: Double? { values.first }
  package var last: Double? { values.last }

  /// The number at a place, counted from 0.
  package subscript(place: Int) -> Double { values[Bisection.first(in: ends.indices) { ends[$0] > place }] }

  /// The percentile, interpolated between the two nearest numbers, as numpy's `percentile` has it by default: for n numbers the one
  /// at place (n - 1) · share, counted from 0.
  ///
  /// - Parameter share: from 0 to 1: 0.5 for the median, 0.95 for p95.
  /// - Returns: nil for no numbers.
  package func percentile(_ share: Double) -> Double? {
    guard count > 0 else { return nil }
    let place = Double(count - 1) * min(1, max(0, share))
    let below = min(count - 1, Int(place))
    let above = min(count - 1, below + 1)
    let part = place - Double(below)
    let step = self[above] - self[below]
    // numpy's form of it: the same to the last digit from either end.
    return part < 0.5 ? self[below] + step * part : self[above] - step * (1 - part)
  }

  /// The distribution-free interval of a percentile, whose bounds are two of the numbers.
  ///
  /// Of n numbers, those below the true percentile are binomial with n and `share`. The lower bound is the largest number of rank l
  /// with P(B < l) ≤ (1 - level) / 2, the upper bound the smallest of rank u with P(B ≥ u) ≤ (1 - level) / 2, ranks counted from 1.
  /// So each bound is wrong with at most half of 1 - level, whatever the distribution (David and Nagaraja, Order Statistics, 7.1).
  ///
  /// - Returns: nil for no numbers. A bound is nil when even the smallest or largest number is not extreme enough: the median needs
  ///   6 numbers for both bounds, the upper bound of p95 needs 72, that of p99 needs 368.
  package func interval(_ share: Double, level: Double = 0.95) -> ConfidenceInterval? {
    guard count > 0 else { return nil }
    let below = BinomialDistribution(trials: count, probability: min(1, max(0, share)))
    let tail = (1 - level) / 2
    // Numbers of ranks up to `lower` are extreme enough, and so are those of ranks above `upper`.
    let lower = Bisection.first(in: 0..<count) { below.cdf($0) > tail }
    let upper = Bisection.first(in: 0..<count) { below.survival($0) <= tail }
    return ConfidenceInterval(
      lower: lower > 0 ? self[lower - 1] : nil, upper: upper < count ? self[upper] : nil, method: .order)
  }
}
