import PrepCore
import PrepEvaluation
import PrepReport

extension EvaluationPage {
  private static let mostGates = 200

  var verdictSection: HTML {
    let subject = "\(counted(result.items, "item")) of the split \(result.split)"
    let groups = result.group.map { group in
      ", in \(result.groups.map { counted($0, "group") } ?? "groups") by \(group)"
    }
    let reasons = result.reasons.map { "<li>\($0)</li>" as HTML }
    return """
      <section id="verdict"><h2>\(result.verdict == nil ? "Result" : "Verdict")</h2>\(banner)<p>\(subject)\(groups ?? "").</p>\
      \(reasons.isEmpty ? nil : "<ul class=\"reasons\">\(reasons)</ul>" as HTML)\(gates)</section>

      """
  }

  private var banner: HTML? {
    guard let verdict = result.verdict else { return "<p>There are no gates, so there is no verdict.</p>" }
    let (kind, words) =
      switch verdict {
      case .go: ("go", "All gates are passed.")
      case .noGo: ("nogo", "At least one gate is failed.")
      case .inconclusive: ("open", "These items cannot decide.")
      }
    return """
      <p class="banner \(kind)"><b>\(verdict.rawValue)</b> <span>\(words)\(result.figuresVerdictWords.map { " " + $0 } ?? "")</span></p>
      """
  }

  private var gates: HTML? {
    if result.gates.isEmpty { return nil }
    let rows = result.gates.prefix(Self.mostGates).map { gate -> HTML in
      let (mark, words) =
        switch gate.result {
        case .passed: ("✓", "passed")
        case .failed: ("✗", "failed")
        case .open: ("?", "open")
        }
      return """
        <tr role="row"><th role="rowheader" scope="row">\(HTML.short(gate.rule, most: 200))<small>\(HTML.short(gate.model, most: 60))</small></th>\
        <td role="cell"><span class="result \(gate.result.rawValue)"><span aria-hidden="true">\(mark)</span> \(words)</span></td>\
        <td role="cell">\(HTML.short(gate.sentence, most: 600))\(plot(gate))</td></tr>
        """
    }
    let left = result.gates.count - rows.count
    return """
      <h3>Gates</h3><div class="scroll"><table role="table" class="plain gates"><caption>What the candidate must meet, and where it stands</caption>\
      <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">gate</th><th role="columnheader" scope="col">result</th>\
      <th role="columnheader" scope="col">why</th></tr></thead><tbody role="rowgroup">\(rows)</tbody></table></div>\
      \(left > 0 ? "<p>And \(grouped(left)) more, which evaluation.json has.</p>" as HTML : nil)
      """
  }

  /// The figure and its interval against the threshold.
  private func plot(_ gate: EvaluationResult.GateStanding) -> HTML? {
    guard let value = gate.value, gate.by == "interval", gate.lower != nil || gate.upper != nil else { return nil }
    let figure = EvaluationResult.Figure(value, lower: gate.lower, upper: gate.upper, n: 0, method: "")
    let ends = [value, gate.lower, gate.upper, gate.threshold, 0].compactMap { $0 }.filter(\.isFinite)
    guard let least = ends.min(), let most = ends.max(), least < most else { return nil }
    let margin = (most - least) / 20
    return IntervalPlot(axis: (least - margin)...(most + margin), mark: gate.threshold).line(figure, model: 1)
  }
}
