/// The values of a figure that the test items allow.
package struct ConfidenceInterval: Sendable, Hashable {
  /// How an interval was made.
  package enum Method: String, Sendable, Hashable {
    /// Wilson's score interval of a share.
    case wilson
    /// The cluster-robust standard error of a mean.
    case cluster
    /// Tango's score interval of the difference of two shares of the same items.
    case tango
    /// The bootstrap, corrected for bias and acceleration.
    case bca
    /// The bootstrap's percentiles, where BCa is not defined.
    case percentile
    /// Order statistics.
    case order
    /// All items agree, so that the method found no variation. This does not mean that the figure is certain.
    case point
  }

  /// Nil when there are too few items for a bound on this side.
  package var lower: Double?
  package var upper: Double?
  package var method: Method

  package init(lower: Double?, upper: Double?, method: Method) {
    self.lower = lower
    self.upper = upper
    self.method = method
  }

  /// The interval of a figure that does not vary.
  package static func point(_ value: Double) -> Self { Self(lower: value, upper: value, method: .point) }
}
