/// What keeps a verb of the library from beginning or going on: a run, a check, a merge. An item's fault is an ``ItemFailure`` instead.
///
/// Programs look at the ``code``, people read the message and the remedy. Both are whole without the name of any option of a program.
public struct RunError: Error, Sendable, Hashable {
  /// What is wrong; stable.
  public var code: Code
  /// What was found.
  public var message: String
  /// What to do.
  public var remedy: String
  /// The path of the recipe's key that is at fault, such as `answer.json`.
  public var key: String?
  /// The errno value of the call to the system that failed; nil where none did.
  public var systemError: Int32?
  /// All mistakes of a provider's profile, each with its line; empty for every other error.
  public var problems: [RecipeError.Problem] = []

  /// What is wrong with a PDF document or its page, for the code ``Code-swift.enum/document``; nil for every other error.
  public var failure: ItemFailure?

  package init(_ code: Code, _ message: String, remedy: String, key: String? = nil, systemError: Int32? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.key = key
    self.systemError = systemError
  }

  /// The work was asked to end before it was done.
  package static let cancelled = RunError(.cancelled, "cancelled before all was done", remedy: "run it again")
}

extension RunError: CustomStringConvertible {
  public var description: String { "\(message); \(remedy)" }
}
