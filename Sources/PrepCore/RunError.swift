/// A fault of the run as a whole: the run cannot start or cannot continue. The fault of an item is a ``Failure`` instead.
public struct RunError: Error, Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// The recipe does not fit its input: a column is missing, or an id occurs twice.
    case recipe
    /// An input cannot be read: a table, a database, a folder.
    case input
    /// The output folder cannot be written: permissions, a full disk.
    case output
    /// The output folder contains another run's work.
    case otherPlan
    /// Another run is at work in the output folder.
    case locked
    /// The request is contradictory: a shard without a count, or folders that are not the parts of one dataset.
    case usage
    /// The machine lacks something that a run needs: a helper process, a temporary file.
    case system
  }

  public var kind: Kind
  /// What was found.
  public var message: String
  /// What to do.
  public var remedy: String
  /// The path of the recipe's key that is at fault, such as `answer.json`.
  public var key: String?

  public init(_ kind: Kind, _ message: String, remedy: String, key: String? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
    self.key = key
  }
}

extension RunError: CustomStringConvertible {
  public var description: String { "\(message); \(remedy)" }
}
