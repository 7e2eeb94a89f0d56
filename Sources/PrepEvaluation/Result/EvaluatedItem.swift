/// One item of a test set with the answers of all models and what came of them, as it passes from the scorer to the reports.
package struct EvaluatedItem: Sendable {
  package enum Outcome: String, Sendable, Hashable, CaseIterable { case right, wrong, refused, invalid, unscored }

  /// What came of one field of an answer.
  package enum FieldOutcome: String, Sendable, Hashable, CaseIterable {
    case right, wrong
    /// The answer has no such field.
    case missing
    /// The value has another type than the truth.
    case typeMismatch = "type_mismatch"
    /// The answer was not scored, or the rules do not compare the field.
    case none
  }

  /// One answer of one model.
  package struct Answer: Sendable {
    /// From 0.
    package var `repeat`: Int
    /// As the model gave it; nil when there is none.
    package var text: [UInt8]?
    package var outcome: Outcome
    /// In the order of the evaluation's fields.
    package var fields: [FieldOutcome]
    /// Why there is no answer, in the words of the one who says so.
    package var failure: String?
    package var latency: Double?

    package init(
      repeat: Int, text: [UInt8]?, outcome: Outcome, fields: [FieldOutcome], failure: String? = nil, latency: Double? = nil
    ) {
      self.repeat = `repeat`
      self.text = text
      self.outcome = outcome
      self.fields = fields
      self.failure = failure
      self.latency = latency
    }
  }

  /// Where the item's record is, with its picture.
  package struct Place: Sendable, Hashable {
    package var file: String
    /// From 1.
    package var line: Int

    package init(file: String, line: Int) {
      self.file = file
      self.line = line
    }
  }

  /// The item's number in the test set, from 0.
  package var ordinal: Int
  package var id: String
  package var group: String?
  /// What the model was asked; nil when the source does not say it.
  package var input: String?
  package var expected: [UInt8]
  package var place: Place?
  /// By model, then by repeat.
  package var answers: [[Answer]]

  package init(ordinal: Int, id: String, expected: [UInt8], answers: [[Answer]]) {
    self.ordinal = ordinal
    self.id = id
    self.expected = expected
    self.answers = answers
  }
}
