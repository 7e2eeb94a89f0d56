@testable import PrepEvaluation

/// Builds evaluations of made-up answers.
struct Judged {
  /// A model's answer to one item.
  enum Given { case right, wrong, refused, invalid, unscored }

  var models: [(name: String, answers: [Given])]
  var gates: [GateRule] = []
  var groups: [String]?
  var jobs = 1
  var latencies: [[Double]]?

  private static let rules = ScoringRules(.answer(FieldRule(.exact), after: nil), refusals: ["no idea"])

  func result(order: [Int]? = nil, seed: UInt64 = 0) -> EvaluationResult {
    var settings = Evaluator.Settings(models: models.map(\.name))
    settings.baseline = models.count > 1 ? models[0].name : nil
    settings.candidate = models.last?.name
    settings.gates = gates
    settings.jobs = jobs
    settings.seed = seed
    // Enough for gates that are far from their thresholds.
    settings.resamples = 500
    var scorer = Scorer(Self.rules)
    try? scorer.learn(.text("yes"))
    var evaluator = Evaluator(scorer, settings)
    for item in order ?? Array(0..<(models.first?.answers.count ?? 0)) {
      let answers = models.enumerated().map { number, model in
        ScoredAnswers([ScoredAnswer(score(model.answers[item], scorer), latency: latencies?[number][item])])
      }
      evaluator.add(answers, group: groups?[item])
    }
    return evaluator.result(dataset: "made up", split: "test")
  }

  private func score(_ given: Given, _ scorer: Scorer) -> ItemScore {
    guard let key = try? scorer.key(for: .text("yes")) else { return ItemScore(.unscored) }
    return switch given {
    case .right: scorer.score("yes", by: key)
    case .wrong: scorer.score("other", by: key)
    case .refused: scorer.score("no idea", by: key)
    case .invalid: scorer.score("", by: key)
    case .unscored: scorer.score("", by: key, finish: .failed)
    }
  }

  /// So many right answers among so many.
  static func answers(right: Int, of count: Int) -> [Given] {
    (0..<count).map { $0 < right ? .right : .wrong }
  }
}
