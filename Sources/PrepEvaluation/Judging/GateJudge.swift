import PrepCore

/// Holds the figures of a candidate against the gates.
struct GateJudge {
  /// What gates ask for.
  struct Figures {
    /// A model's figure; nil when it was not measured.
    var of: (_ metric: GateRule.Metric, _ field: String?, _ model: String) -> EvaluationResult.Figure?
    /// By how much the candidate is better than the baseline, positive for better.
    var gain: (_ metric: GateRule.Metric, _ field: String?, _ kind: GateRule.Kind) -> EvaluationResult.Figure?
    /// How many times the baseline's figure the candidate's is.
    var ratio: (_ metric: GateRule.Metric, _ field: String?) -> EvaluationResult.Figure?
  }

  let figures: Figures
  let candidate: String
  /// Nil when no other model was asked.
  let baseline: String?
  /// The fields that `field: each` stands for.
  let fields: [String]

  /// Where all gates stand, in the order of the rules.
  func standings(of rules: [GateRule]) -> [EvaluationResult.GateStanding] {
    rules.flatMap { rule -> [EvaluationResult.GateStanding] in
      switch rule.subject {
      case .answer: [standing(of: rule, field: nil)]
      case .field(let field): [standing(of: rule, field: field)]
      case .eachField: fields.map { standing(of: rule, field: $0) }
      }
    }
  }

  private func standing(of rule: GateRule, field: String?) -> EvaluationResult.GateStanding {
    let figure: EvaluationResult.Figure?
    let requirement: Requirement
    switch rule.bound {
    case .minimum(let threshold):
      figure = figures.of(rule.metric, field, candidate)
      requirement = Requirement(threshold, isLeast: true)
    case .maximum(let threshold):
      figure = figures.of(rule.metric, field, candidate)
      requirement = Requirement(threshold, isLeast: false)
    case .improvement(let threshold, let kind):
      figure = figures.gain(rule.metric, field, kind)
      requirement = Requirement(threshold, isLeast: true)
    case .worsening(let threshold, let kind):
      figure = figures.gain(rule.metric, field, kind)
      requirement = Requirement(-threshold, isLeast: true)
    case .ratio(let threshold):
      figure = figures.ratio(rule.metric, field)
      requirement = Requirement(threshold, isLeast: !rule.metric.isBetterLow)
    }
    let words = GateWords(rule: rule, field: field, candidate: candidate, baseline: baseline)
    var standing = EvaluationResult.GateStanding(
      metric: rule.metric.rawValue, field: field, rule: words.gate, model: candidate, by: rule.by.rawValue,
      value: figure?.value, lower: figure?.lower, upper: figure?.upper, threshold: requirement.threshold, result: .open,
      resultByFigure: figure.map { requirement.isMet(by: $0.value) ? .passed : .failed }, needsItems: nil, sentence: "")
    if let figure {
      standing.result = rule.by == .figure ? standing.resultByFigure ?? .open : requirement.result(figure)
      if standing.result == .open { standing.needsItems = requirement.itemsNeeded(figure) }
    }
    standing.sentence = words.sentence(standing, figure)
    return standing
  }
}

/// What a figure must reach.
private struct Requirement {
  let threshold: Double
  /// Whether the figure must be at least the threshold; else at most.
  let isLeast: Bool

  init(_ threshold: Double, isLeast: Bool) {
    self.threshold = threshold
    self.isLeast = isLeast
  }

  func isMet(by value: Double) -> Bool { isLeast ? value >= threshold : value <= threshold }

  /// By the whole interval: passed when no value in it misses the threshold, failed when every one does.
  func result(_ figure: EvaluationResult.Figure) -> EvaluationResult.GateStanding.Result {
    let (worst, best) = isLeast ? (figure.lower, figure.upper) : (figure.upper, figure.lower)
    if let worst, isMet(by: worst) { return .passed }
    if let best, !isMet(by: best) { return .failed }
    return .open
  }

  /// How many items would decide if the figure stayed as it is; nil when it is at the threshold.
  func itemsNeeded(_ figure: EvaluationResult.Figure) -> Int? {
    if figure.method == ConfidenceInterval.Method.wilson.rawValue {
      return RequiredItems.share(figure.value, against: threshold).map { max(figure.n + 1, $0) }
    }
    let bound = figure.value > threshold ? figure.lower : figure.upper
    return bound.flatMap {
      RequiredItems.interval(items: figure.n, value: figure.value, bound: $0, threshold: threshold).map { max(figure.n + 1, $0) }
    }
  }
}

extension EvaluationResult {
  /// The share of answers without a score above which nothing is decided.
  static let mostUnscored = 0.02

  /// Decides by the gates.
  /// - Parameter unscored: the models with too many items without a score.
  static func verdict(of gates: [GateStanding], unscored: [Model]) -> Verdict {
    if !unscored.isEmpty { return .inconclusive }
    if gates.contains(where: { $0.result == .failed }) { return .noGo }
    return gates.allSatisfy { $0.result == .passed } ? .go : .inconclusive
  }

  /// Nil when a gate has no figure.
  static func verdictByFigures(of gates: [GateStanding]) -> Verdict? {
    guard gates.allSatisfy({ $0.resultByFigure != nil }) else { return nil }
    return gates.allSatisfy { $0.resultByFigure == .passed } ? .go : .noGo
  }
}
