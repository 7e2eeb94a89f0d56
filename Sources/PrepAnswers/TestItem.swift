package import PrepEvaluation

/// An item that models were asked about, with the right answer.
package struct TestItem: Sendable, Hashable {
  package var id: String
  /// What the item belongs to, when its source says it.
  package var group: String?
  package var truth: Truth
  /// What was asked, without pictures; nil when the source does not say it.
  package var input: String?
  /// Whether it asks about pictures.
  package var hasPictures = false
  /// Where the item is in its source.
  package var place: EvaluatedItem.Place

  package init(id: String, truth: Truth, place: EvaluatedItem.Place) {
    self.id = id
    self.truth = truth
    self.place = place
  }
}
