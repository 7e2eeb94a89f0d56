/// One thing about the machine that was looked at.
public struct DiagnosisFinding: Sendable, Hashable {
  public var subject: String
  public var found: String
  /// What to do; nil when all is well.
  public var remedy: String?

  package init(subject: String, found: String, remedy: String? = nil) {
    self.subject = subject
    self.found = found
    self.remedy = remedy
  }
}
