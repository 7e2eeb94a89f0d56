/// The errors of the numbers that a model gave, summed up one by one.
package struct NumberErrors: Sendable, Hashable {
  /// Numbers that were compared.
  package private(set) var count = 0
  /// Those of them whose truth is zero. They have no relative error and are left out of ``mape``.
  package private(set) var zeroTruths = 0
  /// Numbers within the tolerance.
  package private(set) var within = 0
  private var sizes = 0.0
  private var signed = 0.0
  private var relative = 0.0

  package init() {}

  /// - Parameter isWithin: whether the answer is within the tolerance, as the scorer found.
  package mutating func add(_ error: NumberError, isWithin: Bool) {
    count += 1
    sizes += error.size
    signed += error.signed
    if let share = error.relative { relative += share } else { zeroTruths += 1 }
    if isWithin { within += 1 }
  }

  package mutating func add(_ others: Self) {
    count += others.count
    zeroTruths += others.zeroTruths
    within += others.within
    sizes += others.sizes
    signed += others.signed
    relative += others.relative
  }

  /// The mean size of the errors; nil without numbers.
  package var mae: Double? { mean(sizes, count) }

  /// The mean size of the errors in relation to the truth, 0.1 for 10 %; nil when no truth differs from zero.
  package var mape: Double? { mean(relative, count - zeroTruths) }

  /// The mean error with its sign: positive when answers are too large on average. Nil without numbers.
  package var bias: Double? { mean(signed, count) }

  /// The share of numbers within the tolerance; nil without numbers.
  package var shareWithin: Double? { mean(Double(within), count) }

  private func mean(_ sum: Double, _ count: Int) -> Double? { count > 0 ? sum / Double(count) : nil }
}
