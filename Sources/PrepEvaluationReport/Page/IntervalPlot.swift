import PrepEvaluation
import PrepReport

/// A figure with its interval on a line, for the eye; the words stand beside it, so it is hidden from screen readers.
struct IntervalPlot {
  /// What the ends of the line stand for.
  let axis: ClosedRange<Double>
  /// What is marked on the line: zero for differences, a threshold for gates.
  var mark: Double?

  static let shares = IntervalPlot(axis: 0...1)

  /// For differences: as far to the left of zero as to the right.
  /// - Parameter figures: all that are drawn below each other.
  static func differences(_ figures: [EvaluationResult.Figure]) -> IntervalPlot {
    let ends = figures.flatMap { [$0.value, $0.lower ?? 0, $0.upper ?? 0] }.filter(\.isFinite).map(\.magnitude)
    let most = max(ends.max() ?? 0, 1e-9) * 1.05
    return IntervalPlot(axis: -most...most, mark: 0)
  }

  /// For figures that are not shares: from zero on.
  static func sizes(_ figures: [EvaluationResult.Figure]) -> IntervalPlot {
    let ends = figures.flatMap { [$0.value, $0.lower ?? 0, $0.upper ?? 0] }.filter(\.isFinite)
    return IntervalPlot(axis: min(0, ends.min() ?? 0)...max(ends.max() ?? 0, 1e-9) * 1.05)
  }

  /// - Parameter model: its place, for the colour.
  func line(_ figure: EvaluationResult.Figure, model: Int) -> HTML {
    let range: HTML? =
      if let lower = figure.lower, let upper = figure.upper {
        "<i style=\"left:\(place(lower));width:\(width(lower, upper))\"></i>"
      } else { nil }
    let line: HTML? = mark.map { "<u style=\"left:\(place($0))\"></u>" }
    return
      "<div class=\"plot m\(model % 4)\" aria-hidden=\"true\">\(line)\(range)<b style=\"left:\(place(figure.value))\"></b></div>"
  }

  private func place(_ value: Double) -> HTML { Self.percent(share(value)) }
  private func width(_ lower: Double, _ upper: Double) -> HTML { Self.percent(max(0, share(upper) - share(lower))) }

  private func share(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    return min(1, max(0, (value - axis.lowerBound) / (axis.upperBound - axis.lowerBound)))
  }

  private static func percent(_ share: Double) -> HTML { "\(FigureWords.decimal(100 * share, digits: 2))%" }
}
