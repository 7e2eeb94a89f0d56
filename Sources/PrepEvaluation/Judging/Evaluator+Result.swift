import PrepCore

extension Evaluator {
  /// The figures, comparisons, gates and the verdict.
  package func result(dataset: String, split: String) -> EvaluationResult {
    let intervals = Intervals(seed: settings.seed, jobs: settings.jobs)
    var result = EvaluationResult(
      dataset: dataset, split: split, items: tally.items, primary: scorer.rules.primary.name, seed: settings.seed)
    result.group = groupCount == nil ? nil : settings.group ?? "group"
    result.groups = groupCount
    result.baseline = settings.baseline
    result.candidate = settings.candidate
    for model in settings.models.indices { result.models.append(self.model(model, intervals)) }
    if let baseline = tally.baseline {
      for model in settings.models.indices where model != baseline {
        result.comparisons += comparisons(of: model, with: baseline, intervals)
      }
      adjust(&result.comparisons)
    }
    result.power = power(of: result)
    judge(&result, intervals)
    return result
  }

  // MARK: One model

  private func model(_ number: Int, _ intervals: Intervals) -> EvaluationResult.Model {
    let counted = tally.models[number]
    var model = EvaluationResult.Model(name: settings.models[number])
    model.answered = counted.outcomes[.right, default: 0] + counted.outcomes[.wrong, default: 0]
    model.refused = counted.outcomes[.refused, default: 0]
    model.invalid = counted.outcomes[.invalid, default: 0]
    model.unscored = counted.outcomes[.unscored, default: 0]
    model.repeats = max(1, counted.repeats)
    model.accuracy = figure(.accuracy, nil, number, intervals)
    model.jsonValid = figure(.jsonValid, nil, number, intervals)
    model.jsonRepaired = figure(.jsonRepaired, nil, number, intervals)
    if let agreement = figure(.agreement, nil, number, intervals) {
      model.consistency = EvaluationResult.Consistency(
        agreement: agreement, unanimous: figure(.unanimous, nil, number, intervals))
    }
    if counted.latencies.total > 0 {
      let values = counted.latencies.sorted
      model.latency = EvaluationResult.Latency(
        p50: intervals.percentile(0.5, of: values), p95: intervals.percentile(0.95, of: values),
        p99: intervals.percentile(0.99, of: values))
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
    var field = EvaluationResult.Field(name: scored.path.description, compare: scored.rule.comparison.name)
    field.accuracy = figure(.fieldAccuracy, place, model, intervals)
    field.mae = figure(.mae, place, model, intervals)
    if field.mae != nil {
      field.mape = figure(.mape, place, model, intervals)
      field.mapeExcluded = counted.zeroTruths
      field.bias = figure(.bias, place, model, intervals)
      field.medianError = intervals.percentile(0.5, of: counted.errors.sorted)
    }
    if case .number(_, let tolerance?) = scored.rule.comparison {
      field.within = field.accuracy
      field.tolerance = tolerance.words
    }
    field.precision = figure(.precision, place, model, intervals)
    field.recall = figure(.recall, place, model, intervals)
    field.f1 = figure(.f1, place, model, intervals)
    field.similarity = figure(.similarity, place, model, intervals)
    field.typeMismatches = counted.typeMismatches
    field.missing = counted.missing
    if let classes = tally.classes[place] {
      field.classes = ClassFigures(classes, labels: scored.classes, model: model).classes(intervals)
    }
    return field
  }

  private func figure(
    _ kind: Measure.Kind, _ field: Int?, _ model: Int, _ intervals: Intervals
  ) -> EvaluationResult.Figure? {
    let measure = Measure(kind: kind, field: field)
    return intervals.figure(of: tally.samples[measure.place][model], measure)
  }

  // MARK: Two models

  private static let compared: [Measure.Kind] = [.accuracy, .jsonValid, .refused, .agreement, .cost]

  private func comparisons(
    of model: Int, with baseline: Int, _ intervals: Intervals
  ) -> [EvaluationResult.Comparison] {
    let measures =
      Self.compared.map { Measure(kind: $0) }
      + scorer.fields.indices.flatMap { field in Measure.Kind.ofFields.map { Measure(kind: $0, field: field) } }
    return measures.compactMap { measure in
      guard let sample = tally.pairs[measure.place][model], let difference = intervals.difference(of: sample, measure) else {
        return nil
      }
      var comparison = EvaluationResult.Comparison(
        baseline: settings.models[baseline], candidate: settings.models[model], metric: measure.kind.metric,
        field: measure.field.map { scorer.fields[$0].path.description }, difference: difference)
      intervals.test(sample, measure, &comparison)
      return comparison
    }
  }

  /// Adjusts p-values where several candidates are compared with one baseline, each figure by itself.
  private func adjust(_ comparisons: inout [EvaluationResult.Comparison]) {
    guard settings.models.count > 2 else { return }
    var places: [String: [Int]] = [:]
    for (place, comparison) in comparisons.enumerated() {
      places["\(comparison.metric)\u{0}\(comparison.field ?? "")", default: []].append(place)
    }
    for places in places.values {
      let found = places.filter { comparisons[$0].mcnemar ?? comparisons[$0].permutation != nil }
      let adjusted = Holm.adjusted(found.map { comparisons[$0].mcnemar ?? comparisons[$0].permutation ?? 1 })
      for (place, value) in zip(found, adjusted) { comparisons[place].holm = value }
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
    GateJudge.Figures(
      of: { metric, field, model in self.figure(metric, field, model, intervals) },
      gain: { metric, field, kind in
        guard let (sample, measure) = pair(metric, field, candidate) else { return nil }
        return intervals.gain(of: sample, measure, kind, isBetterLow: metric.isBetterLow)
      },
      ratio: { metric, field in
        if let rank = metric.rank {
          guard let baseline = settings.baseline, let base = latencies(of: baseline), let found = latencies(of: candidate) else {
            return nil
          }
          return intervals.ratio(ofPercentile: rank, found, to: base)
        }
        guard let (sample, measure) = pair(metric, field, candidate) else { return nil }
        return intervals.ratio(of: sample, measure)
      })
  }

  private func latencies(of model: String) -> CountedValues? {
    settings.models.firstIndex(of: model).map { tally.models[$0].latencies }.flatMap { $0.total > 0 ? $0 : nil }
  }

  private func pair(_ metric: GateRule.Metric, _ field: String?, _ candidate: String) -> (MeasureSample, Measure)? {
    guard let measure = measure(metric, field), let model = settings.models.firstIndex(of: candidate),
      let sample = tally.pairs[measure.place][model]
    else { return nil }
    return (sample, measure)
  }

  /// A model's figure by the name of its metric.
  private func figure(
    _ metric: GateRule.Metric, _ field: String?, _ model: String, _ intervals: Intervals
  ) -> EvaluationResult.Figure? {
    guard let number = settings.models.firstIndex(of: model) else { return nil }
    if let rank = metric.rank {
      let latencies = tally.models[number].latencies
      return latencies.total > 0 ? intervals.percentile(rank, of: latencies.sorted) : nil
    }
    if metric == .medianError || metric == .macroF1 {
      guard let place = place(of: field) else { return nil }
      let figures = self.field(place, of: number, intervals)
      return metric == .medianError ? figures.medianError : figures.classes?.macroF1
    }
    guard let measure = measure(metric, field) else { return nil }
    return intervals.figure(of: tally.samples[measure.place][number], measure)
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
    guard Measure.Kind.ofFields.contains(kind) else { return Measure(kind: kind) }
    return place(of: field).map { Measure(kind: kind, field: $0) }
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
