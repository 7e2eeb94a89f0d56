import PrepEvaluation
import VisionPrep

/// What `evaluate` prints: the verdict and its reasons, the models side by side, and the fields that are worst.
///
/// Figures have one decimal and their interval in brackets; `evaluation.json` has all of them. Lines have at most 80 columns, as far as
/// sentences and names from elsewhere allow it.
enum EvaluationText {
  private static let columns = 80
  private static let mostFields = 8
  private static let mostGates = 12
  private static let mostNotes = 5
  /// Below that, a name tells nothing.
  private static let leastName = 8

  static func people(_ result: EvaluationResult) -> [Section] {
    [verdict(result), models(result), fields(result), gates(result), remarks(result)].compactMap { $0 }
  }

  // MARK: Verdict

  private static func verdict(_ result: EvaluationResult) -> Section {
    let subject: Line = "\(result.dataset), \(result.split): \(counted(result.items, "item"))"
    var section = Section(result.verdict.map { "\($0.rawValue)  \(subject)" } ?? subject)
    section.list(result.reasons, most: mostGates, level: 1) { wrapped($0, indentation: 2) }
    if let words = result.figuresVerdictWords { section.add(wrapped(words, indentation: 2)) }
    return section
  }

  // MARK: Models

  private static func models(_ result: EvaluationResult) -> Section? {
    guard !result.models.isEmpty else { return nil }
    let table = FigureTable.answers(result)
    return table.models.count <= 2 ? sideBySide(result, table) : oneBelowAnother(result, table)
  }

  /// A column a model, and one for the difference.
  private static func sideBySide(_ result: EvaluationResult, _ table: FigureTable) -> Section {
    var section = Section("models")
    var cells = Columns([.left] + table.models.map { _ in .right } + table.candidates.map { _ in .right })
    cells.add([""] + table.models.map { cut($0, to: 21) } + table.candidates.map { _ in "difference" })
    for row in table.rows {
      cells.add(
        [row.name] + row.figures.map { $0.map(row.unit.words) ?? "-" }
          + row.comparisons.map { $0.map { row.unit.differenceWords($0.difference) } ?? "" })
    }
    for count in counts(result) { cells.add(count + table.candidates.map { _ in "" }) }
    section.add(cells.lines)
    for comparison in accuracies(result) {
      if let words = comparison.testWords { section.add(wrapped(words, indentation: 2)) }
    }
    return section
  }

  /// A line a model.
  private static func oneBelowAnother(_ result: EvaluationResult, _ table: FigureTable) -> Section {
    var section = Section("models, accuracy")
    var cells = Columns([.left, .right, .right, .right, .right])
    cells.add(["", "", "difference", "p", "unscored"])
    for model in result.models {
      let comparison = accuracies(result).first { $0.candidate == model.name }
      let p = comparison.flatMap { $0.holm ?? $0.mcnemar ?? $0.permutation }
      cells.add([
        cut(model.name, to: 16), model.accuracy.map(FigureUnit.share.words) ?? "-",
        comparison.map { FigureUnit.share.differenceWords($0.difference) } ?? (model.name == result.baseline ? "baseline" : ""),
        p.map { $0 < 0.001 ? "< 0.001" : FigureWords.decimal($0, digits: 3) } ?? "", grouped(model.unscored),
      ])
    }
    section.add(cells.lines)
    if accuracies(result).contains(where: { $0.holm != nil }) { section.add("p is adjusted for the number of comparisons") }
    return section
  }

  private static func accuracies(_ result: EvaluationResult) -> [EvaluationResult.Comparison] {
    result.comparisons.filter { $0.metric == "accuracy" && $0.field == nil && $0.baseline == result.baseline }
  }

  /// What came of the answers that are no accuracy; what no model has is left out.
  private static func counts(_ result: EvaluationResult) -> [[String]] {
    var rows: [[String]] = []
    func add(_ name: String, _ count: (EvaluationResult.Model) -> Int) {
      guard result.models.contains(where: { count($0) > 0 }) else { return }
      rows.append([name] + result.models.map { grouped(count($0)) })
    }
    add("refused", \.refused)
    add("invalid", \.invalid)
    add("unscored", \.unscored)
    if result.models.contains(where: { $0.costUSD != nil }) {
      rows.append(["cost"] + result.models.map { $0.costUSD.map(FigureUnit.dollars.words) ?? "-" })
    }
    return rows
  }

  // MARK: Fields

  /// Of several models the judged one with the baseline. Nil without fields, and when the one field is the whole answer.
  private static func fields(_ result: EvaluationResult) -> Section? {
    let table = FigureTable.fields(result)
    guard let judged = result.judgedModel, !table.rows.isEmpty, result.fieldNames != ["answer"] else { return nil }
    let baseline = table.models.firstIndex { $0 == result.baseline }.flatMap { $0 == judged ? nil : $0 }
    let shown = [baseline, judged].compactMap { $0 }
    let candidate = table.candidates.firstIndex(of: table.models[judged])
    let few = table.rows.count > mostFields ? ", the worst of \(grouped(table.rows.count))" : ""
    var section = Section("accuracy of fields, in percent\(few)")
    var cells = Columns([.left] + shown.map { _ in .right } + (candidate == nil ? [] : [.right]))
    let rows = table.worstFirst(of: judged).prefix(mostFields)
    let words = rows.map { row in
      shown.map { row.figures[$0].map(FigureUnit.share.bareWords) ?? "-" }
        + (candidate.map { [row.comparisons[$0].map { FigureUnit.share.differenceWords($0.difference) } ?? ""] } ?? [])
    }
    let heads = shown.map { cut(table.models[$0], to: 19) } + (candidate == nil ? [] : ["difference"])
    let width = heads.indices.map { column in (words.map { $0[column] } + [heads[column]]).map(\.displayWidth).max() ?? 0 }
    let room = max(leastName, columns - 2 - width.reduce(0) { $0 + $1 + 2 })
    cells.add([""] + heads)
    for (row, words) in zip(rows, words) { cells.add([cut(row.name, to: room)] + words) }
    section.add(cells.lines)
    section.more(table.rows.count - rows.count, level: 1)
    return section
  }

  // MARK: Gates and remarks

  private static func gates(_ result: EvaluationResult) -> Section? {
    if result.gates.isEmpty { return nil }
    let passed = result.gates.count { $0.result == .passed }
    var section = Section("gates: \(grouped(passed)) of \(grouped(result.gates.count)) passed")
    // What is not passed comes before the rest is cut.
    let ordered = result.gates.filter { $0.result != .passed } + result.gates.filter { $0.result == .passed }
    section.list(ordered, most: mostGates, level: 1) { gate in
      let mark = gate.result == .passed ? "passed" : gate.result == .failed ? "FAILED" : "open"
      return wrapped(gate.rule, first: "\(mark.padded(to: 6))  ", indentation: 2)
    }
    return section
  }

  private static func remarks(_ result: EvaluationResult) -> Section? {
    var lines: [Line] = []
    if let leaks = result.leaks, !leaks.items.isEmpty {
      let ids = leaks.items.prefix(3).map(\.id).joined(separator: ", ")
      lines += wrapped(
        "\(counted(leaks.items.count, "test item")) \(leaks.items.count == 1 ? "is" : "are") in the training data, too: \(ids)"
          + (leaks.items.count > 3 ? ", ..." : ""), indentation: 2)
    }
    if let previous = result.previous {
      let ids = previous.worse.prefix(3).joined(separator: ", ")
      lines += wrapped(
        "since the earlier evaluation \(counted(previous.worse.count, "item")) became wrong and \(grouped(previous.better.count)) right"
          + (previous.worse.isEmpty ? "" : ": wrong now \(ids)\(previous.worse.count > 3 ? ", ..." : "")"), indentation: 2)
    }
    for note in result.notes.prefix(mostNotes) { lines += wrapped(note, indentation: 2) }
    if lines.isEmpty { return nil }
    var section = Section("notes")
    section.add(lines)
    section.more(result.notes.count - mostNotes, level: 1)
    return section
  }

  // MARK: Lines

  /// A name with at most so many columns.
  private static func cut(_ name: String, to most: Int) -> String {
    let name = name.harmless
    return name.displayWidth <= most ? name : Line(name).prefix(columns: most - 1).text + "…"
  }

  /// A sentence in lines of at most ``columns`` columns; a word that is longer has a line of its own.
  /// - Parameters:
  ///   - first: stands before the first line; the others stand in as far.
  ///   - indentation: what a section adds before each line.
  private static func wrapped(_ sentence: String, first: String = "", indentation: Int) -> [Line] {
    let room = columns - indentation - first.displayWidth
    var lines: [String] = [""]
    for word in sentence.harmless.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.displayWidth + 1 + String(word).displayWidth <= room {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.enumerated().map { number, line in
      Line((number == 0 ? first : String(repeating: " ", count: first.displayWidth)) + line)
    }
  }
}
