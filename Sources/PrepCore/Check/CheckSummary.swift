/// The result of a check of one file for one provider.
public struct CheckSummary: Sendable, Hashable {
  public enum Verdict: String, Sendable, Hashable {
    /// Nothing was found, or only warnings.
    case accepted
    /// Accepted, but some of the content is silently left out of the training.
    case skipped
    case refused
  }

  /// The file by the name that the caller gave.
  public var file: String
  /// The name of the provider's profile, and the month of its facts.
  public var provider: String
  public var collected: String
  /// What the file is used for.
  public var split: Split
  public var bytes: Int
  public var lines: Int
  /// Lines that are not empty.
  public var examples: Int
  public var examplesWithImages: Int
  public var images: Int
  /// Tokens of all examples; nil when they were not counted.
  public var tokens: Int?
  /// Whether some examples have tokens that are not known; then ``tokens`` is the least.
  public var hasUnknownTokens = false
  /// Content of pictures that makes the provider silently leave them out of the training. The check does not look for it. Empty
  /// without images.
  public var unseen: [String] = []
  /// The number of lines by the worst severity that was found in them.
  public var linesBySeverity: [CheckCode.Severity: Int] = [:]
  /// How often each code was found, and the severity that it has with this provider.
  public var counts: [CheckCode: Count] = [:]

  public struct Count: Sendable, Hashable {
    public var severity: CheckCode.Severity
    public var count: Int

    package init(severity: CheckCode.Severity, count: Int) {
      self.severity = severity
      self.count = count
    }
  }

  package init(
    file: String, provider: String, collected: String, split: Split, bytes: Int = 0, lines: Int = 0, examples: Int = 0,
    examplesWithImages: Int = 0, images: Int = 0, tokens: Int? = nil
  ) {
    self.file = file
    self.provider = provider
    self.collected = collected
    self.split = split
    self.bytes = bytes
    self.lines = lines
    self.examples = examples
    self.examplesWithImages = examplesWithImages
    self.images = images
    self.tokens = tokens
  }

  public var verdict: Verdict {
    switch counts.values.map(\.severity).max() {
    case .refused: .refused
    case .skipped: .skipped
    case .warning, nil: .accepted
    }
  }
}
