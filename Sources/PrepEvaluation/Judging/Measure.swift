/// Something that is measured of a model's answers, as a quotient of two sums over items: right items over scored items, absolute errors
/// over numbers, shared elements over all elements.
struct Measure: Sendable, Hashable {
  enum Kind: Int, Sendable, Hashable, CaseIterable {
    // Of whole answers.
    case accuracy, jsonValid, jsonRepaired, refused, agreement, unanimous, cost
    // Of one field.
    case fieldAccuracy, mae, mape, bias, precision, recall, f1, similarity

    /// Whether an item is a part from 0 to 1 of one in it, so that the quotient is a share of items.
    var isShare: Bool {
      switch self {
      case .accuracy, .jsonValid, .jsonRepaired, .refused, .unanimous, .fieldAccuracy: true
      case .agreement, .cost, .mae, .mape, .bias, .precision, .recall, .f1, .similarity: false
      }
    }

    /// Whether each item adds one to the denominator, so that the quotient is a mean over items.
    var isMean: Bool {
      switch self {
      case .precision, .recall, .f1: false
      default: true
      }
    }
  }

  var kind: Kind
  /// The place among the evaluation's fields; nil for whole answers.
  var field: Int?

  init(_ kind: Kind, field: Int? = nil) {
    self.kind = kind
    self.field = field
  }

  /// What can be measured of answers with these fields.
  static func all(of fields: [ScoredField]) -> [Measure] {
    let ofAnswers: [Kind] = [.accuracy, .jsonValid, .jsonRepaired, .refused, .agreement, .unanimous, .cost]
    return ofAnswers.map { Measure($0) }
      + fields.enumerated().flatMap { place, field in kinds(of: field.rule.comparison).map { Measure($0, field: place) } }
  }

  private static func kinds(of comparison: Comparison) -> [Kind] {
    switch comparison {
    case .number: [.fieldAccuracy, .mae, .mape, .bias]
    case .set, .list: [.fieldAccuracy, .precision, .recall, .f1]
    case .similarity: [.fieldAccuracy, .similarity]
    case .exact, .text, .date, .range, .label, .anyOf: [.fieldAccuracy]
    case .none: []
    }
  }
}
