/// What is wrong with a run itself, so that it cannot begin or go on. An item's fault is a ``Failure`` instead.
public struct RunError: Error, Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// The recipe does not fit its input: a column that is not there, an id that stands twice.
    case recipe
    /// An input cannot be read: a table, a database, a folder.
    case input
    /// The output folder cannot be written: permissions, a full disk.
    case output
    /// The output folder holds another run's work.
    case otherPlan
    /// Another run is at work in the output folder.
    case locked
    /// What was asked for makes no sense: a shard without a count, folders that are not the parts of one dataset.
    case usage
    /// The machine does not give what a run needs: a helper process, a temporary file.
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
