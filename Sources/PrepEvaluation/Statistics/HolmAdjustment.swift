/// Holm's adjustment of p-values for the number of comparisons (1979): it keeps the probability of any false finding at the level.
package enum HolmAdjustment {
  /// The adjusted p-values, in the order given: the i-th smallest of m times m - i + 1, never less than the one before, at most 1.
  package static func adjusted(_ values: [Double]) -> [Double] {
    var adjusted = values
    var largest = 0.0
    // Equal values get the same result in any order.
    for (rank, place) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      largest = max(largest, min(1, values[place] * Double(values.count - rank)))
      adjusted[place] = largest
    }
    return adjusted
  }
}
