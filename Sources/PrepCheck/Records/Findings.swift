import PrepCore

/// What was found of the lines of a part of a file: all of it, or of each code the first few and how many there were.
struct Findings: Sendable {
  struct Finding: Sendable, Hashable {
    var code: CheckCode
    var severity: CheckCode.Severity
    /// 0-based, from the first line of the part.
    var line: Int
    var path: String
    var found: String
    var allowed: String
  }

  /// Of each code so many are kept; nil for all.
  let limit: Int?
  private(set) var kept: [Finding] = []
  private(set) var counts: [CheckCode: CheckSummary.Count] = [:]

  init(limit: Int?) { self.limit = limit }

  func isWanted(_ code: CheckCode) -> Bool { limit.map { (counts[code]?.count ?? 0) < $0 } ?? true }

  mutating func add(_ finding: Finding) {
    if isWanted(finding.code) { kept.append(finding) }
    count(finding.code, finding.severity)
  }

  mutating func count(_ code: CheckCode, _ severity: CheckCode.Severity, times: Int = 1) {
    counts[code, default: CheckSummary.Count(severity: severity, count: 0)].count += times
  }
}

/// What was found of one line, until it is known whether it is JSON at all.
struct LineFindings {
  /// More findings of one code are counted only: a line may be as long as the file.
  private static let mostOfOneCode = 1000

  private(set) var pending: [Findings.Finding] = []
  private(set) var counts: [CheckCode: CheckSummary.Count] = [:]
  private(set) var worst: CheckCode.Severity?

  var isEmpty: Bool { counts.isEmpty }

  mutating func clear() {
    pending.removeAll(keepingCapacity: true)
    if !counts.isEmpty { counts.removeAll(keepingCapacity: true) }
    worst = nil
  }

  /// - Parameter isWanted: whether it is kept and not only counted.
  mutating func add(_ finding: Findings.Finding, isWanted: Bool) {
    let (code, severity) = (finding.code, finding.severity)
    counts[code, default: CheckSummary.Count(severity: severity, count: 0)].count += 1
    worst = max(worst ?? severity, severity)
    if isWanted, (counts[code]?.count ?? 0) <= Self.mostOfOneCode { pending.append(finding) }
  }

  /// Hands everything on.
  mutating func move(to findings: inout Findings) {
    guard !isEmpty else { return }
    var extra = counts
    for finding in pending {
      findings.add(finding)
      extra[finding.code]?.count -= 1
    }
    for (code, count) in extra where count.count > 0 { findings.count(code, count.severity, times: count.count) }
    clear()
  }
}
