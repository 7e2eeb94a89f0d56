/// Figures of all models side by side, with what each model differs from the baseline by: what every report shows as a table.
package struct FigureTable: Sendable {
  package struct Row: Sendable {
    /// The metric, or the field.
    package var name: String
    package var unit: FigureUnit
    /// Whether less is better.
    package var isBetterLow: Bool
    /// A figure a model; nil where it was not measured.
    package var figures: [EvaluationResult.Figure?]
    /// For each of the ``FigureTable/candidates`` the comparison with the baseline; nil where there is none.
    package var comparisons: [EvaluationResult.Comparison?]
  }

  package var models: [String]
  /// The models that are compared with the baseline; empty without one.
  package var candidates: [String]
  package private(set) var rows: [Row] = []
  private let comparisons: [EvaluationResult.Comparison]

  private init(_ result: EvaluationResult) {
    models = result.models.map(\.name)
    comparisons = result.comparisons.filter { $0.baseline == result.baseline }
    let compared = comparisons
    candidates = models.filter { name in compared.contains { $0.candidate == name } }
  }

  /// The figures of whole answers.
  package static func answers(_ result: EvaluationResult) -> FigureTable {
    var table = FigureTable(result)
    let models = result.models
    table.add("accuracy", "accuracy", models.map(\.accuracy))
    table.add("json_valid", "valid JSON", models.map(\.jsonValid))
    if models.contains(where: { ($0.jsonRepaired?.value ?? 0) > 0 }) {
      table.add("json_repaired", "mended JSON", models.map(\.jsonRepaired))
    }
    table.add("consistency", "consistency", models.map { $0.consistency?.agreement })
    table.add("latency_p50", "latency p50", models.map { $0.latency?.p50 })
    table.add("latency_p95", "latency p95", models.map { $0.latency?.p95 })
    table.add("latency_p99", "latency p99", models.map { $0.latency?.p99 })
    return table
  }

  /// The accuracy of each field, in the order of the fields.
  package static func fields(_ result: EvaluationResult) -> FigureTable {
    var table = FigureTable(result)
    for field in result.fieldNames {
      table.add("accuracy", field, field: field, result.models.map { $0[field: field]?.accuracy })
    }
    return table
  }

  /// The other figures of one field: errors of numbers, overlap of sets, likeness of texts.
  package static func details(of field: String, in result: EvaluationResult) -> FigureTable {
    var table = FigureTable(result)
    let fields = result.models.map { $0[field: field] }
    table.add("mae", "mean error", field: field, fields.map { $0?.mae })
    table.add("median_error", "median error", field: field, fields.map { $0?.medianError })
    table.add("mape", "mean relative error", field: field, fields.map { $0?.mape })
    table.add("bias", "mean signed error", field: field, fields.map { $0?.bias })
    table.add("within", "within tolerance", field: field, fields.map { $0?.within })
    table.add("precision", "precision", field: field, fields.map { $0?.precision })
    table.add("recall", "recall", field: field, fields.map { $0?.recall })
    table.add("f1", "F1", field: field, fields.map { $0?.f1 })
    table.add("macro_f1", "macro F1", field: field, fields.map { $0?.classes?.macroF1 })
    table.add("similarity", "similarity", field: field, fields.map { $0?.similarity })
    return table
  }

  /// Adds a row, unless no model has the figure.
  private mutating func add(
    _ metric: String, _ name: String, field: String? = nil, _ figures: [EvaluationResult.Figure?]
  ) {
    guard figures.contains(where: { $0 != nil }) else { return }
    let compared = candidates.map { candidate in
      comparisons.first { $0.candidate == candidate && $0.metric == metric && $0.field == field }
    }
    let isBetterLow = GateRule.Metric(rawValue: metric)?.isBetterLow ?? false
    rows.append(
      Row(name: name, unit: FigureUnit(metric: metric), isBetterLow: isBetterLow, figures: figures, comparisons: compared))
  }

  /// The rows with the worst first: those in which a model has the lowest figure. Equal ones keep their order.
  /// - Parameter model: its place.
  package func worstFirst(of model: Int) -> [Row] {
    rows.enumerated().sorted { left, right in
      let (first, second) = (left.element.figures[model]?.value ?? .infinity, right.element.figures[model]?.value ?? .infinity)
      return (first, left.offset) < (second, right.offset)
    }.map(\.element)
  }
}

extension EvaluationResult {
  /// The fields of all models, in the order of the first.
  package var fieldNames: [String] {
    models.flatMap(\.fields).reduce(into: []) { names, field in if !names.contains(field.name) { names.append(field.name) } }
  }

  /// The place of the model that a reader wants to know about: the candidate, else the last that is not the baseline, else the only one.
  package var judgedModel: Int? {
    models.firstIndex { $0.name == candidate } ?? models.lastIndex { $0.name != baseline } ?? models.indices.last
  }

  /// What the bare figures say, where that is another verdict: `By the bare figures, without regard to chance: GO.`
  package var figuresVerdictWords: String? {
    guard let verdictByFigures, verdictByFigures != verdict else { return nil }
    return "By the bare figures, without regard to chance: \(verdictByFigures.rawValue)."
  }
}

extension EvaluationResult.Comparison {
  /// What chance makes of the difference: `only base is right on 2, only tuned on 6; p 0.289`. Nil where nothing was tested.
  package var testWords: String? {
    var words: [String] = []
    if let onlyBaseline, let onlyCandidate {
      words.append("only \(baseline) is right on \(onlyBaseline), only \(candidate) on \(onlyCandidate)")
    }
    guard let p = mcnemar ?? permutation else { return words.first }
    return (words + ["p \(Self.probability(p))" + (holm.map { ", adjusted for all comparisons \(Self.probability($0))" } ?? "")])
      .joined(separator: "; ")
  }

  /// A probability with three decimals: `0.289`, `below 0.001`.
  private static func probability(_ p: Double) -> String {
    p < 0.001 ? "below 0.001" : FigureWords.decimal(p, digits: 3)
  }
}
