import PrepCore
import Testing

@Suite("Check codes")
struct CheckCodeTests {
  @Test("Every code is documented in sentences, and named in lower case with underscores", arguments: CheckCode.allCases)
  func documented(code: CheckCode) {
    #expect(code.rawValue.allSatisfy { ("a"..."z").contains($0) || $0 == "_" || $0.isNumber })
    #expect(code.explanation.cause.hasSuffix("."))
    #expect(code.explanation.remedy.hasSuffix("."))
    #expect(code.explanation.cause != code.explanation.remedy)
  }

  @Test("A finding is a line with its place")
  func finding() {
    var finding = CheckFinding(
      code: .imageMode, severity: .skipped, provider: "openai", file: "train.jsonl", line: 17,
      path: "messages[1].content[1].image_url.url", found: "a PNG of gray pixels", allowed: "RGB is allowed")
    #expect(
      finding.description
        == "train.jsonl:17: skipped image_mode: messages[1].content[1].image_url.url: a PNG of gray pixels; RGB is allowed")
    (finding.line, finding.path, finding.allowed) = (nil, "", "")
    #expect(finding.description == "train.jsonl: skipped image_mode: a PNG of gray pixels")
  }

  @Test("The verdict is that of the worst finding")
  func verdict() {
    var summary = CheckSummary(file: "a", provider: "b", collected: "2026-11", split: .train)
    #expect(summary.verdict == .accepted)
    summary.counts[.carriageReturn] = .init(severity: .warning, count: 3)
    #expect(summary.verdict == .accepted)
    summary.counts[.imageMode] = .init(severity: .skipped, count: 1)
    #expect(summary.verdict == .skipped)
    summary.counts[.invalidJSON] = .init(severity: .refused, count: 1)
    #expect(summary.verdict == .refused)
  }
}
