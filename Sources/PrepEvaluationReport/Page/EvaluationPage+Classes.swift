import PrepCore
import PrepEvaluation
import PrepReport

/// The section with classes: which class was taken for which.
extension EvaluationPage {
  /// A larger table tells nobody anything.
  private static let mostLabels = 30
  private static let mostFields = 12

  /// Nil when no field is a choice among classes.
  var classesSection: HTML? {
    let fields = result.fieldNames.filter { field in result.models.contains { $0[field: field]?.classes != nil } }
    if fields.isEmpty { return nil }
    let blocks = fields.prefix(Self.mostFields).map { field -> HTML in
      let tables = result.models.compactMap { model in model[field: field]?.classes.map { confusion($0, field, model.name) } }
      return "<h3>\(HTML.name(field))</h3>\(tables)"
    }
    let left = fields.count - blocks.count
    return ReportPage.section(
      "classes", "Classes",
      "\(blocks)\(left > 0 ? "<p>And \(counted(left, "more field")), which evaluation.json has.</p>" as HTML : nil)")
  }

  private func confusion(_ classes: EvaluationResult.Classes, _ field: String, _ model: String) -> HTML {
    let labels = classes.labels.prefix(Self.mostLabels)
    func cell(_ row: Int, _ column: Int) -> HTML {
      let count =
        classes.confusion.indices.contains(row) && classes.confusion[row].indices.contains(column)
        ? classes.confusion[row][column] : 0
      let kind = count == 0 ? "zero" : row == column ? "hit" : "miss"
      return "<td class=\"number \(kind)\">\(grouped(count))</td>"
    }
    func share(_ shares: [Double?], _ row: Int) -> HTML {
      let value = shares.indices.contains(row) ? shares[row] : nil
      return "<td class=\"number\">\(value.map { FigureWords.points($0) } ?? "-")</td>"
    }
    let head = labels.map { "<th scope=\"col\" class=\"number\">\(HTML.short($0, most: 24))</th>" as HTML }
    let rows = labels.enumerated().map { row, label -> HTML in
      """
      <tr><th scope="row">\(HTML.short(label, most: 40))</th>\(labels.indices.map { cell(row, $0) })\(cell(row, classes.labels.count))\
      \(share(classes.precision, row))\(share(classes.recall, row))\(share(classes.f1, row))</tr>
      """
    }
    let left = classes.labels.count - labels.count
    let caption = "\(model.excerpt): how often a class (row) was answered with a class (column)"
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table class="plain confusion"><caption>\(caption); precision, \
      recall and F1 in percent\(classes.macroF1.map { ". Macro F1 \(FigureUnit.share.words($0))" } ?? "")</caption><thead><tr><th scope="col">truth</th>\(head)\
      <th scope="col" class="number">other or none</th><th scope="col" class="number">precision</th><th scope="col" class="number">recall</th>\
      <th scope="col" class="number">F1</th></tr></thead><tbody>\(rows)</tbody></table></div>\
      \(left > 0 ? "<p>\(grouped(labels.count)) of \(grouped(classes.labels.count)) classes are shown.</p>" as HTML : nil)
      """
  }
}
