/// The shape of an answer that is a JSON object: its keys with the types of their values.
package struct AnswerShape: Sendable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case text, number, flag = "true or false", list, object, null
  }

  /// In the order of the answer.
  package var members: [(key: String, kind: Kind)]

  package init(members: [(key: String, kind: Kind)]) { self.members = members }
}

/// A property in which answers differ that should agree.
public struct AnswerFinding: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// Some answers are JSON objects, and others are not.
    case noObject = "no_object"
    /// A key that is not in all answers.
    case missingKey = "missing_key"
    /// A key whose values have several types; null does not count.
    case types
    /// The same keys in another order.
    case order
  }

  public var kind: Kind
  /// Nil where the finding is not about a single key.
  public var key: String?
  /// How many answers are of each sort, in words, the most frequent first.
  public var counts: [String: Int]
  /// The rows of the less frequent sorts.
  public var rows = RowList()
}

/// Compares the shapes of answers with one another: a first time to learn what is usual, a second time to name the exceptions.
struct AnswerReview {
  private var objects = 0
  private var others = 0
  private var keys: [String: [AnswerShape.Kind: Int]] = [:]
  private var orders: [[String]: Int] = [:]
  /// Keys beyond this number are not examined, because keys are then data.
  private static let mostKeys = 1000

  private(set) var findings: [AnswerFinding] = []
  private var usualOrder: [String] = []

  mutating func look(at shape: AnswerShape?) {
    guard let shape else {
      others += 1
      return
    }
    objects += 1
    for (key, kind) in shape.members where keys[key] != nil || keys.count < Self.mostKeys {
      keys[key, default: [:]][kind, default: 0] += 1
    }
    let order = shape.members.map(\.key)
    if orders[order] != nil || orders.count < Self.mostKeys { orders[order, default: 0] += 1 }
  }

  /// Decides what is usual.
  mutating func finishLooking() {
    guard objects > 0 else { return }
    if others > 0 {
      findings.append(AnswerFinding(kind: .noObject, key: nil, counts: ["JSON object": objects, "other": others]))
    }
    for (key, kinds) in keys.sorted(by: { $0.key < $1.key }) {
      let count = kinds.values.reduce(0, +)
      if count < objects {
        findings.append(AnswerFinding(kind: .missingKey, key: key, counts: ["with": count, "without": objects - count]))
      }
      let types = kinds.filter { $0.key != .null }
      if types.count > 1 {
        let counts = Dictionary(uniqueKeysWithValues: types.map { ($0.key.rawValue, $0.value) })
        findings.append(AnswerFinding(kind: .types, key: key, counts: counts))
      }
    }
    usualOrder = orders.max { ($0.value, $1.key.joined()) < ($1.value, $0.key.joined()) }?.key ?? []
    let sameKeys = orders.filter { $0.key.sorted() == usualOrder.sorted() }
    if sameKeys.count > 1 {
      let usual = sameKeys[usualOrder] ?? 0
      findings.append(
        AnswerFinding(kind: .order, key: nil, counts: ["usual": usual, "other": sameKeys.values.reduce(0, +) - usual]))
    }
  }

  /// Lists the row under each finding of which it is an exception.
  mutating func list(_ row: RowReference, _ shape: AnswerShape?) {
    for index in findings.indices where isUnusual(shape, findings[index]) { findings[index].rows.add(row) }
  }

  private func isUnusual(_ shape: AnswerShape?, _ finding: AnswerFinding) -> Bool {
    guard let shape else { return finding.kind == .noObject && others <= objects }
    let kind = finding.key.flatMap { key in shape.members.first { $0.key == key }?.kind }
    switch finding.kind {
    case .noObject: return objects < others
    case .missingKey: return (kind == nil) == ((finding.counts["without"] ?? 0) <= (finding.counts["with"] ?? 0))
    case .types:
      guard let kind, kind != .null, let usual = finding.counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
        return false
      }
      return kind.rawValue != usual.key
    case .order:
      let order = shape.members.map(\.key)
      return order != usualOrder && order.sorted() == usualOrder.sorted()
    }
  }
}
