import Glibc

/// How a percentile of one model compares with another's: latencies, the sizes of errors.
///
/// Percentiles are no functions of sums, so that the bootstrap of sums has nothing to say about them. Their own intervals are
/// combined instead: the distances to the bounds are squared and added (Zou and Donner, Construction of Confidence Limits About
/// Effect Measures: A General Approach, 2008), on a logarithmic scale for ratios. This takes the two samples for independent. Of the
/// same items they usually rise and fall together, and then the interval is a little too wide.
package enum PercentileComparison {
  /// The candidate's percentile less the baseline's, with its interval.
  ///
  /// - Parameter share: from 0 to 1, as in ``SortedSample/percentile(_:)``.
  /// - Returns: nil when one of the samples is empty. A bound is nil when a bound that it needs has too few numbers.
  package static func difference(
    _ candidate: SortedSample, from baseline: SortedSample, share: Double, level: Double = 0.95
  ) -> (value: Double, interval: ConfidenceInterval)? {
    compare(candidate, baseline, share, level) { $0 }
  }

  /// The candidate's percentile divided by the baseline's, with its interval.
  ///
  /// - Returns: nil when one of the samples is empty, or has numbers that are not above 0.
  package static func ratio(
    _ candidate: SortedSample, to baseline: SortedSample, share: Double, level: Double = 0.95
  ) -> (value: Double, interval: ConfidenceInterval)? {
    guard let least = candidate.first, let other = baseline.first, least > 0, other > 0 else { return nil }
    guard let logarithms = compare(candidate, baseline, share, level, scale: { log($0) }) else { return nil }
    let interval = logarithms.interval
    return (
      exp(logarithms.value),
      ConfidenceInterval(lower: interval.lower.map { exp($0) }, upper: interval.upper.map { exp($0) }, method: interval.method)
    )
  }

  private static func compare(
    _ candidate: SortedSample, _ baseline: SortedSample, _ share: Double, _ level: Double, scale: (Double) -> Double
  ) -> (value: Double, interval: ConfidenceInterval)? {
    guard let first = candidate.percentile(share).map(scale), let firstInterval = candidate.interval(share, level: level),
      let second = baseline.percentile(share).map(scale), let secondInterval = baseline.interval(share, level: level)
    else { return nil }
    let value = first - second
    func reach(_ bound: Double?, _ other: Double?) -> Double? {
      guard let bound, let other else { return nil }
      let (distance, otherDistance) = (first - scale(bound), second - scale(other))
      return (distance * distance + otherDistance * otherDistance).squareRoot()
    }
    return (
      value,
      ConfidenceInterval(
        lower: reach(firstInterval.lower, secondInterval.upper).map { value - $0 },
        upper: reach(firstInterval.upper, secondInterval.lower).map { value + $0 }, method: .order)
    )
  }
}
