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

  let modelCount: Int
  private(set) var items = 0
  private(set) var models: [Model]
  /// By measure, then by model.
  private(set) var samples: [[MeasureSample]]
  /// By measure, then by model: the baseline and that model; none for the baseline itself.
  private(set) var pairs: [[MeasureSample?]]
  /// What was answered for each true class, by field.
  private(set) var classes: [Int: ClassSample] = [:]
  /// The number of fields.
  let fieldCount: Int
  /// The model that others are compared with; nil for one model alone.
  let baseline: Int?
  /// Of the item at hand, by measure and model: numerator, denominator, and whether the item says anything about it.
  private var sums: [(numerator: Double, denominator: Double, isThere: Bool)]

  init(models: Int, baseline: Int?, fields: Int) {
    modelCount = models
    self.baseline = baseline
    fieldCount = fields
    self.models = [Model](repeating: Model(fields: [Field](repeating: Field(), count: fields)), count: models)
    let measures = Measure.count(fields: fields)
    samples = [[MeasureSample]](repeating: [MeasureSample](repeating: MeasureSample(models: 1), count: models), count: measures)
    let pairs = (0..<models).map { baseline == nil || $0 == baseline ? nil : MeasureSample(models: 2) }
    self.pairs = [[MeasureSample?]](repeating: pairs, count: measures)
    sums = Array(repeating: (0, 0, false), count: measures * models)
  }

  /// Adds an item.
  /// - Parameters:
  ///   - answers: those of each model.
  ///   - group: the number of the item's group.
  mutating func add(_ answers: [ScoredAnswers], group: Int?) {
    items += 1
    for place in sums.indices { sums[place] = (0, 0, false) }
    for (model, answers) in answers.enumerated() { add(answers, model: model, group: group) }
    for measure in samples.indices {
      let base = baseline.map { sums[measure * modelCount + $0] }
      for model in 0..<modelCount {
        let sum = sums[measure * modelCount + model]
        guard sum.isThere else { continue }
        samples[measure][model].add([sum.numerator, sum.denominator], group: group)
        if let base, base.isThere {
          pairs[measure][model]?.add([base.numerator, base.denominator, sum.numerator, sum.denominator], group: group)
        }
      }
    }
  }

  private mutating func add(_ answers: ScoredAnswers, model: Int, group: Int?) {
    models[model].repeats = max(models[model].repeats, answers.answers.count)
    let scored = answers.answers.filter { $0.score.outcome != .unscored }
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
    if answers.answers.isEmpty { models[model].outcomes[.unscored, default: 0] += 1 }
    let costs = answers.answers.compactMap(\.cost)
    if !costs.isEmpty { add(Measure(kind: .cost), model, costs.reduce(0, +) / Double(costs.count), 1) }
    guard !scored.isEmpty else { return }
    // Each answer has its part of the item's one vote.
    let part = 1 / Double(scored.count)
    let shares = scored.reduce(into: (right: 0, valid: 0, repaired: 0, json: 0, refused: 0)) { shares, answer in
      if answer.score.outcome == .right { shares.right += 1 }
      if answer.score.outcome == .refused { shares.refused += 1 }
      if answer.score.json != nil { shares.json += 1 }
      if answer.score.json == .valid { shares.valid += 1 }
      if answer.score.json == .repaired { shares.repaired += 1 }
    }
    let count = scored.count
    add(Measure(kind: .accuracy), model, share(shares.right, of: count), 1)
    add(Measure(kind: .refused), model, share(shares.refused, of: count), 1)
    if shares.json > 0 {
      add(Measure(kind: .jsonValid), model, share(shares.valid, of: count), 1)
      add(Measure(kind: .jsonRepaired), model, share(shares.repaired, of: count), 1)
    }
    if answers.pairs > 0 {
      add(Measure(kind: .agreement), model, share(answers.agreeing, of: answers.pairs), 1)
      add(Measure(kind: .unanimous), model, answers.agreeing == answers.pairs ? 1 : 0, 1)
    }
    addFields(of: scored, model: model, part: part, group: group)
  }

  private func share(_ part: Int, of whole: Int) -> Double { part == whole ? 1 : Double(part) / Double(whole) }

  private mutating func addFields(of scored: [ScoredAnswer], model: Int, part: Double, group: Int?) {
    // Counted first and divided once, so that three thirds are one.
    var counts = [Int: (right: Int, all: Int)]()
    var numbers: [Int: [(truth: Double, answer: Double, isRight: Bool)]] = [:]
    for answer in scored {
      for field in answer.score.fields {
        let number = Int(field.field)
        var count = counts[number] ?? (0, 0)
        count.all += 1
        if field.isRight { count.right += 1 }
        counts[number] = count
        switch field.outcome {
        case .typeMismatch: models[model].fields[number].typeMismatches += 1
        case .missing: models[model].fields[number].missing += 1
        case .right, .wrong, .null: break
        }
        switch field.detail {
        case .none: break
        case .number(let truth, let answer): numbers[number, default: []].append((truth, answer, field.isRight))
        case .elements(let shared, let onlyAnswer, let onlyTruth):
          let (shared, onlyAnswer, onlyTruth) = (Double(shared) * part, Double(onlyAnswer) * part, Double(onlyTruth) * part)
          add(Measure(kind: .precision, field: number), model, shared, shared + onlyAnswer)
          add(Measure(kind: .recall, field: number), model, shared, shared + onlyTruth)
          add(Measure(kind: .f1, field: number), model, 2 * shared, 2 * shared + onlyAnswer + onlyTruth)
        case .similarity(let value): add(Measure(kind: .similarity, field: number), model, value * part, part)
        case .label(let truth, let answer):
          classes[number, default: ClassSample(models: modelCount)]
            .add(truth: Int(truth), answer: answer, part: part, model: model, group: group)
        }
      }
    }
    for (number, count) in counts {
      add(Measure(kind: .fieldAccuracy, field: number), model, share(count.right, of: count.all), 1)
    }
    for (number, values) in numbers { addNumbers(values, field: number, model: model) }
  }

  private mutating func addNumbers(
    _ values: [(truth: Double, answer: Double, isRight: Bool)], field: Int, model: Int
  ) {
    let count = Double(values.count)
    var (size, bias, relative, relatives) = (0.0, 0.0, 0.0, 0)
    for value in values {
      let error = value.answer - value.truth
      size += abs(error)
      bias += error
      if value.truth == 0 {
        models[model].fields[field].zeroTruths += 1
      } else if (error / value.truth).isFinite {
        relative += abs(error / value.truth)
        relatives += 1
      }
    }
    guard size.isFinite, bias.isFinite, relative.isFinite else { return }
    models[model].fields[field].errors.add(size / count)
    add(Measure(kind: .mae, field: field), model, size / count, 1)
    add(Measure(kind: .bias, field: field), model, bias / count, 1)
    if relatives > 0 { add(Measure(kind: .mape, field: field), model, relative / Double(relatives), 1) }
  }

  private mutating func add(_ measure: Measure, _ model: Int, _ numerator: Double, _ denominator: Double) {
    let place = measure.place * modelCount + model
    sums[place].numerator += numerator
    sums[place].denominator += denominator
    sums[place].isThere = true
  }
}

/// Which classes were answered for which true classes.
struct ClassSample: Sendable {
  /// How often an item of a class (row) was answered with a class (column), a model. A class that no truth has, and no class at all, are
  /// `none`.
  struct Cell: Sendable, Hashable {
    var truth: Int
    var answer: Int?
  }

  private(set) var cells: [[Cell: Double]]
  /// The same by group; empty without groups.
  private(set) var groups: [[Int: [Cell: Double]]]

  init(models: Int) {
    cells = [[Cell: Double]](repeating: [:], count: models)
    groups = [[Int: [Cell: Double]]](repeating: [:], count: models)
  }

  mutating func add(truth: Int, answer: AnsweredClass, part: Double, model: Int, group: Int?) {
    let place: Int? = if case .known(let place) = answer { Int(place) } else { nil }
    let cell = Cell(truth: truth, answer: place)
    cells[model][cell, default: 0] += part
    if let group { groups[model][group, default: [:]][cell, default: 0] += part }
  }
}
