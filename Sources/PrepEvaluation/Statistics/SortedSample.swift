/// Measured numbers in order, for percentiles: latencies, the sizes of errors. It takes 8 bytes a number.
package struct SortedSample: Sendable, Hashable {
  /// Ascending.
  package let values: [Double]

  /// - Parameter values: in any order. NaN, infinities and numbers beyond 1e100 are left out.
  package init(_ values: some Sequence<Double>) {
    self.values = values.filter(Measurement.isValid).sorted()
  }

  /// The percentile, interpolated between the two nearest numbers, as numpy's `percentile` has it by default: for n numbers the one
  /// at place (n - 1) · share, counted from 0.
  ///
  /// - Parameter share: from 0 to 1: 0.5 for the median, 0.95 for p95.
  /// - Returns: nil for no numbers.
  package func percentile(_ share: Double) -> Double? {
    guard let last = values.indices.last else { return nil }
    let place = Double(last) * min(1, max(0, share))
    let below = min(last, Int(place))
    let above = min(last, below + 1)
    let part = place - Double(below)
    let step = values[above] - values[below]
    // numpy's form of it: the same to the last digit from either end.
    return part < 0.5 ? values[below] + step * part : values[above] - step * (1 - part)
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
    guard !values.isEmpty else { return nil }
    let below = BinomialDistribution(trials: values.count, probability: min(1, max(0, share)))
    let tail = (1 - level) / 2
    // Numbers of ranks up to `lower` are extreme enough, and so are those of ranks above `upper`.
    let lower = Bisection.first(in: 0..<values.count) { below.cdf($0) > tail }
    let upper = Bisection.first(in: 0..<values.count) { below.survival($0) <= tail }
    return ConfidenceInterval(
      lower: lower > 0 ? values[lower - 1] : nil, upper: upper < values.count ? values[upper] : nil, method: .order)
  }
}
