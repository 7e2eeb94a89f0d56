/// How often items of each class were answered with each class.
///
/// All averages are as scikit-learn has them with `zero_division=nan`: a figure without any item that it could stand on is nil, and
/// a macro average leaves it out.
package struct ConfusionMatrix: Sendable, Hashable {
  /// The number of classes.
  package let classes: Int
  /// By the item's class, then by the answer's. The last column counts answers that are none of the classes.
  package private(set) var counts: [[Int]]

  package init(classes: Int) {
    self.classes = classes
    counts = Array(repeating: Array(repeating: 0, count: classes + 1), count: classes)
  }

  /// - Parameters:
  ///   - truth: the number of the item's class, from 0.
  ///   - answer: the number of the answer's class; nil for an answer that is none of them.
  package mutating func add(truth: Int, answer: Int?) { counts[truth][answer ?? classes] += 1 }

  /// - Parameter other: a matrix of the same classes.
  package mutating func add(_ other: Self) {
    for truth in counts.indices {
      for answer in counts[truth].indices { counts[truth][answer] += other.counts[truth][answer] }
    }
  }

  /// All items.
  package var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The share of items that were answered with their class; nil without items.
  package var accuracy: Double? {
    let total = total
    return total > 0 ? Double((0..<classes).reduce(0) { $0 + counts[$1][$1] }) / Double(total) : nil
  }

  /// What belongs to one class and what was answered with it.
  package func matches(of number: Int) -> MatchCounts {
    let right = counts[number][number]
    return MatchCounts(
      truePositives: right, falsePositives: counts.reduce(0) { $0 + $1[number] } - right,
      falseNegatives: counts[number].reduce(0, +) - right)
  }

  /// The mean over classes, each with the same weight; nil when no class has the figure.
  package var macroPrecision: Double? { mean(\.precision) }
  package var macroRecall: Double? { mean(\.recall) }
  package var macroF1: Double? { mean(\.f1) }

  private func mean(_ figure: (MatchCounts) -> Double?) -> Double? {
    let values = (0..<classes).compactMap { figure(matches(of: $0)) }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
