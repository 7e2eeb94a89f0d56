/// The score interval of the difference of two models' shares of right answers, on the same independent items (Tango 1998, Equivalence
/// Test and Confidence Interval for the Difference in Proportions for the Paired-Sample Design).
///
/// It is to differences what Wilson's interval is to shares, and is honest where the bootstrap sees no variation: five items that all
/// speak for the candidate, or none that speaks for either.
package enum PairedDifferenceInterval {
  /// The interval of the candidate's share less the baseline's.
  ///
  /// - Parameters:
  ///   - onlyBaseline: items that the baseline alone has right.
  ///   - onlyCandidate: items that the candidate alone has right.
  ///   - count: all items; nil is returned for 0, and for fewer than the two together.
  package static func of(
    onlyBaseline: Int, onlyCandidate: Int, of count: Int, level: Double = 0.95
  ) -> ConfidenceInterval? {
    guard count > 0, onlyBaseline >= 0, onlyCandidate >= 0, onlyBaseline + onlyCandidate <= count else { return nil }
    let z = NormalDistribution.critical(level: level)
    let lower = lowerBound(against: Double(onlyBaseline), for: Double(onlyCandidate), Double(count), z)
    let upper = -lowerBound(against: Double(onlyCandidate), for: Double(onlyBaseline), Double(count), z)
    return ConfidenceInterval(lower: lower, upper: upper, method: .tango)
  }

  /// The difference below the observed one that a score test would just not reject.
  private static func lowerBound(against: Double, for supporting: Double, _ n: Double, _ z: Double) -> Double {
    let observed = (supporting - against) / n
    guard observed > -1 else { return -1 }
    return Bisection.last(from: -1, to: observed) { difference in
      // The most likely share of items that speak against, if this were the difference.
      let b = (2 * n - supporting + against) * difference - supporting - against
      let c = -against * difference * (1 - difference)
      let share = ((max(0, b * b - 8 * n * c)).squareRoot() - b) / (4 * n)
      let variance = max(0, n * (2 * share + difference * (1 - difference)))
      return supporting - against - n * difference > z * variance.squareRoot()
    }
  }
}
