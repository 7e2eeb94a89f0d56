/// A planned training example.
package struct Item: Sendable, Hashable {
  /// The stable id from the input: a key column, a file's name and page, or a hash of the row's content. Never a position.
  package var id: String
  /// The place in the plan, from 0.
  package var ordinal: Int
  package var split: Split
  package var sources: [ImageSource]
  package var conversation: Conversation
  /// Set when the plan already shows that this item cannot become a record.
  package var failure: ItemFailure?

  package init(
    id: String, ordinal: Int, split: Split, sources: [ImageSource], conversation: Conversation, failure: ItemFailure? = nil
  ) {
    self.id = id
    self.ordinal = ordinal
    self.split = split
    self.sources = sources
    self.conversation = conversation
    self.failure = failure
  }
}
