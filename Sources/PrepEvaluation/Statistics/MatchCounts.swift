/// How many of the things that were expected were found, and how many others: elements of sets, or items of a class.
///
/// Summed over all items they give the micro averages of precision, recall and F1.
package struct MatchCounts: Sendable, Hashable {
  /// Expected and found.
  package var truePositives: Int
  /// Found and not expected.
  package var falsePositives: Int
  /// Expected and not found.
  package var falseNegatives: Int

  package init(truePositives: Int = 0, falsePositives: Int = 0, falseNegatives: Int = 0) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
  }

  package static func + (left: Self, right: Self) -> Self {
    Self(
      truePositives: left.truePositives + right.truePositives, falsePositives: left.falsePositives + right.falsePositives,
      falseNegatives: left.falseNegatives + right.falseNegatives)
  }

  package static func += (left: inout Self, right: Self) { left = left + right }

  /// The share of what was found that was expected; nil when nothing was found.
  package var precision: Double? { share(truePositives, of: truePositives + falsePositives) }

  /// The share of what was expected that was found; nil when nothing was expected.
  package var recall: Double? { share(truePositives, of: truePositives + falseNegatives) }

  /// 2 TP / (2 TP + FP + FN), which is the harmonic mean of precision and recall; nil when nothing was expected and nothing found.
  package var f1: Double? { share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives) }

  private func share(_ part: Int, of whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
}
