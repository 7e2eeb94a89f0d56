/// One finding of a check, with its place.
public struct CheckFinding: Sendable, Hashable {
  public var code: CheckCode
  /// How the provider treats it.
  public var severity: CheckCode.Severity
  /// The name of the provider's profile.
  public var provider: String
  /// The file by the name that the caller gave.
  public var file: String
  /// The 1-based line; nil when the finding concerns the file as a whole.
  public var line: Int?
  /// The place in the line: `messages[2].content[1].image_url.url`; empty when the finding concerns the whole line.
  public var path: String
  /// What was found, in a few words.
  public var found: String
  /// What would be right, in a few words; empty when the code says it.
  public var allowed: String

  package init(
    code: CheckCode, severity: CheckCode.Severity, provider: String, file: String, line: Int?, path: String, found: String,
    allowed: String
  ) {
    self.code = code
    self.severity = severity
    self.provider = provider
    self.file = file
    self.line = line
    self.path = path
    self.found = found
    self.allowed = allowed
  }

  /// What to do about it.
  public var remedy: String { code.explanation.remedy }
}

extension CheckFinding: CustomStringConvertible {
  /// One line: `train.jsonl:17: refused image_mode: messages[1].content[1].image_url.url: a gray JPEG; RGB or RGBA is allowed`.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(severity) \(code): \(details)"
  }

  /// The place in the line, what was found, and what is allowed.
  public var details: String {
    (path.isEmpty ? "" : "\(path): ") + found + (allowed.isEmpty ? "" : "; \(allowed)")
  }
}
