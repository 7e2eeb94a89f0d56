/// How many items would decide.
package enum RequiredItems {
  /// More items than anybody has; what would need more is not decided by items.
  static let most = 1_000_000_000.0

  /// The fewest items with which Wilson's interval of a share lies on one side of a threshold, if the share stays as it is.
  ///
  /// The interval excludes a threshold T when the score test rejects it: n (share - T)² ≥ z² T (1 - T).
  ///
  /// - Parameters:
  ///   - share: what was observed, from 0 to 1.
  ///   - threshold: from 0 to 1. A minimum is passed when the lower bound is at least the threshold, a maximum when the upper bound
  ///     is at most that.
  ///   - designEffect: how many times larger the variance is than that of independent items, because items belong together.
  /// - Returns: at least 1; nil when no number of items would do, because the share equals the threshold, or the threshold is 0 or
  ///   1 and can only be touched.
  package static func share(_ share: Double, against threshold: Double, level: Double = 0.95, designEffect: Double = 1) -> Int? {
    let z = NormalDistribution.critical(level: level)
    let distance = share - threshold
    guard distance != 0 else { return nil }
    let needed = z * z * threshold * (1 - threshold) / (distance * distance) * max(1, designEffect)
    return count(needed)
  }

  /// The number of items with which any interval would exclude a threshold, if the figure stays as it is: intervals shrink with the
  /// square root of the number of items.
  ///
  /// - Parameters:
  ///   - items: how many items the interval stands on.
  ///   - bound: the interval's bound on the side of the threshold.
  /// - Returns: nil when the figure is not on the right side of the threshold, or the interval has no width.
  package static func interval(items: Int, value: Double, bound: Double, threshold: Double) -> Int? {
    let (reach, distance) = (value - bound, value - threshold)
    guard reach != 0, distance != 0, reach.sign == distance.sign else { return nil }
    let ratio = reach / distance
    return count(Double(items) * ratio * ratio)
  }

  /// The items for which the difference of two models' shares is found with a given power: with that probability the lower bound of
  /// its interval is at least the threshold.
  ///
  /// n = (z(level) √(d - T²) + z(power) √(d - δ²))² / (δ - T)², for the share d of discordant items, the true difference δ and the
  /// threshold T (Connor 1987, Sample Size for Testing Differences in Proportions for the Paired-Sample Design, who has T = 0).
  ///
  /// - Parameters:
  ///   - difference: the true difference, above the threshold.
  ///   - discordant: the share of items that only one of the models has right, from the difference's size to 1.
  ///   - threshold: what the difference must reach; 0 to find any difference.
  /// - Returns: nil when no number of items would do, or the numbers contradict each other.
  package static func difference(
    _ difference: Double, discordant: Double, threshold: Double = 0, power: Double = 0.8, level: Double = 0.95
  ) -> Int? {
    guard difference > threshold, discordant >= abs(difference), discordant <= 1 else { return nil }
    let reach = NormalDistribution.critical(level: level)
    let certainty = NormalDistribution.quantile(power)
    let spread =
      reach * max(0, discordant - threshold * threshold).squareRoot()
      + certainty * (discordant - difference * difference).squareRoot()
    let ratio = spread / (difference - threshold)
    return count(ratio * ratio)
  }

  private static func count(_ needed: Double) -> Int? {
    guard needed > 0 else { return nil }
    // Rounding must not ask for one more.
    return needed <= most ? max(1, Int((needed * (1 - 1e-12)).rounded(.up))) : nil
  }
}
