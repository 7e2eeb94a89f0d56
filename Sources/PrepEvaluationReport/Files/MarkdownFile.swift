import PrepCore
package import PrepEvaluation

/// `evaluation.md`: what a merge request should say about a model, in GitHub-flavoured Markdown: the verdict with its reasons, the figures
/// of whole answers, and the worst fields.
package enum MarkdownFile {
  package static let name = "evaluation.md"

  private static let mostFields = 5
  private static let mostGates = 20

  package static func bytes(_ result: EvaluationResult) -> [UInt8] {
    var blocks = ["## \(escaped(heading(result)))"]
    if let words = result.figuresVerdictWords { blocks.append(escaped(words)) }
    if !result.reasons.isEmpty { blocks.append(list(result.reasons)) }
    blocks.append(table("", FigureTable.answers(result), rows: FigureTable.answers(result).rows, counts: counts(result)))
    let fields = FigureTable.fields(result)
    if let judged = result.judgedModel, !fields.rows.isEmpty {
      let worst = fields.worstFirst(of: judged).prefix(mostFields)
      let isAll = worst.count == fields.rows.count
      blocks.append(
        isAll ? "Accuracy of each field:" : "The worst \(worst.count) of \(counted(fields.rows.count, "field")), by accuracy:")
      blocks.append(table("field", fields, rows: Array(worst), counts: []))
    }
    if !result.gates.isEmpty {
      let rows = result.gates.prefix(mostGates).map {
        ["\(escaped($0.rule))", "**\($0.result.rawValue)**", escaped($0.sentence)]
      }
      blocks.append(table([["gate", "result", "why"]] + rows, numbers: []))
      if result.gates.count > mostGates { blocks.append("And \(counted(result.gates.count - mostGates, "more gate")).") }
    }
    if !result.notes.isEmpty { blocks.append(list(result.notes)) }
    return Array((blocks.joined(separator: "\n\n") + "\n").utf8)
  }

  private static func heading(_ result: EvaluationResult) -> String {
    let subject = "\(result.dataset), \(result.split), \(counted(result.items, "item"))"
    return result.verdict.map { "\($0.rawValue): \(subject)" } ?? subject
  }

  private static func counts(_ result: EvaluationResult) -> [[String]] {
    var rows: [[String]] = []
    func add(_ name: String, _ count: (EvaluationResult.Model) -> Int) {
      if result.models.contains(where: { count($0) > 0 }) { rows.append([name] + result.models.map { grouped(count($0)) }) }
    }
    add("refused", \.refused)
    add("invalid", \.invalid)
    add("unscored", \.unscored)
    if result.models.contains(where: { $0.costUSD != nil }) {
      rows.append(["cost"] + result.models.map { $0.costUSD.map(FigureUnit.dollars.words) ?? "" })
    }
    return rows
  }

  private static func table(_ corner: String, _ table: FigureTable, rows: [FigureTable.Row], counts: [[String]]) -> String {
    var cells = [[corner] + table.models.map(escaped) + table.candidates.map { "difference of \(escaped($0))" }]
    for row in rows {
      cells.append(
        [escaped(row.name)] + row.figures.map { $0.map(row.unit.words) ?? "" }
          + row.comparisons.map { $0.map { row.unit.differenceWords($0.difference) } ?? "" })
    }
    for count in counts { cells.append(count + table.candidates.map { _ in "" }) }
    return Self.table(cells, numbers: Set(1..<(cells[0].count)))
  }

  /// - Parameters:
  ///   - rows: of escaped cells; the first is the head.
  ///   - numbers: the columns that are set right.
  private static func table(_ rows: [[String]], numbers: Set<Int>) -> String {
    var lines = rows.map { "| \($0.joined(separator: " | ")) |" }
    lines.insert("|" + rows[0].indices.map { numbers.contains($0) ? "---:|" : "---|" }.joined(), at: 1)
    return lines.joined(separator: "\n")
  }

  private static func list(_ sentences: [String]) -> String { sentences.map { "- \(escaped($0))" }.joined(separator: "\n") }

  /// Text that stays text: on one line, without markup, links, mentions or references to issues.
  private static func escaped(_ text: String) -> String {
    let scalars = text.unicodeScalars
    var result = scalars.count > mostCharacters ? String(String.UnicodeScalarView(scalars.prefix(mostCharacters))) + "…" : text
    result = result.printable
    var escaped = ""
    for scalar in result.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$": escaped += "\\\(scalar)"
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      // A zero-width joiner would be invisible; a reference reads the same and is neither a mention nor an issue.
      case "@": escaped += "&#64;"
      case "#": escaped += "&#35;"
      case ":": escaped += "&#58;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static let mostCharacters = 600
}
