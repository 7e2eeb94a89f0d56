/// The interval of a mean over items of which some belong together, by the cluster-robust standard error.
///
/// The standard error is √(C / (C - 1) · Σ (sum of the residuals of a cluster)²) / n, for C clusters with n items in all, as Inspect
/// has it (`stderr(cluster=)`; Miller, Adding Error Bars to Evals, 2024, appendix A, with the correction for few clusters). The
/// interval reaches t with C - 1 degrees of freedom times that to each side.
package enum ClusterInterval {
  /// What the mean is of.
  package enum Quantity: Sendable {
    /// Numbers from 0 to 1. Bounds are clipped to 0...1. When no cluster differs from the mean, as when all is right, the standard
    /// error is zero and says nothing. Then Wilson's interval is given, with clusters for items: as if items of a cluster always
    /// agreed.
    case share
    /// Any numbers. When no cluster differs from the mean, the interval is the point.
    case number
  }

  /// - Parameters:
  ///   - sums: each cluster's sum.
  ///   - counts: each cluster's number of items. A cluster without items does not count.
  /// - Returns: nil for fewer than two clusters, which tell nothing about how clusters vary.
  package static func ofMean(
    sums: [Double], counts: [Double], of quantity: Quantity, level: Double = 0.95
  ) -> ConfidenceInterval? {
    let clusters = zip(sums, counts).filter { $1 > 0 }
    guard let spread = spread(clusters) else { return nil }
    let (mean, error) = spread
    guard error > 0 else {
      switch quantity {
      case .share: return WilsonInterval.of(share: min(1, max(0, mean)), of: Double(clusters.count), level: level)
      case .number: return .point(mean)
      }
    }
    let reach = StudentDistribution(degreesOfFreedom: Double(clusters.count - 1)).critical(level: level) * error
    switch quantity {
    case .share: return ConfidenceInterval(lower: max(0, mean - reach), upper: min(1, mean + reach), method: .cluster)
    case .number: return ConfidenceInterval(lower: mean - reach, upper: mean + reach, method: .cluster)
    }
  }

  /// The cluster-robust standard error of a mean; nil for fewer than two clusters.
  package static func standardError(sums: [Double], counts: [Double]) -> Double? {
    spread(zip(sums, counts).filter { $1 > 0 })?.error
  }

  /// How many times larger the variance of a share is than that of as many independent items, which tells how many more items are
  /// needed for belonging together. Nil for fewer than two clusters, and for a share of 0 or 1.
  package static func designEffect(sums: [Double], counts: [Double]) -> Double? {
    guard let (share, error) = spread(zip(sums, counts).filter { $1 > 0 }), share > 0, share < 1 else { return nil }
    return error * error / (share * (1 - share)) * counts.reduce(0, +)
  }

  private static func spread(_ clusters: [(sum: Double, count: Double)]) -> (mean: Double, error: Double)? {
    guard clusters.count >= 2 else { return nil }
    let count = clusters.reduce(0) { $0 + $1.count }
    let mean = clusters.reduce(0) { $0 + $1.sum } / count
    // Sums of equal numbers differ from the mean by their rounding alone.
    let noise = 1e-13 * clusters.reduce(0) { max($0, abs($1.sum)) }
    let squares = clusters.reduce(0) { total, cluster in
      let residual = cluster.sum - mean * cluster.count
      return abs(residual) <= noise ? total : total + residual * residual
    }
    let correction = Double(clusters.count) / Double(clusters.count - 1)
    return (mean, (correction * squares).squareRoot() / count)
  }
}
