/// How alike the answers are that a model gives when it is asked the same again.
///
/// Items with fewer than two answers say nothing about it and do not count.
package struct RepeatConsistency: Sendable, Hashable {
  /// Items with at least two answers.
  package private(set) var items = 0
  /// Items whose answers all agree.
  package private(set) var unanimousItems = 0
  private var agreements = 0.0

  package init() {}

  /// The share of an item's pairs of answers that agree; nil for fewer than two answers.
  ///
  /// - Parameter counts: how many answers there are of each kind: 3 and 2 when three answers say one thing and two another.
  package static func agreement(_ counts: [Int]) -> Double? {
    let answers = counts.reduce(0, +)
    guard answers >= 2 else { return nil }
    return Double(counts.reduce(0) { $0 + $1 * ($1 - 1) }) / Double(answers * (answers - 1))
  }

  /// Adds an item.
  /// - Parameter counts: as in ``agreement(_:)``.
  package mutating func add(_ counts: [Int]) {
    guard let agreement = Self.agreement(counts) else { return }
    items += 1
    agreements += agreement
    if agreement == 1 { unanimousItems += 1 }
  }

  /// The mean over items of the share of pairs that agree. Each item has the same weight, however often it was asked.
  package var agreement: Double? { items > 0 ? agreements / Double(items) : nil }

  /// The share of items whose answers all agree. It falls with the number of repeats.
  package var unanimous: Double? { items > 0 ? Double(unanimousItems) / Double(items) : nil }
}
