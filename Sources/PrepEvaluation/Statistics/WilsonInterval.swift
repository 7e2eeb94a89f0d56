/// The score interval of a share of independent items (Wilson 1927).
///
/// It contains each share that a two-sided score test of the same level would not reject. So it is honest at 0 and 1, and never
/// leaves 0...1.
package enum WilsonInterval {
  /// - Parameters:
  ///   - successes: from 0 to `count`.
  ///   - count: nil is returned for 0 items.
  ///   - level: the confidence level, such as 0.95.
  package static func of(_ successes: Int, of count: Int, level: Double = 0.95) -> ConfidenceInterval? {
    guard count > 0, 0...count ~= successes else { return nil }
    return of(share: Double(successes) / Double(count), of: Double(count), level: level)
  }

  /// The interval of a share of a number of items that need not be whole.
  ///
  /// - Parameters:
  ///   - share: from 0 to 1.
  ///   - count: above 0.
  static func of(share: Double, of count: Double, level: Double) -> ConfidenceInterval {
    let z = NormalDistribution.critical(level: level)
    let weight = z * z / count
    let center = (share + weight / 2) / (1 + weight)
    let reach = z / (1 + weight) * (share * (1 - share) / count + weight / (4 * count)).squareRoot()
    // At 0 and 1 the bound is exact; rounding would leave it a little off.
    return ConfidenceInterval(
      lower: share > 0 ? max(0, center - reach) : 0, upper: share < 1 ? min(1, center + reach) : 1, method: .wilson)
  }
}
