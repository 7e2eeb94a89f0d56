import PrepCore
import PrepProviders
import PrepTokens

/// Puts the parts of a file together, in order, and says what is to be said about the file as a whole.
struct FileResult {
  let name: String
  private let profile: ProviderProfile
  private let options: CheckOptions
  private var summary: CheckSummary
  /// What was handed on, by code.
  private var findings: Findings
  private var carriageReturns = 0
  private var hasFinalNewline = true
  /// The line of each id.
  private var ids: [String: Int] = [:]
  private var firstModel: (value: String, line: Int)?
  private var firstBucket: (value: String, line: Int)?
  private var isForeign = false

  /// Files with more requests are too large anyway; ids beyond are not compared.
  private static let mostIDs = 5_000_000

  init(_ name: String, split: Split, profile: ProviderProfile, options: CheckOptions) {
    self.name = name
    self.profile = profile
    self.options = options
    summary = CheckSummary(file: name, provider: profile.name, collected: profile.collected, split: split)
    findings = Findings(limit: options.limit)
  }

  /// - Parameters:
  ///   - opening: the first bytes.
  ///   - size: nil when it is not known.
  ///   - isNamed: whether the file has a name of its own.
  mutating func begin(_ opening: [UInt8], size: Int?, isNamed: Bool, _ each: (CheckFinding) -> Void) {
    if isNamed, !name.lowercased().hasSuffix(".jsonl") {
      report(.wrongExtension, line: nil, "the name \(name)", "it must end in .jsonl", each)
    }
    if let size {
      summary.bytes = size
      checkSize(each)
    }
    if let what = FileOpening.foreign(opening) {
      isForeign = true
      report(.notJSONLines, line: nil, what, "expected text with one JSON object a line", each)
    } else if opening.starts(with: FileOpening.byteOrderMark) {
      report(.byteOrderMark, line: 1, "a byte order mark", "", each)
    }
  }

  /// The size of what was read to its end.
  mutating func streamed(_ size: Int, _ each: (CheckFinding) -> Void) {
    summary.bytes = size
    checkSize(each)
  }

  private mutating func checkSize(_ each: (CheckFinding) -> Void) {
    if let most = profile.file.maxBytes, summary.bytes > most {
      report(.fileTooLarge, line: nil, "\(summary.bytes) bytes", "at most \(most) are allowed", each)
    }
  }

  mutating func add(_ part: PartResult, _ each: (CheckFinding) -> Void) {
    let before = summary.lines
    // Together with what only a comparison shows, in the order of the lines.
    let compared = compare(part, before)
    var rest = compared[...]
    var extra = part.findings.counts
    for finding in part.findings.kept {
      while let first = rest.first, first.line <= finding.line { hand(on: rest.removeFirst(), before, each) }
      extra[finding.code]?.count -= 1
      hand(on: finding, before, each)
    }
    for finding in rest { hand(on: finding, before, each) }
    for (code, count) in extra where count.count > 0 { findings.count(code, count.severity, times: count.count) }

    summary.lines += part.lines
    summary.examples += part.examples
    summary.examplesWithImages += part.examplesWithImages
    summary.images += part.images
    if let tokens = part.tokens {
      summary.tokens = tokens.text == nil ? nil : (summary.tokens ?? 0) + tokens.known
      if tokens.total == nil { summary.hasUnknownTokens = true }
    }
    summary.linesBySeverity.merge(part.linesBySeverity, uniquingKeysWith: +)
    carriageReturns += part.carriageReturns
    if part.lines > 0 { hasFinalNewline = part.hasFinalNewline }
  }

  private mutating func hand(on finding: Findings.Finding, _ before: Int, _ each: (CheckFinding) -> Void) {
    if findings.isWanted(finding.code) {
      each(
        CheckFinding(
          code: finding.code, severity: finding.severity, provider: profile.name, file: name, line: before + finding.line + 1,
          path: finding.path, found: finding.found, allowed: finding.allowed))
    }
    findings.count(finding.code, finding.severity)
  }

  /// What the lines of a part show beside those before it: ids that stand twice, models and buckets that change.
  private mutating func compare(_ part: PartResult, _ before: Int) -> [Findings.Finding] {
    var found: [Findings.Finding] = []
    func add(_ code: CheckCode, _ mark: PartResult.Mark, _ text: String, _ allowed: String) {
      guard let severity = profile.severity(of: code) else { return }
      found.append(
        Findings.Finding(code: code, severity: severity, line: mark.line, path: mark.path, found: text, allowed: allowed))
    }
    for mark in part.ids {
      if let first = ids[mark.value] {
        add(.duplicateID, mark, "the id \"\(mark.value.excerpt.printable)\"", "line \(first) has it already")
      } else if ids.count < Self.mostIDs {
        ids[mark.value] = before + mark.line + 1
      }
    }
    for mark in part.models {
      let first = firstModel ?? (mark.value, before + mark.line + 1)
      firstModel = first
      if first.value != mark.value {
        add(
          .mixedModels, mark, "the model \(mark.value.excerpt.printable)",
          "line \(first.line) has \(first.value.excerpt.printable)")
      }
    }
    for mark in part.buckets {
      let first = firstBucket ?? (mark.value, before + mark.line + 1)
      firstBucket = first
      if first.value != mark.value {
        add(
          .mixedBuckets, mark, "the bucket \(mark.value.excerpt.printable)",
          "the image on line \(first.line) lies in \(first.value.excerpt.printable)")
      }
    }
    return found.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
  }

  /// Says what the file as a whole shows.
  mutating func end(_ each: (CheckFinding) -> Void) -> CheckSummary {
    if carriageReturns > 0 {
      report(
        .carriageReturn, line: nil, "\(carriageReturns) line\(carriageReturns == 1 ? "" : "s") with CR LF", "", each)
    }
    if !hasFinalNewline { report(.noFinalNewline, line: summary.lines, "no newline at the end of the last line", "", each) }
    if !isForeign { checkNumbers(each) }
    for notice in profile.closingNotices(model: options.model) {
      report(.closing, line: nil, notice.text(today: options.today), "", each)
    }
    summary.counts = findings.counts
    if summary.images > 0 { summary.unseen = profile.images.skipped }
    return summary
  }

  private mutating func checkNumbers(_ each: (CheckFinding) -> Void) {
    let file = profile.file
    let number = "\(summary.examples) example\(summary.examples == 1 ? "" : "s")"
    // A validation file may be small, and a test file is not sent at all.
    if summary.split == .train, summary.examples < file.minExamples {
      report(.tooFewExamples, line: nil, number, "at least \(file.minExamples) are needed", each)
    }
    guard summary.split != .test else { return }
    if let most = file.maxExamples, summary.examples > most {
      report(.tooManyExamples, line: nil, number, "at most \(most) are allowed", each)
    }
    if let most = file.maxExamplesWithImages, summary.examplesWithImages > most {
      report(
        .tooManyWithImages, line: nil, "\(counted(summary.examplesWithImages, "example")) with images",
        "at most \(most) are allowed", each)
    }
  }

  private mutating func report(
    _ code: CheckCode, line: Int?, _ found: String, _ allowed: String, _ each: (CheckFinding) -> Void
  ) {
    guard let severity = profile.severity(of: code) else { return }
    each(
      CheckFinding(
        code: code, severity: severity, provider: profile.name, file: name, line: line, path: "", found: found, allowed: allowed))
    findings.count(code, severity)
  }
}
