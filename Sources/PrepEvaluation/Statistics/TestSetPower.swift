/// What a test set of some size can show at all.
package enum TestSetPower {
  /// The share that is proven when all items are right: the lower bound of Wilson's interval, n / (n + z²), which is 84 % for 20 of
  /// 20. Nil for 0 items.
  package static func provenByAllRight(of items: Int, level: Double = 0.95) -> Double? {
    WilsonInterval.of(items, of: items, level: level)?.lower
  }

  /// The smallest true difference of two models' shares that is found with a given power. It is found when the lower bound of the
  /// difference's interval is at least the threshold. See ``RequiredItems/difference(_:discordant:threshold:power:level:)``.
  ///
  /// - Parameters:
  ///   - discordant: the share of items that only one of the models has right.
  /// - Returns: nil when not even the largest possible difference, `discordant` itself, would be found.
  package static func detectableDifference(
    items: Int, discordant: Double, threshold: Double = 0, power: Double = 0.8, level: Double = 0.95
  ) -> Double? {
    func isFound(_ difference: Double) -> Bool {
      RequiredItems.difference(difference, discordant: discordant, threshold: threshold, power: power, level: level)
        .map { $0 <= items } ?? false
    }
    guard isFound(discordant) else { return nil }
    return Bisection.last(from: threshold, to: discordant) { !isFound($0) }
  }
}
