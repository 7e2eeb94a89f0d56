package import PrepEvaluation

/// An item that models were asked about, with the right answer.
package struct Truth: Sendable, Hashable {
  package var id: String
  /// What the item belongs to, when its source says it.
  package var group: String?
  /// The right answer: a text, or JSON.
  package var expected: [UInt8]
  /// What was asked, without pictures; nil when the source does not say it.
  package var input: String?
  /// Where its record is; nil when the source has no records.
  package var place: EvaluatedItem.Place?

  package init(id: String, expected: [UInt8]) {
    self.id = id
    self.expected = expected
  }
}
