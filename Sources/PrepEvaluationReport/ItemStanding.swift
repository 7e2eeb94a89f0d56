import PrepCore
import PrepEvaluation

/// What came of the answers of one model to one item: of its one answer, or of one a repeat.
struct ItemStanding: Sendable, Hashable {
  /// Answers by how they ended.
  private var counts: [EvaluatedItem.Outcome: Int] = [:]

  /// - Parameter answers: of one model; none count as one that is missing.
  init(_ answers: [EvaluatedItem.Answer]) {
    for answer in answers { counts[answer.outcome, default: 0] += 1 }
    if answers.isEmpty { counts[.unscored] = 1 }
  }

  var total: Int { counts.values.reduce(0, +) }
  var scored: Int { total - counts[.unscored, default: 0] }
  var right: Int { counts[.right, default: 0] }

  /// How all answers ended; nil when they ended in different ways.
  var outcome: EvaluatedItem.Outcome? { counts.count == 1 ? counts.keys.first : nil }

  /// `wrong`; of several answers `2 of 3 right`.
  var words: String {
    if total == 1, let outcome { return outcome.rawValue }
    let unscored = total - scored
    if unscored == total { return "\(grouped(unscored)) unscored" }
    return "\(grouped(right)) of \(grouped(scored)) right" + (unscored > 0 ? ", \(grouped(unscored)) unscored" : "")
  }
}

/// What came of one field in the answers of one model to one item.
struct FieldStanding: Sendable, Hashable {
  private var counts: [EvaluatedItem.FieldOutcome: Int] = [:]

  init(_ answers: [EvaluatedItem.Answer], field: Int) {
    for answer in answers where answer.fields.indices.contains(field) && answer.fields[field] != .none {
      counts[answer.fields[field], default: 0] += 1
    }
  }

  private var total: Int { counts.values.reduce(0, +) }

  var isCompared: Bool { !counts.isEmpty }

  /// Whether every answer has it right.
  var isRight: Bool { counts[.right] == total }

  /// `wrong`, `type mismatch`; of several answers `2 of 3 right`. Empty for a field that was not compared.
  var words: String {
    guard isCompared else { return "" }
    if total == 1 { return counts.keys.first?.words ?? "" }
    return "\(grouped(counts[.right, default: 0])) of \(grouped(total)) right"
  }
}

extension EvaluatedItem.FieldOutcome {
  fileprivate var words: String { self == .typeMismatch ? "type mismatch" : rawValue }
}

extension EvaluatedItem {
  func standing(_ model: Int) -> ItemStanding { ItemStanding(answers.indices.contains(model) ? answers[model] : []) }

  func standing(_ model: Int, field: Int) -> FieldStanding {
    FieldStanding(answers.indices.contains(model) ? answers[model] : [], field: field)
  }

  /// The models whose answers to it were scored.
  private var scoredModels: [Int] { answers.indices.filter { standing($0).scored > 0 } }

  /// The fields in which not all models fared alike, of those whose answers could be compared with the truth field by field.
  func differingFields(of count: Int) -> [Int] {
    let models = scoredModels
    return (0..<count).filter { field in
      let standings = models.map { standing($0, field: field) }.filter(\.isCompared)
      return standings.dropFirst().contains { $0 != standings[0] }
    }
  }

  /// Whether the models fared differently, in the whole answer or in a field. A model whose answer was not scored says nothing about that.
  func isDiffering(fields: Int) -> Bool {
    let standings = scoredModels.map { standing($0) }
    return standings.dropFirst().contains { $0 != standings[0] } || !differingFields(of: fields).isEmpty
  }
}
