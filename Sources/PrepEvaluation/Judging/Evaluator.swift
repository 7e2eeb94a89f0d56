/// Judges models by their answers: takes items one by one, and gives figures, comparisons, gates and the verdict.
///
/// Pure: it reads and writes nothing. The result depends on the items' scores alone, not on threads or the order of answer files.
package struct Evaluator {
  package struct Settings: Sendable {
    /// The models' names, in the order of their answers.
    package var models: [String]
    /// The model that others are compared with; nil for none.
    package var baseline: String?
    /// The model that the gates judge; nil for none.
    package var candidate: String?
    package var gates: [GateRule] = []
    /// What items belong together by.
    package var group: String?
    package var seed: UInt64 = 0
    package var resamples = 10_000
    /// Threads for resampling.
    package var jobs = 1

    package init(models: [String]) { self.models = models }
  }

  let settings: Settings
  let scorer: Scorer
  private(set) var tally: EvaluationTally
  private var groups: [String: Int] = [:]

  package init(_ scorer: Scorer, _ settings: Settings) {
    self.scorer = scorer
    self.settings = settings
    tally = EvaluationTally(
      models: settings.models.count, baseline: settings.baseline.flatMap(settings.models.firstIndex),
      fields: scorer.fields)
  }

  /// Adds an item.
  /// - Parameters:
  ///   - answers: those of each model.
  ///   - group: what the item belongs to; nil when it stands for itself.
  package mutating func add(_ answers: [ScoredAnswers], group: String?) {
    tally.add(answers, group: group.map { number(of: $0) })
  }

  private mutating func number(of group: String) -> Int {
    if let number = groups[group] { return number }
    groups[group] = groups.count
    return groups.count - 1
  }

  /// How many groups there are; nil when no item has one.
  var groupCount: Int? { groups.isEmpty ? nil : groups.count }

  /// The names of the fields, as rules and tables have them.
  package var fieldNames: [String] { scorer.fields.map(\.path.description) }
}
