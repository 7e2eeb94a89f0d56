import TestSupport
import Testing

@testable import PrepEvaluation

@Suite("The verdict follows the gates, and never flatters")
struct VerdictTests {
  typealias Result = EvaluationResult.GateStanding.Result

  /// Right answers of the baseline and the candidate among 200, so that the candidate has also right what the baseline has.
  private func judged(_ base: Int, _ tuned: Int, of count: Int = 200, _ gate: GateRule) -> EvaluationResult {
    Judged(
      models: [("base", Judged.answers(right: base, of: count)), ("tuned", Judged.answers(right: tuned, of: count))],
      gates: [gate]
    ).result()
  }

  @Test(
    "Each bound can be passed, failed and open, by the interval; the figure knows only two ways",
    arguments: [
      // Accuracy 190, 170 and 150 of 200 against 85 %.
      (GateRule(.accuracy, .minimum(0.85)), 100, 190, Result.passed, Result.passed),
      (GateRule(.accuracy, .minimum(0.85)), 100, 172, .open, .passed),
      (GateRule(.accuracy, .minimum(0.85)), 100, 168, .open, .failed),
      (GateRule(.accuracy, .minimum(0.85)), 100, 120, .failed, .failed),
      (GateRule(.accuracy, .maximum(0.5)), 100, 60, .passed, .passed),
      (GateRule(.accuracy, .maximum(0.5)), 100, 99, .open, .passed),
      (GateRule(.accuracy, .maximum(0.5)), 100, 160, .failed, .failed),
      (GateRule(.accuracy, .improvement(0.1, .points)), 100, 160, .passed, .passed),
      (GateRule(.accuracy, .improvement(0.1, .points)), 100, 122, .open, .passed),
      (GateRule(.accuracy, .improvement(0.1, .points)), 100, 118, .open, .failed),
      (GateRule(.accuracy, .improvement(0.1, .points)), 100, 102, .failed, .failed),
      (GateRule(.accuracy, .improvement(0.1, .relative)), 100, 160, .passed, .passed),
      (GateRule(.accuracy, .improvement(0.1, .relative)), 100, 111, .open, .passed),
      (GateRule(.accuracy, .improvement(0.1, .relative)), 150, 151, .failed, .failed),
      (GateRule(.accuracy, .worsening(0.03, .points)), 150, 160, .passed, .passed),
      (GateRule(.accuracy, .worsening(0.03, .points)), 150, 146, .open, .passed),
      (GateRule(.accuracy, .worsening(0.03, .points)), 150, 110, .failed, .failed),
      (GateRule(.accuracy, .ratio(1)), 100, 140, .passed, .passed),
      (GateRule(.accuracy, .ratio(1.1)), 100, 112, .open, .passed),
      (GateRule(.accuracy, .ratio(1.5)), 100, 104, .failed, .failed),
      (GateRule(.refused, .maximum(0.05)), 100, 100, .passed, .passed),
    ] as [(GateRule, Int, Int, Result, Result)])
  func bounds(gate: GateRule, base: Int, tuned: Int, byInterval: Result, byFigure: Result) {
    let result = judged(base, tuned, gate)
    #expect(result.gates.map(\.result) == [byInterval])
    let verdicts: [Result: EvaluationResult.Verdict] = [.passed: .go, .failed: .noGo, .open: .inconclusive]
    #expect(result.verdict == verdicts[byInterval])
    #expect(result.verdictByFigures == verdicts[byFigure])
    #expect(result.reasons.count == 1 && result.reasons[0].hasSuffix("as it is") == (byInterval == .open))
    var byFigureAlone = gate
    byFigureAlone.by = .figure
    #expect(judged(base, tuned, byFigureAlone).verdict == verdicts[byFigure])
  }

  @Test("GO needs all gates; one failed is NO-GO, whatever is open")
  func severalGates() {
    let models = [("base", Judged.answers(right: 100, of: 200)), ("tuned", Judged.answers(right: 160, of: 200))]
    let (passed, open, failed) = (
      GateRule(.accuracy, .minimum(0.7)), GateRule(.accuracy, .minimum(0.8)), GateRule(.accuracy, .minimum(0.9))
    )
    func verdict(_ gates: GateRule...) -> EvaluationResult.Verdict? { Judged(models: models, gates: gates).result().verdict }
    #expect(verdict(passed, passed) == .go)
    #expect(verdict(passed, open) == .inconclusive)
    #expect(verdict(passed, open, failed) == .noGo)
    #expect(verdict() == nil)
  }

  @Test("An item without a score is neither right nor wrong; too many of them decide nothing")
  func unscored() throws {
    let gate = GateRule(.accuracy, .minimum(0.5))
    for (missing, verdict) in [(4, EvaluationResult.Verdict.go), (5, .inconclusive)] {
      var answers = Judged.answers(right: 200, of: 200)
      for place in 0..<missing { answers[place] = .unscored }
      let result = Judged(models: [("tuned", answers)], gates: [gate]).result()
      #expect(result.verdict == verdict)
      let model = try #require(result.models.first)
      #expect(model.unscored == missing && model.accuracy?.n == 200 - missing && model.accuracy?.value == 1)
      #expect(result.verdictByFigures == .go)
    }
  }

  @Test("Refused and invalid answers count as wrong, apart from each other")
  func refusedAndInvalid() throws {
    let answers: [Judged.Given] = [.right, .wrong, .refused, .invalid, .right, .unscored]
    let model = try #require(Judged(models: [("m", answers)]).result().models.first)
    #expect(model.answered == 3 && model.refused == 1 && model.invalid == 1 && model.unscored == 1)
    #expect(model.accuracy?.value == 0.4 && model.accuracy?.n == 5)
  }

  @Test("A gate that needs a baseline is open without one, and says so")
  func noBaseline() {
    let result = Judged(
      models: [("tuned", Judged.answers(right: 90, of: 100))], gates: [GateRule(.accuracy, .improvement(0.1, .points))]
    ).result()
    #expect(result.verdict == .inconclusive && result.verdictByFigures == nil)
    #expect(result.reasons[0].contains("there is no baseline to compare tuned with"))
  }

  @Test("Degenerate sets give what an honest person would say", arguments: [0, 1, 2, 5, 20])
  func degenerate(count: Int) throws {
    let all = Judged.answers(right: count, of: count)
    let gates = [
      GateRule(.accuracy, .minimum(0.85)), GateRule(.accuracy, .improvement(0, .points)),
      GateRule(.accuracy, .worsening(0.03, .points)), GateRule(.latencyP50, .ratio(1.2)), GateRule(.macroF1, .minimum(0.5)),
    ]
    let result = Judged(models: [("base", all), ("tuned", all)], gates: gates).result()
    // Twenty right answers of twenty prove 84 %, not 85 %; and no difference in so few items proves none.
    #expect(result.gates.map(\.result) == [.open, .open, .open, .open, .open])
    #expect(result.verdict == .inconclusive)
    #expect(result.models[0].accuracy?.value == (count == 0 ? nil : 1))
    if count == 20 { #expect(try #require(result.models[1].accuracy?.lower) > 0.838) }
    let comparison = result.comparisons.first { $0.metric == "accuracy" && $0.field == nil }
    #expect(comparison?.mcnemar == (count == 0 ? nil : 1))
    for model in result.models { #expect(model.accuracy.map { !$0.value.isNaN } ?? true) }
  }

  @Test("Groups in which all agree do not prove that the models are equal")
  func groupsWithoutDifference() throws {
    let all = Judged.answers(right: 90, of: 90)
    var judged = Judged(models: [("base", all), ("tuned", all)], gates: [GateRule(.accuracy, .worsening(0.03, .points))])
    judged.groups = (0..<90).map { "g\($0 / 3)" }
    let result = judged.result()
    #expect(result.groups == 30 && result.gates[0].result == .open)
    #expect(try #require(result.gates[0].lower) < -0.03)
  }

  @Test("Where resampling finds no variation, there is no interval, and nothing is passed")
  func noVariation() throws {
    var scorer = Scorer(ScoringRules(.answer(FieldRule(.label), after: nil)))
    try scorer.learn(.text("yes"))
    try scorer.learn(.text("no"))
    var settings = Evaluator.Settings(models: ["m"])
    settings.candidate = "m"
    settings.gates = [GateRule(.macroF1, .minimum(0.8))]
    settings.resamples = 100
    var evaluator = Evaluator(scorer, settings)
    for number in 0..<30 {
      let truth = number.isMultiple(of: 2) ? "yes" : "no"
      evaluator.add([ScoredAnswers([ScoredAnswer(scorer.score(truth, by: try scorer.key(for: .text(truth))))])], group: nil)
    }
    let result = evaluator.result(dataset: "made up", split: "test")
    let figure = try #require(result.models[0].fields[0].classes?.macroF1)
    #expect(figure.value == 1 && figure.lower == nil && figure.upper == nil)
    #expect(result.verdict == .inconclusive && result.verdictByFigures == .go)
  }

  @Test("Latency is compared by its percentiles")
  func latency() {
    let all = Judged.answers(right: 100, of: 100)
    var judged = Judged(models: [("base", all), ("tuned", all)], gates: [GateRule(.latencyP50, .ratio(1.2))])
    for (factor, expected) in [(1.0, Result.passed), (1.19, .open), (2.0, .failed)] {
      judged.latencies = [(0..<100).map { 500 + Double($0) }, (0..<100).map { factor * (500 + Double($0)) }]
      #expect(judged.result().gates.map(\.result) == [expected])
    }
  }

  @Test("The result depends neither on the order of the items nor on the number of threads", arguments: [false, true])
  func order(isGrouped: Bool) {
    var random = Seeded(11)
    let count = 300
    func given(_ share: Double) -> [Judged.Given] {
      (0..<count).map { _ in
        Double.random(in: 0..<1, using: &random) < share
          ? .right : [.wrong, .refused, .invalid].randomElement(using: &random) ?? .wrong
      }
    }
    var judged = Judged(
      models: [("base", given(0.6)), ("tuned", given(0.7)), ("third", given(0.65))],
      gates: [GateRule(.accuracy, .improvement(0.05, .points)), GateRule(.accuracy, .improvement(0.1, .relative))])
    if isGrouped { judged.groups = (0..<count).map { "\($0 % 70)" } }
    let first = judged.result()
    #expect(first.comparisons.contains { $0.holm != nil })
    judged.jobs = 2
    for _ in 0..<3 { #expect(judged.result(order: Array(0..<count).shuffled(using: &random)) == first) }
    #expect(judged.result(seed: 1) != first)
  }

  @Test("Several candidates are compared with the baseline, and their p-values adjusted")
  func holm() throws {
    let result = Judged(
      models: [
        ("base", Judged.answers(right: 100, of: 200)), ("a", Judged.answers(right: 110, of: 200)),
        ("b", Judged.answers(right: 120, of: 200)),
      ]
    ).result()
    let accuracy = result.comparisons.filter { $0.metric == "accuracy" && $0.field == nil }
    #expect(accuracy.map(\.candidate) == ["a", "b"])
    let (a, b) = (try #require(accuracy.first), try #require(accuracy.last))
    #expect(b.holm == b.mcnemar.map { min(1, 2 * $0) } && a.holm == a.mcnemar)
    #expect(a.onlyBaseline == 0 && a.onlyCandidate == 10)
  }
}
