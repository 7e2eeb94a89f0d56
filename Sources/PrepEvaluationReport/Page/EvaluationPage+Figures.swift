import PrepCore
import PrepEvaluation
import PrepReport

/// The sections with figures of whole answers and of fields.
extension EvaluationPage {
  private static let mostFields = 200

  // MARK: Models

  var modelsSection: HTML {
    let table = FigureTable.answers(result)
    var parts: [HTML] = []
    if let accuracy = table.rows.first(where: { $0.name == "accuracy" }) {
      let rows = zip(table.models, accuracy.figures).enumerated().map { model, row -> HTML in
        let words: HTML =
          row.1.map { "\(FigureUnit.share.words($0))<small>of \(counted($0.n, "item"))</small>" } ?? "not measured"
        return """
          <tr role="row"><th role="rowheader" scope="row">\(swatch(model))\(HTML.short(row.0, most: 60))\(role(row.0))</th>\
          <td role="cell">\(row.1.map { IntervalPlot.shares.line($0, model: model) })</td><td role="cell" class="number">\(words)</td></tr>
          """
      }
      let primary = result.primary == "all" ? "Items with all fields right" : "Items with \(result.primary.excerpt) right"
      parts.append(
        """
        <table role="table" class="bars intervals"><caption>\(primary), 0 to 100 %, with \(level) intervals</caption><tbody role="rowgroup">\(rows)</tbody></table>
        """)
    } else if !result.models.isEmpty {
      parts.append("<p>No item was scored.</p>")
    }
    let compared = result.comparisons.filter { $0.field == nil && $0.metric == "accuracy" }
    if !compared.isEmpty {
      let plot = IntervalPlot.differences(compared.map(\.difference))
      let rows = compared.map { comparison -> HTML in
        let model = table.models.firstIndex(of: comparison.candidate) ?? 0
        return """
          <tr role="row"><th role="rowheader" scope="row">\(HTML.short(comparison.candidate, most: 60)) against \(HTML.short(comparison.baseline, most: 60))</th>\
          <td role="cell">\(plot.line(comparison.difference, model: model))</td><td role="cell" class="number">\(FigureUnit.share.differenceWords(comparison.difference))\
          \(change(comparison.difference, isBetterLow: false))</td></tr>\
          \(comparison.testWords.map { "<tr role=\"row\"><td role=\"cell\" colspan=\"3\"><small>\($0)</small></td></tr>" as HTML })
          """
      }
      parts.append(
        """
        <table role="table" class="bars intervals"><caption>Difference in accuracy, in points, on the items that both models were scored on; the line is no \
        difference</caption><tbody role="rowgroup">\(rows)</tbody></table>
        """)
    }
    if let answers = Self.figures("What came of the answers", table.models, answers(table)) { parts.append(answers) }
    return ReportPage.section("models", "Models", "\(parts)")
  }

  private var level: String { FigureUnit.share.words(result.level).replacing(".0 %", with: " %") }

  private func role(_ name: String) -> HTML? {
    if name == result.baseline { return "<small>baseline</small>" }
    return name == result.candidate ? "<small>candidate</small>" : nil
  }

  func swatch(_ model: Int) -> HTML { "<i class=\"swatch m\(model % 4)\" aria-hidden=\"true\"></i>" }

  /// Whether a difference is more than chance, in a word with a sign.
  private func change(_ difference: EvaluationResult.Figure, isBetterLow: Bool) -> HTML? {
    guard let lower = difference.lower, let upper = difference.upper else { return nil }
    if lower <= 0, upper >= 0 { return "<small>not clear</small>" }
    let isBetter = (lower > 0) != isBetterLow
    return isBetter
      ? "<small class=\"yes\"><span aria-hidden=\"true\">▲</span> better</small>"
      : "<small class=\"no\"><span aria-hidden=\"true\">▼</span> worse</small>"
  }

  private func answers(_ table: FigureTable) -> [(name: HTML, cells: [HTML])] {
    var rows: [(name: HTML, cells: [HTML])] = []
    func count(_ name: HTML, _ count: (EvaluationResult.Model) -> Int) {
      rows.append((name, result.models.map { "\(grouped(count($0)))" }))
    }
    if result.models.contains(where: { $0.model != nil }) {
      rows.append(("model", result.models.map { model in model.model.map { HTML.short($0, most: 80) } ?? "" }))
    }
    count("answered", \.answered)
    count("refused", \.refused)
    count("invalid", \.invalid)
    count("unscored", \.unscored)
    if result.models.contains(where: { $0.repeats > 1 }) { count("answers an item", \.repeats) }
    for row in table.rows where row.name != "accuracy" && !row.name.hasPrefix("latency") {
      rows.append(("\(row.name)", row.figures.map { $0.map { "\(row.unit.words($0))" } ?? "" }))
    }
    return rows
  }

  /// A table with a column a model.
  private static func figures(_ caption: String, _ models: [String], _ rows: [(name: HTML, cells: [HTML])]) -> HTML? {
    if models.isEmpty || rows.isEmpty { return nil }
    let head = models.map { "<th scope=\"col\" class=\"number\">\(HTML.short($0, most: 60))</th>" as HTML }
    let body = rows.map { row in
      "<tr><th scope=\"row\">\(row.name)</th>\(row.cells.map { "<td class=\"number\">\($0)</td>" as HTML })</tr>" as HTML
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table class="plain"><caption>\(caption)</caption>\
      <thead><tr><td></td>\(head)</tr></thead><tbody>\(body)</tbody></table></div>
      """
  }

  // MARK: Fields

  /// Nil without fields.
  var fieldsSection: HTML? {
    let table = FigureTable.fields(result)
    if table.rows.isEmpty { return nil }
    let differences = table.rows.flatMap { $0.comparisons.compactMap { $0?.difference } }
    let plot = IntervalPlot.differences(differences)
    let rows = table.rows.prefix(Self.mostFields).map { row -> HTML in
      let cells = row.figures.enumerated().map { model, figure -> HTML in
        guard let figure else { return "<td class=\"number\"></td>" }
        return "<td class=\"number\">\(FigureUnit.share.bareWords(figure))\(IntervalPlot.shares.line(figure, model: model))</td>"
      }
      let compared = zip(table.candidates, row.comparisons).map { candidate, comparison -> HTML in
        guard let difference = comparison?.difference else { return "<td class=\"number\"></td>" }
        let model = table.models.firstIndex(of: candidate) ?? 0
        return """
          <td class="number">\(FigureUnit.share.differenceWords(difference))\(change(difference, isBetterLow: false))\
          \(plot.line(difference, model: model))</td>
          """
      }
      return """
        <tr><th scope="row">\(HTML.name(row.name))<small>\(kind(of: row.name))</small></th>\(cells)\(compared)</tr>
        """
    }
    let head = table.models.enumerated().map {
      "<th scope=\"col\" class=\"number\">\(swatch($0))\(HTML.short($1, most: 60))</th>" as HTML
    }
    let compared = table.candidates.map { candidate -> HTML in
      let words: HTML = table.candidates.count > 1 ? "difference of \(HTML.short(candidate, most: 60))" : "difference"
      return "<th scope=\"col\" class=\"number\">\(words)</th>"
    }
    let left = table.rows.count - rows.count
    let caption = "Accuracy of each field, in percent, and differences in points, with \(level) intervals"
    return ReportPage.section(
      "fields", "Fields",
      """
      <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table class="plain wide"><caption>\(caption)</caption>\
      <thead><tr><th scope="col">field</th>\(head)\(compared)</tr></thead><tbody>\(rows)</tbody></table></div>\
      \(left > 0 ? "<p>And \(counted(left, "more field")), which evaluation.json has.</p>" as HTML : nil)
      """)
  }

  /// How a field is compared, and what went wrong beside its value: `number within 10% · 2 of another type`.
  private func kind(of field: String) -> String {
    let fields = result.models.compactMap { $0[field: field] }
    guard let first = fields.first else { return "" }
    var words = [first.compare + (first.tolerance.map { " within \($0)" } ?? "")]
    let (types, missing) = fields.reduce((0, 0)) { ($0.0 + $1.typeMismatches, $0.1 + $1.missing) }
    if types > 0 { words.append("\(grouped(types)) of another type") }
    if missing > 0 { words.append("\(grouped(missing)) missing") }
    return words.joined(separator: " · ")
  }

  // MARK: Details of one field

  /// The other figures of a field, a column a model and a column a comparison; nil without any.
  func details(of field: String) -> HTML? {
    let table = FigureTable.details(of: field, in: result)
    let compared = table.candidates.indices.filter { place in table.rows.contains { $0.comparisons[place] != nil } }
    let names = compared.map { table.candidates.count > 1 ? "difference of \(table.candidates[$0])" : "difference" }
    let rows = table.rows.map { row -> (name: HTML, cells: [HTML]) in
      let differences = compared.map { place -> HTML in
        guard let difference = row.comparisons[place]?.difference else { return "" }
        return "\(row.unit.differenceWords(difference))\(change(difference, isBetterLow: row.isBetterLow))"
      }
      return ("\(row.name)", row.figures.map { $0.map { "\(row.unit.words($0))" } ?? "" } + differences)
    }
    return Self.figures("Figures of \(field.excerpt)", table.models + names, rows)
  }

  // MARK: Speed and cost

  var speedSection: HTML {
    let table = FigureTable.answers(result)
    let latencies = table.rows.filter { $0.name.hasPrefix("latency") }
    let plot = IntervalPlot.sizes(latencies.flatMap { $0.figures.compactMap { $0 } })
    var rows = latencies.map { row -> (name: HTML, cells: [HTML]) in
      let cells = row.figures.enumerated().map { model, figure in
        figure.map { "\(row.unit.words($0))\(plot.line($0, model: model))" as HTML } ?? ""
      }
      return ("\(row.name)", cells)
    }
    let models = result.models
    if models.contains(where: { $0.tokens != nil }) {
      rows.append(("tokens in", models.map { model in model.tokens.map { "\(grouped($0.input))" } ?? "" }))
      rows.append(("tokens out", models.map { model in model.tokens.map { "\(grouped($0.output))" } ?? "" }))
    }
    if models.contains(where: { $0.costUSD != nil }) {
      rows.append(("cost", models.map { model in model.costUSD.map { "\(FigureUnit.dollars.words($0))" } ?? "" }))
    }
    let figures = Self.figures("Half of the answers (p50), 95 % and 99 % of them took at most so long", table.models, rows)
    return ReportPage.section(
      "speed", "Speed and cost",
      rows.isEmpty ? "<p>The answers do not say how long they took or what they cost.</p>" : figures ?? "")
  }
}
