import PrepJSON
import PrepPipeline
import VisionPrep

/// What a check prints: for people by code, or as JSON lines.
final class CheckText: Sendable {
  static let findingsPerCode = 5

  private let isJSON: Bool
  /// Whether every finding is printed as it comes, instead of the first ones of each code at the end.
  private let isComplete: Bool
  private let isQuiet: Bool
  /// Of the file at hand, by code.
  private let findings = Monitor<[CheckCode: [CheckFinding]]>([:])

  init(isJSON: Bool, isComplete: Bool, isQuiet: Bool) {
    self.isJSON = isJSON
    self.isComplete = isComplete
    self.isQuiet = isQuiet
  }

  func add(_ finding: CheckFinding) {
    if isQuiet, finding.severity == .warning { return }
    if isJSON {
      Terminal.result(Self.json(finding))
    } else if isComplete {
      Terminal.result(finding.description)
    } else {
      findings.change { $0[finding.code, default: []].append(finding) }
    }
  }

  func end(_ summary: CheckSummary) {
    let shown = findings.change { findings in
      defer { findings = [:] }
      return findings
    }
    if isJSON { return Terminal.result(Self.json(summary)) }
    if isQuiet, summary.verdict == .accepted { return }
    Terminal.result(Self.people(summary, shown, isQuiet: isQuiet))
  }

  private static func people(_ summary: CheckSummary, _ shown: [CheckCode: [CheckFinding]], isQuiet: Bool) -> String {
    let verdict =
      switch summary.verdict {
      case .accepted: "would be accepted"
      case .skipped: "would be accepted, and a part of it silently skipped"
      case .refused: "would be refused"
      }
    var lines = ["\(summary.file), for \(summary.provider) (\(summary.collected)): \(verdict)"]
    var parts = [
      counted(summary.lines, "line"), counted(summary.examples, "example"), counted(summary.images, "image"),
      "\(ByteSize(bytes: summary.bytes))",
    ]
    parts.append(summary.tokens.map { counted($0, "token") } ?? "tokens not counted")
    for severity in CheckCode.Severity.allCases.sorted(by: >) {
      guard let count = summary.linesBySeverity[severity], !(isQuiet && severity == .warning) else { continue }
      parts.append("\(counted(count, "line")) \(severity == .warning ? "with warnings" : severity.rawValue)")
    }
    lines.append("  \(parts.joined(separator: ", "))")
    let order = CheckCode.allCases
    let counts = summary.counts.filter { !isQuiet || $0.value.severity > .warning }.sorted {
      ($1.value.severity, order.firstIndex(of: $0.key) ?? 0) < ($0.value.severity, order.firstIndex(of: $1.key) ?? 0)
    }
    for (code, count) in counts {
      lines.append("  \(count.severity)  \(code)  \(grouped(count.count))")
      let examples = shown[code] ?? []
      for finding in examples { lines.append("    \(finding.line.map { "line \($0): " } ?? "")\(finding.details)") }
      if !examples.isEmpty, count.count > examples.count {
        lines.append("    and \(grouped(count.count - examples.count)) more; --all shows them")
      }
      lines.append("    what to do: \(code.explanation.remedy)")
    }
    if !summary.unseen.isEmpty, !isQuiet {
      lines.append(
        "  not looked for: pictures with \(summary.unseen.joined(separator: ", ")); \(summary.provider) skips them without a word"
      )
    }
    return lines.joined(separator: "\n")
  }

  private static func json(_ finding: CheckFinding) -> String {
    var json = JSONWriter()
    json.beginObject()
    json.member("kind", "finding")
    json.member("file", finding.file)
    json.member("provider", finding.provider)
    json.member("line", finding.line)
    json.member("severity", finding.severity.rawValue)
    json.member("code", finding.code.rawValue)
    json.member("path", finding.path.isEmpty ? nil : finding.path)
    json.member("found", finding.found)
    json.member("allowed", finding.allowed.isEmpty ? nil : finding.allowed)
    json.member("remedy", finding.remedy)
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func json(_ summary: CheckSummary) -> String {
    var json = JSONWriter()
    json.beginObject()
    json.member("kind", "summary")
    json.member("file", summary.file)
    json.member("provider", summary.provider)
    json.member("collected", summary.collected)
    json.member("split", summary.split.rawValue)
    json.member("verdict", summary.verdict.rawValue)
    for (key, count) in [
      ("bytes", summary.bytes), ("lines", summary.lines), ("examples", summary.examples),
      ("examples_with_images", summary.examplesWithImages), ("images", summary.images),
    ] {
      json.member(key, count)
    }
    json.member("tokens", summary.tokens)
    json.member("not_looked_for", summary.unseen)
    json.key("lines_by_severity")
    json.beginObject()
    for severity in CheckCode.Severity.allCases { json.member(severity.rawValue, summary.linesBySeverity[severity] ?? 0) }
    json.endObject()
    json.key("codes")
    json.beginArray()
    for (code, count) in summary.counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      json.beginObject()
      json.member("code", code.rawValue)
      json.member("severity", count.severity.rawValue)
      json.member("count", count.count)
      json.endObject()
    }
    json.endArray()
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
