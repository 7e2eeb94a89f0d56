import PrepCore
package import PrepEvaluation

/// Keeps the items that a page shows: the first of each kind in the order of the test set, so they depend on nothing but the answers.
package struct ShownItems: Sendable {
  /// Why an item is shown. An item is of one kind alone.
  enum Kind: String, Sendable, CaseIterable {
    /// The baseline does better on it than the candidate, or the other way round.
    case worse, better
    /// All models give the same answer, and the truth is another.
    case suspect
    /// The models fare differently in another way.
    case different
    /// No model is right.
    case wrong
  }

  private let subjects: ReportSubjects
  private(set) var items: [Kind: [ShownItem]] = [:]
  /// All items of each kind.
  private(set) var counts: [Kind: Int] = [:]

  static let mostOfKind = 60

  package init(_ subjects: ReportSubjects) { self.subjects = subjects }

  /// Takes the next item.
  package mutating func append(_ item: EvaluatedItem) {
    guard let kind = kind(of: item) else { return }
    counts[kind, default: 0] += 1
    if counts[kind, default: 0] <= Self.mostOfKind { items[kind, default: []].append(ShownItem(item, subjects)) }
  }

  /// Nil for an item that needs no look: all that was scored is right, or nothing was.
  func kind(of item: EvaluatedItem) -> Kind? {
    let standings = subjects.models.indices.map { item.standing($0) }
    let scored = standings.filter { $0.scored > 0 }
    guard scored.contains(where: { $0.right < $0.scored }) else { return nil }
    if scored.allSatisfy({ $0.right == 0 }), isAgreeing(item) { return .suspect }
    if let baseline = subjects.baseline, let candidate = subjects.candidate, standings[baseline].scored > 0,
      standings[candidate].scored > 0
    {
      let (before, after) = (standings[baseline], standings[candidate])
      // Of shares of the scored answers, without division.
      let (left, right) = (before.right * after.scored, after.right * before.scored)
      if left != right { return left > right ? .worse : .better }
    }
    return item.isDiffering(fields: subjects.fields.count) ? .different : .wrong
  }

  /// Whether at least two models give an answer to it, and all say the same in every field that they have wrong.
  private func isAgreeing(_ item: EvaluatedItem) -> Bool {
    let answers = item.answers.compactMap { answers in answers.first { $0.outcome == .wrong } }
    guard answers.count > 1, answers.count == item.answers.count, let first = answers.first else { return false }
    guard answers.allSatisfy({ $0.fields == first.fields }) else { return false }
    let values = answers.map { $0.text.map { AnswerValues($0) } }
    let wrong = subjects.fields.indices.filter {
      first.fields.indices.contains($0) && first.fields[$0] != .right && first.fields[$0] != .none
    }
    return wrong.allSatisfy { field in
      let said = answers.indices.map { number -> String? in
        switch answers[number].values[field] {
        case .number(_, let value)?: FigureWords.number(value)
        case .label(let label)?: label
        case nil: values[number]?.value(of: subjects.fields[field])
        }
      }
      return said[0] != nil && said.allSatisfy { $0 == said[0] }
    } && !wrong.isEmpty
  }
}
