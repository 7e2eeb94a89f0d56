/// Counts what came of the answers, item by item, in memory that does not grow with their number.
///
/// With several answers to an item the item's mean counts, since answers to one question are no independent observations.
struct EvaluationTally: Sendable {
  /// What is counted of one model besides measures.
  struct Model: Sendable {
    var outcomes: [ItemScore.Outcome: Int] = [:]
    var repeats = 0
    var latencies = CountedValues()
    var inputTokens = 0
    var outputTokens = 0
    var countedTokens = 0
    var cost = 0.0
    var countedCosts = 0
    var fields: [Field]
  }

  /// What is counted of one field of one model.
  struct Field: Sendable {
    var errors = CountedValues()
    var zeroTruths = 0
    var typeMismatches = 0
    var missing = 0
  }

  /// Items that one of two models alone has right.
  struct Discordant: Sendable, Hashable {
    var onlyBaseline = 0
    var onlyCandidate = 0
  }

  let measures: [Measure]
  /// The model that others are compared with; nil for none.
  let baseline: Int?
  /// The models that are compared with it.
  let others: [Int]
  private(set) var items = 0
  private(set) var models: [Model]
  /// Measures that are shares of items, by model.
  private(set) var shares: MeasureSums
  /// All other measures, by model.
  private(set) var numbers: MeasureSums
  /// All measures on the items that both the baseline and another model were scored on: the baseline and that model, for each of ``others``.
  private(set) var pairs: MeasureSums
  /// By measure and other model.
  private(set) var discordant: [[Discordant]]
  /// Of fields that are labels.
  private(set) var classes: [Int: ClassSample] = [:]
  /// Of the item at hand, by measure and model: numerator, denominator, and whether the item says anything about it.
  private var sums: [(numerator: Double, denominator: Double, isThere: Bool)]
  private let places: [Measure: Int]
  private let modelCount: Int

  init(models: Int, baseline: Int?, fields: [ScoredField]) {
    modelCount = models
    measures = Measure.all(of: fields)
    places = Dictionary(uniqueKeysWithValues: measures.enumerated().map { ($0.element, $0.offset) })
    self.baseline = baseline
    others = baseline.map { baseline in (0..<models).filter { $0 != baseline } } ?? []
    self.models = [Model](repeating: Model(fields: fields.map { _ in Field() }), count: models)
    shares = MeasureSums(measures.filter(\.kind.isShare), models: models)
    numbers = MeasureSums(measures.filter { !$0.kind.isShare }, models: models)
    pairs = MeasureSums(measures, models: 2 * others.count)
    discordant = measures.map { _ in [] }
    for place in measures.indices { discordant[place] = others.map { _ in Discordant() } }
    for (place, field) in fields.enumerated() where field.rule.comparison == .label {
      classes[place] = ClassSample(classes: field.classes.count, models: models)
    }
    sums = Array(repeating: (0, 0, false), count: measures.count * models)
  }

  /// Adds an item.
  /// - Parameters:
  ///   - answers: those of each model.
  ///   - group: the number of the item's group; nil when it stands for itself.
  mutating func add(_ answers: [ScoredAnswers], group: Int?) {
    let cluster = group ?? items
    items += 1
    for place in sums.indices { sums[place] = (0, 0, false) }
    for (model, answers) in answers.enumerated() { add(answers, model: model, cluster: cluster) }
    shares.reserve(cluster)
    numbers.reserve(cluster)
    pairs.reserve(cluster)
    var (share, number) = (0, 0)
    for (place, measure) in measures.enumerated() {
      for model in 0..<modelCount {
        let sum = sums[place * modelCount + model]
        guard sum.isThere else { continue }
        if measure.kind.isShare {
          shares.add(sum.numerator, over: sum.denominator, share, model: model, cluster: cluster)
        } else {
          numbers.add(sum.numerator, over: sum.denominator, number, model: model, cluster: cluster)
        }
      }
      if measure.kind.isShare { share += 1 } else { number += 1 }
      if let baseline { addPairs(place, baseline, cluster) }
    }
  }

  private mutating func addPairs(_ place: Int, _ baseline: Int, _ cluster: Int) {
    let base = sums[place * modelCount + baseline]
    guard base.isThere else { return }
    for (number, model) in others.enumerated() {
      let other = sums[place * modelCount + model]
      guard other.isThere else { continue }
      pairs.add(base.numerator, over: base.denominator, place, model: 2 * number, cluster: cluster)
      pairs.add(other.numerator, over: other.denominator, place, model: 2 * number + 1, cluster: cluster)
      if base.numerator == 1, other.numerator == 0 { discordant[place][number].onlyBaseline += 1 }
      if base.numerator == 0, other.numerator == 1 { discordant[place][number].onlyCandidate += 1 }
    }
  }

  /// Puts everything that is resampled into an order that does not depend on that of the items.
  mutating func sort() {
    shares.sort()
    numbers.sort()
    pairs.sort()
    for field in classes.keys { classes[field]?.sort() }
  }

  // MARK: One model's answers to an item

  private mutating func add(_ answers: ScoredAnswers, model: Int, cluster: Int) {
    models[model].repeats = max(models[model].repeats, answers.answers.count)
    for answer in answers.answers {
      models[model].outcomes[answer.score.outcome, default: 0] += 1
      if let latency = answer.latency { models[model].latencies.add(latency) }
      if let input = answer.inputTokens, let output = answer.outputTokens {
        models[model].inputTokens += input
        models[model].outputTokens += output
        models[model].countedTokens += 1
      }
      if let cost = answer.cost {
        models[model].cost += cost
        models[model].countedCosts += 1
      }
    }
    let costs = answers.answers.compactMap(\.cost)
    if !costs.isEmpty { add(Measure(.cost), model, costs.reduce(0, +) / Double(costs.count), 1) }
    let scored = answers.answers.map(\.score).filter { $0.outcome != .unscored }
    guard !scored.isEmpty else { return }
    let count = scored.count
    add(Measure(.accuracy), model, share(scored.count { $0.outcome == .right }, of: count), 1)
    add(Measure(.refused), model, share(scored.count { $0.outcome == .refused }, of: count), 1)
    if scored.contains(where: { $0.json != nil }) {
      add(Measure(.jsonValid), model, share(scored.count { $0.json == .valid }, of: count), 1)
      add(Measure(.jsonRepaired), model, share(scored.count { $0.json == .repaired }, of: count), 1)
    }
    if answers.pairs > 0 {
      add(Measure(.agreement), model, share(answers.agreeing, of: answers.pairs), 1)
      add(Measure(.unanimous), model, answers.agreeing == answers.pairs ? 1 : 0, 1)
    }
    addFields(of: scored, model: model, cluster: cluster)
  }

  /// Exactly 1 for all, so that an item that is right in every repeat counts as right.
  private func share(_ part: Int, of whole: Int) -> Double { part == whole ? 1 : Double(part) / Double(whole) }

  private mutating func addFields(of scored: [ItemScore], model: Int, cluster: Int) {
    if scored.count == 1 {
      for field in scored[0].fields { add(fields: [field], model: model, part: 1, cluster: cluster) }
      return
    }
    var byField: [Int32: [FieldScore]] = [:]
    for field in scored.flatMap(\.fields) { byField[field.field, default: []].append(field) }
    // Each answer has its part of the item's one vote.
    let part = 1 / Double(scored.count)
    for fields in byField.values { add(fields: fields, model: model, part: part, cluster: cluster) }
  }

  /// - Parameter fields: one field, of all answers to an item.
  private mutating func add(fields: [FieldScore], model: Int, part: Double, cluster: Int) {
    let number = Int(fields[0].field)
    add(Measure(.fieldAccuracy, field: number), model, share(fields.count(where: \.isRight), of: fields.count), 1)
    var errors: [NumberError] = []
    for field in fields {
      switch field.outcome {
      case .typeMismatch: models[model].fields[number].typeMismatches += 1
      case .missing: models[model].fields[number].missing += 1
      case .right, .wrong, .null: break
      }
      switch field.detail {
      case .none: break
      case .number(let truth, let answer): if let error = NumberError(truth: truth, answer: answer) { errors.append(error) }
      case .elements(let shared, let onlyAnswer, let onlyTruth):
        let (shared, onlyAnswer, onlyTruth) = (Double(shared) * part, Double(onlyAnswer) * part, Double(onlyTruth) * part)
        add(Measure(.precision, field: number), model, shared, shared + onlyAnswer)
        add(Measure(.recall, field: number), model, shared, shared + onlyTruth)
        add(Measure(.f1, field: number), model, 2 * shared, 2 * shared + onlyAnswer + onlyTruth)
      case .similarity(let value): add(Measure(.similarity, field: number), model, value * part, part)
      case .label(let truth, let answer):
        classes[number]?.add(truth: Int(truth), answer: answer, part: part, model: model, cluster: cluster)
      }
    }
    guard !errors.isEmpty else { return }
    let count = Double(errors.count)
    let size = errors.reduce(0) { $0 + $1.size } / count
    models[model].fields[number].errors.add(size)
    add(Measure(.mae, field: number), model, size, 1)
    add(Measure(.bias, field: number), model, errors.reduce(0) { $0 + $1.signed } / count, 1)
    let relative = errors.compactMap(\.relative)
    if relative.isEmpty {
      models[model].fields[number].zeroTruths += 1
    } else {
      add(Measure(.mape, field: number), model, relative.reduce(0, +) / Double(relative.count), 1)
    }
  }

  private mutating func add(_ measure: Measure, _ model: Int, _ numerator: Double, _ denominator: Double) {
    guard let place = places[measure] else { return }
    sums[place * modelCount + model].numerator += numerator
    sums[place * modelCount + model].denominator += denominator
    sums[place * modelCount + model].isThere = true
  }
}
