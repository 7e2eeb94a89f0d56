/// A figure that is a function of sums over all items: a mean, F1, the difference of two models.
package struct SumStatistic: Sendable {
  /// The figure of the sums of ``ClusterSums``; nil when it is not defined, as a mean of nothing.
  package let value: @Sendable (_ sums: [Double]) -> Double?

  package init(_ value: @escaping @Sendable (_ sums: [Double]) -> Double?) { self.value = value }

  /// One sum divided by another: a mean or a share; precision or recall from their counts.
  package static func ratio(_ sum: Int, over count: Int) -> Self {
    Self { $0[count] != 0 ? $0[sum] / $0[count] : nil }
  }

  /// F1 of sets or of a class: twice what was expected and found, over what was found and what was expected.
  package static func f1(truePositives: Int, found: Int, expected: Int) -> Self {
    Self { $0[found] + $0[expected] > 0 ? 2 * $0[truePositives] / ($0[found] + $0[expected]) : nil }
  }

  /// The mean of figures, such as F1 over classes. Those that are not defined are left out.
  package static func mean(of statistics: [Self]) -> Self {
    Self { sums in
      let values = statistics.compactMap { $0.value(sums) }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }

  /// By how much the candidate's figure is above the baseline's.
  package static func difference(_ candidate: Self, from baseline: Self) -> Self {
    combined(candidate, baseline) { $0 - $1 }
  }

  /// The same, divided by the size of the baseline's figure; not defined when that is zero.
  package static func relativeDifference(_ candidate: Self, from baseline: Self) -> Self {
    combined(candidate, baseline) { $1 != 0 ? ($0 - $1) / abs($1) : nil }
  }

  /// The candidate's figure divided by the baseline's; not defined when that is zero.
  package static func quotient(_ candidate: Self, by baseline: Self) -> Self {
    combined(candidate, baseline) { $1 != 0 ? $0 / $1 : nil }
  }

  private static func combined(
    _ candidate: Self, _ baseline: Self, _ combine: @escaping @Sendable (Double, Double) -> Double?
  ) -> Self {
    Self { sums in
      guard let first = candidate.value(sums), let second = baseline.value(sums) else { return nil }
      return combine(first, second)
    }
  }
}
