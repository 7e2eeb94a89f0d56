import PrepCore

/// A gate and where it stands, in words.
struct GateWords {
  let rule: GateRule
  let field: String?
  let candidate: String
  let baseline: String?

  /// The gate as a condition: `accuracy at least 85 %`.
  var gate: String {
    let by = rule.by == .figure ? ", by the figure alone" : ""
    return "\(subject) \(condition)\(by)"
  }

  /// What is measured: `accuracy of brand`.
  private var subject: String { field.map { "\(rule.metric.words) of \($0)" } ?? rule.metric.words }

  private var condition: String {
    switch rule.bound {
    case .minimum(let threshold): "at least \(value(threshold))"
    case .maximum(let threshold): "at most \(value(threshold))"
    case .improvement(let threshold, let kind): "at least \(difference(threshold, kind)) better than the baseline"
    case .worsening(let threshold, let kind): "at most \(difference(threshold, kind)) worse than the baseline"
    case .ratio(let threshold):
      "\(rule.metric.isBetterLow ? "at most" : "at least") \(FigureWords.number(threshold)) times the baseline's"
    }
  }

  /// What was found, what is required, and what follows.
  func sentence(_ standing: EvaluationResult.GateStanding, _ figure: EvaluationResult.Figure?) -> String {
    guard let figure else {
      let why =
        rule.bound.isRelativeToBaseline && baseline == nil
        ? "there is no baseline to compare \(candidate) with" : "it could not be measured"
      return "\(subject): required is \(condition), and \(why)"
    }
    var sentence = "\(subject) of \(candidate) is \(found(figure)); required is \(condition)"
    if rule.by == .figure { sentence += ", by the figure alone" }
    sentence += ": \(standing.result.rawValue)"
    guard standing.result == .open else { return sentence }
    if figure.lower == nil {
      sentence += ", since \(counted(figure.n, "item")) allow no interval"
    } else if let count = standing.needsItems {
      sentence += "; about \(grouped(count)) items would decide it, if the figure stays as it is"
    } else {
      sentence += "; the figure is at the threshold, which no number of items can tell apart"
    }
    return sentence
  }

  /// What a candidate must reach, with the baseline's figure.
  func requirement(_ figure: EvaluationResult.Figure?) -> String {
    guard let figure else { return "\(gate); the figure of \(baseline ?? "the baseline") could not be measured" }
    return "\(gate); that of \(baseline ?? "the baseline") is \(unit.words(figure))"
  }

  private func found(_ figure: EvaluationResult.Figure) -> String {
    let base = baseline ?? "the baseline"
    switch rule.bound {
    case .minimum, .maximum: return unit.words(figure)
    case .improvement(_, let kind), .worsening(_, let kind):
      let isWorse = figure.value < 0
      let shown = EvaluationResult.Figure(
        abs(figure.value), lower: isWorse ? figure.upper.map { -$0 } : figure.lower,
        upper: isWorse ? figure.lower.map { -$0 } : figure.upper, n: figure.n, method: figure.method)
      let words =
        switch kind {
        case .relative: FigureUnit.share.words(shown)
        case .points: rule.metric.isShare ? "\(unit.bareWords(shown)) points" : unit.words(shown)
        }
      return "\(words) \(isWorse ? "worse" : "better") than that of \(base)"
    case .ratio: return "\(FigureUnit.number.words(figure)) times that of \(base)"
    }
  }

  private var unit: FigureUnit { FigureUnit(metric: rule.metric.rawValue) }

  private func value(_ value: Double) -> String { unit.words(value) }

  private func difference(_ value: Double, _ kind: GateRule.Kind) -> String {
    switch kind {
    case .relative: FigureUnit.share.words(value)
    case .points: rule.metric.isShare ? "\(FigureWords.points(value)) points" : unit.words(value)
    }
  }
}

/// Figures as people read them.
package enum FigureWords {
  /// With one decimal: `91.0 %`.
  package static func percent(_ share: Double) -> String { "\(decimal(100 * share, digits: 1)) %" }

  /// Of a share: `12.5` for 0.125.
  package static func points(_ share: Double) -> String { decimal(100 * share, digits: 1) }

  /// With at most three digits behind the point, and at least three that count.
  package static func number(_ value: Double) -> String {
    let size = abs(value)
    if size >= 1e15 { return "\(value)" }
    let text = decimal(value, digits: size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 6)
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }
    return String((trimmed.first == "." ? trimmed.dropFirst() : trimmed).reversed())
  }

  /// A number with a fixed count of digits behind the point, without a locale.
  package static func decimal(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e18 else { return "\(value)" }
    let whole = Int(scaled)
    let sign = value < 0 && whole != 0 ? "-" : ""
    guard digits > 0 else { return sign + String(whole) }
    let text = String(whole)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return "\(sign)\(padded.dropLast(digits)).\(padded.suffix(digits))"
  }
}

extension GateRule.Metric {
  /// The metric in words.
  package var words: String {
    switch self {
    case .accuracy: "accuracy"
    case .jsonValid: "share of valid JSON"
    case .mae: "mean absolute error"
    case .mape: "mean absolute percentage error"
    case .medianError: "median absolute error"
    case .within: "share within the tolerance"
    case .precision: "precision"
    case .recall: "recall"
    case .f1: "F1"
    case .macroF1: "macro F1"
    case .similarity: "similarity"
    case .refused: "share of refusals"
    case .consistency: "consistency"
    case .latencyP50: "latency p50"
    case .latencyP95: "latency p95"
    case .latencyP99: "latency p99"
    case .cost: "cost an item"
    }
  }
}
