import PrepCore

/// How a figure stands in a table: the value, and its interval in brackets behind it without the unit: `81.8 % [69.7, 89.8]`.
package enum FigureUnit: Sendable, Hashable {
  /// From 0 to 1, in percent; differences of shares are points.
  case share
  /// In the unit of the field.
  case number
  case milliseconds
  case dollars

  /// - Parameter metric: as gates and comparisons name it.
  package init(metric: String) {
    switch metric {
    case "mae", "median_error", "bias": self = .number
    case "latency_p50", "latency_p95", "latency_p99": self = .milliseconds
    case "cost": self = .dollars
    default: self = .share
    }
  }

  /// `81.8 %`, `3.25`, `512 ms`, `0.0039 USD`.
  package func words(_ value: Double) -> String {
    switch self {
    case .share: "\(bare(value)) %"
    case .number: bare(value)
    case .milliseconds: "\(bare(value)) ms"
    case .dollars: dollars(value)
    }
  }

  /// Amounts that no evaluation costs are written as they are.
  private func dollars(_ value: Double) -> String {
    value.magnitude < 1e9 ? Dollars(millionths: Int((value * 1e6).rounded())).description : "\(value) USD"
  }

  /// `81.8 % [69.7, 89.8]`; without an interval the value alone.
  package func words(_ figure: EvaluationResult.Figure) -> String { words(figure.value) + interval(figure) }

  /// `81.8 [69.7, 89.8]`, below a heading that says the unit.
  package func bareWords(_ figure: EvaluationResult.Figure) -> String { bare(figure.value) + interval(figure) }

  /// A difference with its sign: `+12.5 [-4.2, 29.2]`, in points where the figures are shares.
  package func differenceWords(_ figure: EvaluationResult.Figure) -> String {
    let text = bare(figure.value)
    let isPositive = figure.value > 0 && text.contains { ("1"..."9").contains($0) }
    return (isPositive ? "+" : "") + text + interval(figure)
  }

  private func interval(_ figure: EvaluationResult.Figure) -> String {
    guard figure.lower != nil || figure.upper != nil else { return "" }
    return " [\(figure.lower.map(bare) ?? "?"), \(figure.upper.map(bare) ?? "?")]"
  }

  private func bare(_ value: Double) -> String {
    switch self {
    case .share: FigureWords.points(value)
    case .milliseconds: FigureWords.decimal(value, digits: value.magnitude < 10 ? 1 : 0)
    case .number, .dollars: FigureWords.number(value)
    }
  }
}
