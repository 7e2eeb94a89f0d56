/// A planned training example.
public struct Item: Sendable, Hashable {
  /// The stable id from the input: a key column, a file's name and page, or a hash of the row's content. Never a position.
  public var id: String
  /// The place in the plan, from 0.
  public var ordinal: Int
  public var split: Split
  public var sources: [ImageSource]
  public var conversation: Conversation
  /// Set when the plan already shows that this item cannot become a record.
  public var failure: Failure?

  public init(
    id: String, ordinal: Int, split: Split, sources: [ImageSource], conversation: Conversation, failure: Failure? = nil
  ) {
    self.id = id
    self.ordinal = ordinal
    self.split = split
    self.sources = sources
    self.conversation = conversation
    self.failure = failure
  }
}
