import PrepJSON
import PrepSystem
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
      Terminal.result("\(finding)")
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

  private static func people(_ summary: CheckSummary, _ shown: [CheckCode: [CheckFinding]], isQuiet: Bool) -> Section {
    let verdict =
      switch summary.verdict {
      case .accepted: "would be accepted"
      case .skipped: "would be accepted, and a part of it silently skipped"
      case .refused: "would be refused"
      }
    var section = Section("\(summary.file), for \(summary.provider) (\(summary.collected)): \(verdict)")
    section.add("\(parts(summary, isQuiet: isQuiet).joined(separator: ", "))")
    let order = CheckCode.allCases
    let counts = summary.counts.filter { !isQuiet || $0.value.severity > .warning }.sorted {
      ($1.value.severity, order.firstIndex(of: $0.key) ?? 0) < ($0.value.severity, order.firstIndex(of: $1.key) ?? 0)
    }
    for (code, count) in counts {
      section.add("\(count.severity)  \(code)  \(grouped(count.count))")
      let examples = shown[code] ?? []
      for finding in examples { section.add("\(finding.line.map { "line \($0): " } ?? "")\(finding.details)", level: 2) }
      if !examples.isEmpty { section.more(count.count - examples.count, remedy: "; --all shows them") }
      section.add("what to do: \(code.explanation.remedy)", level: 2)
    }
    if !summary.unseen.isEmpty, !isQuiet {
      section.add(
        "not looked for: pictures with \(summary.unseen.joined(separator: ", ")); \(summary.provider) skips them without a word")
    }
    return section
  }

  /// The counts of a file, in words.
  private static func parts(_ summary: CheckSummary, isQuiet: Bool) -> [String] {
    var parts = [
      counted(summary.lines, "line"), counted(summary.examples, "example"), counted(summary.images, "image"),
      "\(ByteSize(bytes: summary.bytes))",
    ]
    parts.append(
      summary.tokens.map { "\(summary.hasUnknownTokens ? "at least " : "")\(counted($0, "token"))" } ?? "tokens not counted")
    for severity in CheckCode.Severity.allCases.sorted(by: >) {
      guard let count = summary.linesBySeverity[severity], !(isQuiet && severity == .warning) else { continue }
      parts.append("\(counted(count, "line")) \(severity == .warning ? "with warnings" : severity.rawValue)")
    }
    return parts
  }

  private static func json(_ finding: CheckFinding) -> JSONLine {
    JSONLine(kind: "finding") { json in
      json.member("file", finding.file)
      json.member("provider", finding.provider)
      json.member("line", finding.line)
      json.member("severity", finding.severity.rawValue)
      json.member("code", finding.code.rawValue)
      json.member("path", finding.path.isEmpty ? nil : finding.path)
      json.member("found", finding.found)
      json.member("allowed", finding.allowed.isEmpty ? nil : finding.allowed)
      json.member("remedy", finding.remedy)
    }
  }

  private static func json(_ summary: CheckSummary) -> JSONLine {
    JSONLine(kind: "summary") { json in
      json.member("file", summary.file)
      json.member("provider", summary.provider)
      json.member("collected", summary.collected)
      json.member("split", summary.split.rawValue)
      json.member("verdict", summary.verdict.rawValue)
      json.members([
        "bytes": summary.bytes, "lines": summary.lines, "examples": summary.examples,
        "examples_with_images": summary.examplesWithImages, "images": summary.images,
      ])
      json.member("tokens", summary.tokens)
      json.member("not_looked_for", summary.unseen)
      json.object("lines_by_severity") { json in
        for severity in CheckCode.Severity.allCases { json.member(severity.rawValue, summary.linesBySeverity[severity] ?? 0) }
      }
      json.objects("codes", summary.counts.sorted { $0.key.rawValue < $1.key.rawValue }) { json, entry in
        json.member("code", entry.key.rawValue)
        json.member("severity", entry.value.severity.rawValue)
        json.member("count", entry.value.count)
      }
    }
  }
}
