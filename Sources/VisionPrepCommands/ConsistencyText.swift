import PrepJSON
import VisionPrep

/// What `stats` says of answers and texts that do not go together.
enum ConsistencyText {
  /// Findings of a kind, values of a finding, and rows of a value that are shown.
  private static let most = (findings: 5, values: 5, rows: 3)

  static func people(_ consistency: Consistency) -> Section {
    var section = Section("answers and texts: \(consistency.isEmpty ? "nothing found" : "to be judged")")
    func list<Finding>(_ title: String, _ found: [Finding], _ lines: (Finding) -> [Line]) {
      if found.isEmpty { return }
      section.add("\(title): \(grouped(found.count))")
      section.list(found, most: most.findings, lines)
    }
    for kind in ColumnFinding.Kind.allCases {
      list(title(kind), consistency.columns.filter { $0.kind == kind }) { finding in
        entries(finding).map { "\(finding.column): \($0)" }
      }
    }
    list("answers of several shapes", consistency.answers) { ["\(words($0))"] }
    for kind in TextFinding.Kind.allCases {
      list(title(kind), consistency.texts.filter { $0.kind == kind }) { ["\(words($0))"] }
    }
    list("groups in several splits", consistency.straddlingGroups) { ["\(quoted($0))"] }
    for note in consistency.notes { section.add("note  \(note)") }
    return section
  }

  private static func title(_ kind: ColumnFinding.Kind) -> String {
    switch kind {
    case .spaces: "columns with stray spaces"
    case .lookalikes: "columns with look-alike characters"
    case .spellings: "values written in several ways"
    case .nearSpellings: "values that may be misspelt"
    case .formats: "numbers written in several ways"
    case .units: "columns with several units"
    case .singles: "columns with values that occur once while others repeat"
    }
  }

  private static func title(_ kind: TextFinding.Kind) -> String {
    switch kind {
    case .equal: "texts that occur more than once"
    case .normalized: "texts that differ in case, space or punctuation alone"
    case .near: "texts that are nearly the same"
    case .conflict: "inputs with different answers"
    }
  }

  private static func entries(_ finding: ColumnFinding) -> [String] {
    func words(_ entry: ColumnFinding.Entry) -> String {
      let note = entry.note.map { ", \($0)" } ?? ""
      return "\(quoted(entry.value)) \(grouped(entry.count))\(note)\(entry.isListed ? rows(entry.rows) : "")"
    }
    let shown = finding.entries.prefix(most.values).map(words)
    let left = finding.entries.count - shown.count
    let more = left > 0 ? ["and \(counted(left, "more value"))"] : []
    switch finding.kind {
    case .spaces, .lookalikes, .singles: return shown + more
    case .spellings, .nearSpellings, .formats, .units: return [(shown + more).joined(separator: "; ")]
    }
  }

  private static func words(_ finding: AnswerFinding) -> String {
    let counts = finding.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \(grouped($0.value))" }
    let subject =
      switch finding.kind {
      case .noObject: "not all are JSON objects"
      case .missingKey: "\(quoted(finding.key ?? "")) is not in all"
      case .types: "\(quoted(finding.key ?? "")) has several types"
      case .order: "the same keys in another order"
      }
    return "\(subject): \(counts.joined(separator: ", "))\(rows(finding.rows))"
  }

  private static func words(_ finding: TextFinding) -> String {
    var parts = finding.rows.prefix(most.rows).enumerated().map { index, row in
      "\(name(row)) in \(row.split.rawValue)" + (finding.kind == .conflict ? " answers \(quoted(finding.answers[index]))" : "")
    }
    let left = finding.rows.count + finding.leftOut - parts.count
    if left > 0 { parts.append("\(grouped(left)) more") }
    let alike = finding.kind == .near ? ", \(100 * finding.shared / max(1, finding.all)) % alike" : ""
    return parts.joined(separator: "; ") + alike + (finding.straddlesSplits ? " (in several splits)" : "")
  }

  private static func rows(_ list: RowList) -> String {
    if list.rows.isEmpty { return "" }
    let shown = list.rows.prefix(most.rows).map(name)
    let left = list.rows.count + list.leftOut - shown.count
    return " (\(shown.joined(separator: ", "))\(left > 0 ? " and \(grouped(left)) more" : ""))"
  }

  private static func name(_ row: RowReference) -> String {
    row.line > 0 ? "line \(row.line): \(row.id.oneLine.excerpt)" : row.id.oneLine.excerpt
  }

  private static func quoted(_ text: String) -> String { "\"\(text.oneLine.excerpt)\"" }

  // MARK: JSON

  /// Writes the members of the object.
  static func write(_ consistency: Consistency, to json: inout JSONWriter) {
    json.objects("columns", consistency.columns) { json, finding in
      json.member("finding", finding.kind.rawValue)
      json.member("column", finding.column)
      json.objects("values", finding.entries) { json, entry in
        json.member("value", entry.value)
        json.member("count", entry.count)
        json.member("note", entry.note)
        json.member("usual", !entry.isListed)
        write(entry.rows, to: &json)
      }
    }
    json.objects("answers", consistency.answers) { json, finding in
      json.member("finding", finding.kind.rawValue)
      json.member("key", finding.key)
      json.counts("counts", finding.counts)
      write(finding.rows, to: &json)
    }
    json.objects("texts", consistency.texts) { json, finding in
      json.member("finding", finding.kind.rawValue)
      json.member("several_splits", finding.straddlesSplits)
      json.objects("rows", finding.rows.enumerated()) { json, row in
        write(row.element, to: &json)
        if finding.kind == .conflict { json.member("answer", finding.answers[row.offset]) }
      }
      json.member("rows_left_out", finding.leftOut)
      if finding.kind == .near { json.members(["shared_shingles": finding.shared, "all_shingles": finding.all]) }
    }
    json.member("groups_in_several_splits", consistency.straddlingGroups)
    json.member("notes", consistency.notes)
  }

  private static func write(_ list: RowList, to json: inout JSONWriter) {
    json.objects("rows", list.rows) { write($1, to: &$0) }
    json.member("rows_left_out", list.leftOut)
  }

  private static func write(_ row: RowReference, to json: inout JSONWriter) {
    json.member("id", row.id)
    json.member("line", row.line)
    json.member("split", row.split.rawValue)
  }
}
