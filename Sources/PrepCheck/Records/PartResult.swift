import PrepCore
import PrepTokens

/// What came of a part of a file: lines that follow one another.
struct PartResult: Sendable {
  /// Something that is compared with other lines.
  struct Mark: Sendable {
    /// 0-based, from the first line of the part.
    var line: Int
    var path: String
    var value: String
  }

  var findings: Findings
  var lines = 0
  var examples = 0
  var examplesWithImages = 0
  var images = 0
  /// The sum of all examples; nil without rules, and before the first.
  var tokens: ExampleTokens?
  var linesBySeverity: [CheckCode.Severity: Int] = [:]
  /// Lines that end in CR LF.
  var carriageReturns = 0
  /// Whether the last line has a newline, or is no JSON anyway.
  var hasFinalNewline = true
  /// The ids of requests.
  var ids: [Mark] = []
  /// The models of requests, and the buckets of images, each time that they change.
  var models: [Mark] = []
  var buckets: [Mark] = []

  init(findings: Findings) { self.findings = findings }
}
