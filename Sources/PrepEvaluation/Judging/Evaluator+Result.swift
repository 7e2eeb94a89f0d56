import PrepCore

extension Evaluator {
  /// The figures, comparisons, gates and the verdict.
  package func result(dataset: String, split: String) -> EvaluationResult {
    var tally = tally
    tally.sort()
    let intervals = Intervals(tally, isGrouped: groupCount != nil, settings)
    var result = EvaluationResult(
      dataset: dataset, split: split, items: tally.items, primary: scorer.rules.primary.name, seed: settings.seed)
    result.group = groupCount == nil ? nil : settings.group ?? "group"
    result.groups = groupCount
    result.baseline = settings.baseline
    result.candidate = settings.candidate
    for model in settings.models.indices { result.models.append(self.model(model, intervals)) }
    result.comparisons = tally.others.indices.flatMap { comparisons(of: $0, intervals) }
    adjust(&result.comparisons)
    result.power = power(of: result)
    judge(&result, intervals)
    return result
  }

  /// Each model's accuracy alone, by its name.
  package var accuracies: [String: EvaluationResult.Figure] {
    var tally = tally
    tally.sort()
    let intervals = Intervals(tally, isGrouped: groupCount != nil, settings)
    let figures = settings.models.indices.map { intervals.figure(of: Measure(.accuracy), $0) }
    return Dictionary(uniqueKeysWithValues: zip(settings.models, figures).compactMap { name, figure in figure.map { (name, $0) } })
  }

  /// What a test set of some size can show.
  package static func power(items: Int) -> EvaluationResult.Power { Intervals.power(items: items, discordant: nil) }

  // MARK: One model

  private func model(_ number: Int, _ intervals: Intervals) -> EvaluationResult.Model {
    let counted = tally.models[number]
    var model = EvaluationResult.Model(name: settings.models[number])
    model.answered = counted.outcomes[.right, default: 0] + counted.outcomes[.wrong, default: 0]
    model.refused = counted.outcomes[.refused, default: 0]
    model.invalid = counted.outcomes[.invalid, default: 0]
    model.unscored = counted.outcomes[.unscored, default: 0]
    model.repeats = max(1, counted.repeats)
    model.accuracy = intervals.figure(of: Measure(.accuracy), number)
    model.jsonValid = intervals.figure(of: Measure(.jsonValid), number)
    model.jsonRepaired = intervals.figure(of: Measure(.jsonRepaired), number)
    if let agreement = intervals.figure(of: Measure(.agreement), number) {
      model.consistency = EvaluationResult.Consistency(
        agreement: agreement, unanimous: intervals.figure(of: Measure(.unanimous), number))
    }
    if let p50 = intervals.percentile(0.5, of: counted.latencies), let p95 = intervals.percentile(0.95, of: counted.latencies),
      let p99 = intervals.percentile(0.99, of: counted.latencies)
    {
      model.latency = EvaluationResult.Latency(p50: p50, p95: p95, p99: p99)
    }
    if counted.countedTokens > 0 {
      model.tokens = EvaluationResult.Tokens(input: counted.inputTokens, output: counted.outputTokens)
    }
    if counted.countedCosts > 0 { model.costUSD = counted.cost }
    model.fields = scorer.fields.indices.map { field($0, of: number, intervals) }
    return model
  }

  private func field(_ place: Int, of model: Int, _ intervals: Intervals) -> EvaluationResult.Field {
    let scored = scorer.fields[place]
    let counted = tally.models[model].fields[place]
    func figure(_ kind: Measure.Kind) -> EvaluationResult.Figure? { intervals.figure(of: Measure(kind, field: place), model) }
    var field = EvaluationResult.Field(name: scored.path.description, compare: scored.rule.comparison.name)
    field.accuracy = figure(.fieldAccuracy)
    field.mae = figure(.mae)
    if field.mae != nil {
      field.mape = figure(.mape)
      field.mapeExcluded = counted.zeroTruths
      field.bias = figure(.bias)
      field.medianError = intervals.percentile(0.5, of: counted.errors)
    }
    if case .number(_, let tolerance?) = scored.rule.comparison {
      field.within = field.accuracy
      field.tolerance = tolerance.words
    }
    field.precision = figure(.precision)
    field.recall = figure(.recall)
    field.f1 = figure(.f1)
    field.similarity = figure(.similarity)
    field.typeMismatches = counted.typeMismatches
    field.missing = counted.missing
    field.classes = classes(place, of: model, intervals)
    return field
  }

  private func classes(_ field: Int, of model: Int, _ intervals: Intervals) -> EvaluationResult.Classes? {
    guard let matrix = tally.classes[field]?.matrices[model], matrix.total > 0 else { return nil }
    let labels = scorer.fields[field].classes
    // Classes are numbered as they came; people look for them by name.
    let order = labels.indices.sorted { labels[$0] < labels[$1] }
    let matches = order.map { matrix.matches(of: $0) }
    return EvaluationResult.Classes(
      labels: order.map { labels[$0] },
      confusion: order.map { truth in (order + [matrix.classes]).map { matrix.counts[truth][$0] } },
      precision: matches.map(\.precision), recall: matches.map(\.recall), f1: matches.map(\.f1),
      macroF1: intervals.macroF1(of: field, model))
  }

  // MARK: Two models

  private func comparisons(of other: Int, _ intervals: Intervals) -> [EvaluationResult.Comparison] {
    guard let baseline = settings.baseline else { return [] }
    return tally.measures.compactMap { measure in
      guard measure.kind != .jsonRepaired, measure.kind != .unanimous,
        let difference = intervals.difference(of: measure, other)
      else { return nil }
      var comparison = EvaluationResult.Comparison(
        baseline: baseline, candidate: settings.models[tally.others[other]], metric: measure.kind.metric,
        field: measure.field.map { scorer.fields[$0].path.description }, difference: difference)
      intervals.test(measure, other, &comparison)
      return comparison
    }
  }

  /// Adjusts p-values where several models are compared with one baseline, each figure by itself.
  private func adjust(_ comparisons: inout [EvaluationResult.Comparison]) {
    guard tally.others.count > 1 else { return }
    var places: [String: [Int]] = [:]
    for (place, comparison) in comparisons.enumerated() where comparison.pValue != nil {
      places["\(comparison.metric)\u{0}\(comparison.field ?? "")", default: []].append(place)
    }
    for places in places.values {
      let adjusted = HolmAdjustment.adjusted(places.map { comparisons[$0].pValue ?? 1 })
      for (place, value) in zip(places, adjusted) { comparisons[place].holm = value }
    }
  }

  // MARK: Verdict

  private func judge(_ result: inout EvaluationResult, _ intervals: Intervals) {
    guard let candidate = settings.candidate, !settings.gates.isEmpty else {
      if let only = settings.baseline, !settings.gates.isEmpty { result.reasons = requirements(of: only, result, intervals) }
      return
    }
    let judge = GateJudge(
      figures: gateFigures(of: candidate, intervals), candidate: candidate, baseline: settings.baseline, fields: fieldNames)
    result.gates = judge.standings(of: settings.gates)
    let involved = result.models.filter { $0.name == candidate || $0.name == settings.baseline }
    let unscored = involved.filter { Double($0.unscored) > EvaluationResult.mostUnscored * Double(result.items * $0.repeats) }
    result.verdict = EvaluationResult.verdict(of: result.gates, unscored: unscored)
    result.verdictByFigures = EvaluationResult.verdictByFigures(of: result.gates)
    result.reasons = unscored.map {
      "\(counted($0.unscored, "answer")) of \($0.name) failed or are missing, more than 2 % of \(grouped(result.items * $0.repeats)): "
        + "ask again before deciding"
    }
    let order: [EvaluationResult.GateStanding.Result] = [.failed, .open, .passed]
    result.reasons += order.flatMap { kind in result.gates.filter { $0.result == kind }.map(\.sentence) }
  }

  private func gateFigures(of candidate: String, _ intervals: Intervals) -> GateJudge.Figures {
    let other = tally.others.firstIndex { settings.models[$0] == candidate }
    return GateJudge.Figures(
      of: { metric, field, model in figure(metric, field, model, intervals) },
      gain: { metric, field, kind in
        guard let other else { return nil }
        if metric == .macroF1 {
          return place(of: field).flatMap { intervals.macroF1Gain(of: $0, tally.others[other], kind) }
        }
        return measure(metric, field).flatMap { intervals.gain(of: $0, other, kind, isBetterLow: metric.isBetterLow) }
      },
      ratio: { metric, field in
        guard let other, let baseline = tally.baseline else { return nil }
        guard let rank = metric.rank else { return measure(metric, field).flatMap { intervals.ratio(of: $0, other) } }
        return intervals.ratio(
          ofPercentile: rank, tally.models[tally.others[other]].latencies, to: tally.models[baseline].latencies)
      })
  }

  /// A model's figure by the name of its metric.
  private func figure(
    _ metric: GateRule.Metric, _ field: String?, _ model: String, _ intervals: Intervals
  ) -> EvaluationResult.Figure? {
    guard let number = settings.models.firstIndex(of: model) else { return nil }
    if let rank = metric.rank { return intervals.percentile(rank, of: tally.models[number].latencies) }
    switch metric {
    case .medianError:
      return place(of: field).flatMap { intervals.percentile(0.5, of: tally.models[number].fields[$0].errors) }
    case .macroF1: return place(of: field).flatMap { intervals.macroF1(of: $0, number) }
    default: return measure(metric, field).flatMap { intervals.figure(of: $0, number) }
    }
  }

  /// The place of a field by its name; that of the only field when none is named.
  private func place(of field: String?) -> Int? {
    field.map { fieldNames.firstIndex(of: $0) } ?? (scorer.fields.count == 1 ? 0 : nil)
  }

  private func measure(_ metric: GateRule.Metric, _ field: String?) -> Measure? {
    let kind: Measure.Kind
    switch metric {
    case .accuracy: kind = field == nil ? .accuracy : .fieldAccuracy
    case .jsonValid: kind = .jsonValid
    case .mae: kind = .mae
    case .mape: kind = .mape
    case .within: kind = .fieldAccuracy
    case .precision: kind = .precision
    case .recall: kind = .recall
    case .f1: kind = .f1
    case .similarity: kind = .similarity
    case .refused: kind = .refused
    case .consistency: kind = .agreement
    case .cost: kind = .cost
    case .medianError, .macroF1, .latencyP50, .latencyP95, .latencyP99: return nil
    }
    if field == nil, !metric.needsField { return Measure(kind) }
    return place(of: field).map { Measure(kind, field: $0) }
  }

  /// What a candidate must reach, when only the baseline was asked.
  private func requirements(of baseline: String, _ result: EvaluationResult, _ intervals: Intervals) -> [String] {
    settings.gates.flatMap { rule -> [String] in
      let fields: [String?] =
        switch rule.subject {
        case .answer: [nil]
        case .field(let field): [field]
        case .eachField: fieldNames.map { $0 }
        }
      return fields.map { field in
        let figure = figure(rule.metric, field, baseline, intervals)
        let words = GateWords(rule: rule, field: field, candidate: "a candidate", baseline: baseline)
        return words.requirement(figure)
      }
    }
  }

  // MARK: Power

  /// What a test set of this size can show.
  private func power(of result: EvaluationResult) -> EvaluationResult.Power {
    let accuracy = result.comparisons.first {
      $0.metric == GateRule.Metric.accuracy.rawValue && $0.field == nil
        && (settings.candidate == nil || $0.candidate == settings.candidate)
    }
    let measured = accuracy.flatMap { comparison -> Double? in
      guard let only = comparison.onlyBaseline, let other = comparison.onlyCandidate, comparison.difference.n > 0 else { return nil }
      return Double(only + other) / Double(comparison.difference.n)
    }
    return Intervals.power(items: groupCount ?? tally.items, discordant: measured)
  }
}

extension ScoringRules.Primary {
  /// `all`, or the field's name.
  var name: String {
    switch self {
    case .all: "all"
    case .field(let path): path.description
    }
  }
}

extension Measure.Kind {
  /// The measure's name in tables and files.
  var metric: String {
    switch self {
    case .accuracy, .fieldAccuracy: "accuracy"
    case .jsonValid: "json_valid"
    case .jsonRepaired: "json_repaired"
    case .refused: "refused"
    case .agreement: "consistency"
    case .unanimous: "unanimous"
    case .cost: "cost"
    case .mae: "mae"
    case .mape: "mape"
    case .bias: "bias"
    case .precision: "precision"
    case .recall: "recall"
    case .f1: "f1"
    case .similarity: "similarity"
    }
  }
}

extension GateRule.Metric {
  /// The rank of a percentile of latencies.
  var rank: Double? {
    switch self {
    case .latencyP50: 0.5
    case .latencyP95: 0.95
    case .latencyP99: 0.99
    default: nil
    }
  }
}

extension Comparison {
  /// As rules name it.
  package var name: String {
    switch self {
    case .exact: "exact"
    case .text: "text"
    case .number: "number"
    case .date: "date"
    case .range: "range"
    case .set: "set"
    case .list: "list"
    case .similarity: "similarity"
    case .label: "label"
    case .anyOf: "any_of"
    case .none: "none"
    }
  }
}

extension Tolerance {
  /// `10 %`, or the amount.
  var words: String {
    switch self {
    case .share(let share): share.double.map { "\(FigureWords.number(100 * $0)) %" } ?? ""
    case .absolute(let amount): amount.double.map(FigureWords.number) ?? ""
    }
  }
}

extension EvaluationResult.Comparison {
  /// The p-value that is adjusted where several models are compared.
  fileprivate var pValue: Double? { mcnemar ?? permutation }
}
