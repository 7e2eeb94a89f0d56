import PrepCore
package import PrepEvaluation

/// `figures.csv`: a row for each model and figure, and for each comparison, for tables and notebooks.
///
/// Shares are from 0 to 1 and times are milliseconds. A row with a `baseline` is a comparison: its value is the model's figure less the
/// baseline's. Counts (`refused`, `tokens_input`) have no interval. ``CSVRow`` says what is done about formulas.
package enum FiguresFile {
  package static let name = "figures.csv"

  package static func bytes(_ result: EvaluationResult) -> [UInt8] {
    var bytes = CSVRow(["model", "baseline", "field", "metric", "value", "lower", "upper", "n", "method", "p"]).bytes
    func add(
      _ model: String, _ baseline: String?, _ field: String?, _ metric: String, _ figure: EvaluationResult.Figure?,
      p: Double? = nil
    ) {
      guard let figure else { return }
      bytes +=
        CSVRow(
          [
            model, baseline ?? "", field ?? "", metric, text(figure.value), text(figure.lower), text(figure.upper), "\(figure.n)",
            figure.method,
          ]
            + [text(p)]
        ).bytes
    }
    func add(_ model: String, _ metric: String, count: Int) {
      bytes += CSVRow([model, "", "", metric, "\(count)", "", "", "", "", ""]).bytes
    }
    for model in result.models {
      add(model.name, nil, nil, "accuracy", model.accuracy)
      add(model.name, "answered", count: model.answered)
      add(model.name, "refused", count: model.refused)
      add(model.name, "invalid", count: model.invalid)
      add(model.name, "unscored", count: model.unscored)
      add(model.name, nil, nil, "json_valid", model.jsonValid)
      add(model.name, nil, nil, "json_repaired", model.jsonRepaired)
      add(model.name, nil, nil, "consistency", model.consistency?.agreement)
      add(model.name, nil, nil, "unanimous", model.consistency?.unanimous)
      add(model.name, nil, nil, "latency_p50", model.latency?.p50)
      add(model.name, nil, nil, "latency_p95", model.latency?.p95)
      add(model.name, nil, nil, "latency_p99", model.latency?.p99)
      if let tokens = model.tokens {
        add(model.name, "tokens_input", count: tokens.input)
        add(model.name, "tokens_output", count: tokens.output)
      }
      if let cost = model.costUSD { bytes += CSVRow([model.name, "", "", "cost_usd", text(cost), "", "", "", "", ""]).bytes }
      for field in model.fields {
        let figures: KeyValuePairs = [
          "accuracy": field.accuracy, "mae": field.mae, "mape": field.mape, "median_error": field.medianError, "bias": field.bias,
          "within": field.within, "precision": field.precision, "recall": field.recall, "f1": field.f1,
          "macro_f1": field.classes?.macroF1, "similarity": field.similarity,
        ]
        for (metric, figure) in figures { add(model.name, nil, field.name, metric, figure) }
      }
    }
    for comparison in result.comparisons {
      add(
        comparison.candidate, comparison.baseline, comparison.field, comparison.metric, comparison.difference,
        p: comparison.mcnemar ?? comparison.permutation)
    }
    return bytes
  }

  private static func text(_ number: Double?) -> String {
    guard let number, number.isFinite else { return "" }
    return number.description
  }
}
