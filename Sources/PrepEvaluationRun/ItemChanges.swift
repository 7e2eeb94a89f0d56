import PrepAnswers
import PrepCore
import PrepEvaluation
import PrepEvaluationReport

/// Compares what came of each item with an earlier evaluation.
struct ItemChanges {
  /// The place of the model that is compared: the candidate, else the last.
  private let model: Int
  private let accuracy: Double?
  /// Whether every scored answer to an item was right then; an item without a scored answer is missing.
  private var earlier: [ItemDigest: Bool] = [:]
  private var worse: [String] = []
  private var better: [String] = []

  /// The most items that are named.
  private static let mostNamed = 1000

  init(since previous: PreviousEvaluation, models settings: Evaluator.Settings) throws(RunError) {
    let model = settings.candidate.flatMap(settings.models.firstIndex) ?? max(0, settings.models.count - 1)
    let name = previous.models.contains { $0.name == settings.models[model] } ? settings.models[model] : previous.candidate
    let then = previous.models.first { $0.name == name } ?? previous.models.last
    self.model = model
    accuracy = then?.accuracy
    guard let then else { return }
    var earlier: [ItemDigest: Bool] = [:]
    _ = try previous.scores(of: then.name) { score in
      guard score.outcome != .unscored else { return }
      let digest = ItemDigest(score.id)
      earlier[digest] = (earlier[digest] ?? true) && score.outcome == .right
    }
    self.earlier = earlier
  }

  mutating func add(_ item: EvaluatedItem) {
    let outcomes = item.answers[model].map(\.outcome).filter { $0 != .unscored }
    guard !outcomes.isEmpty, let wasRight = earlier[ItemDigest(item.id)] else { return }
    let isRight = outcomes.allSatisfy { $0 == .right }
    if wasRight, !isRight, worse.count < Self.mostNamed { worse.append(item.id) }
    if !wasRight, isRight, better.count < Self.mostNamed { better.append(item.id) }
  }

  var previous: EvaluationResult.Previous { EvaluationResult.Previous(worse: worse, better: better, accuracy: accuracy) }
}
