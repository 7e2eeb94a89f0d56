/// Something that is measured of a model's answers, as a quotient of two sums over items: right items over scored items, absolute errors
/// over numbers, shared elements over all elements.
struct Measure: Sendable, Hashable {
  enum Kind: Int, Sendable, Hashable, CaseIterable {
    // Of whole answers.
    case accuracy, jsonValid, jsonRepaired, refused, agreement, unanimous, cost
    // Of one field.
    case fieldAccuracy, mae, mape, bias, precision, recall, f1, similarity

    static let ofAnswers: [Kind] = [.accuracy, .jsonValid, .jsonRepaired, .refused, .agreement, .unanimous, .cost]
    static let ofFields: [Kind] = [.fieldAccuracy, .mae, .mape, .bias, .precision, .recall, .f1, .similarity]

    /// Whether an item has a part from 0 to 1 of one: then the quotient is a share of items.
    var isShareOfItems: Bool {
      switch self {
      case .accuracy, .jsonValid, .jsonRepaired, .refused, .unanimous, .fieldAccuracy: true
      case .agreement, .cost, .mae, .mape, .bias, .precision, .recall, .f1, .similarity: false
      }
    }

    /// Whether each item adds one to the denominator, so that the quotient is a mean over items.
    var isMeanOfItems: Bool {
      switch self {
      case .precision, .recall, .f1: false
      default: true
      }
    }
  }

  var kind: Kind
  /// The place among the evaluation's fields; nil for whole answers.
  var field: Int?

  /// The measure's place in a table of all measures.
  var place: Int {
    guard let field else { return kind.rawValue }
    return Kind.ofAnswers.count + field * Kind.ofFields.count + kind.rawValue - Kind.ofAnswers.count
  }

  static func count(fields: Int) -> Int { Kind.ofAnswers.count + fields * Kind.ofFields.count }
}
