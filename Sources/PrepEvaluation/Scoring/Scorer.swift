import PrepJSON

/// Judges answers by rules.
///
/// A scorer first learns all truths, so that it knows all fields and classes. After that it only reads, and any number of threads
/// may score with it:
///
///     var scorer = Scorer(rules)
///     for truth in truths { try scorer.learn(truth) }
///     let key = try scorer.key(for: truth)
///     let score = scorer.score(answer, by: key)
///
/// How an item's outcome comes about, in this order:
/// 1. A call that failed and an answer that is missing are unscored; so is an item whose truth lacks the primary field, or all
///    fields that count. A key that the truth lacks is no field of the item: nothing is known about it.
/// 2. What the service says was declined or filtered is refused.
/// 3. An answer that is a refusal is refused, unless the truth is one (``Refusals``).
/// 4. For rules about fields: an answer without JSON is invalid (``AnswerReading``). JSON of another kind than the truth's lacks
///    all fields. Each field of the truth is compared by its rule; null and missing are two things, and a field within something
///    that is no object is missing.
/// 5. For rules about one answer: the value is found in the text (``MarkedAnswer``, ``NumberSearch``, ``LabelSearch``; for sets and
///    lists whose truth is an array, ``AnswerReading``), and an answer without one is invalid. So is an empty one,
///    unless the truth is empty. An answer that equals the truth as a text is right. Bytes that are not UTF-8 count as U+FFFD.
/// 6. The item is right when its primary field is, or all its fields are; else it is wrong.
package struct Scorer: Sendable {
  package let rules: ScoringRules
  /// In the order of the rules, or in that in which the truths have them. Those compared by ``Comparison/none`` are not among them.
  package private(set) var fields: [ScoredField] = []

  private let refusals: Refusals
  private var places: [FieldPath: Int32] = [:]
  /// Of each field that is a label, the places of its classes.
  private var classes: [[ComparedValue: Int32]] = []
  private var labels = LabelSearch()

  package init(_ rules: ScoringRules) {
    self.rules = rules
    refusals = Refusals(rules.refusals)
    switch rules.subject {
    case .everyKey: break
    case .fields(let named): for field in named { add(field.path, field.rule) }
    case .answer(let rule, _): add(FieldPath(keys: []), rule)
    }
  }

  @discardableResult
  private mutating func add(_ path: FieldPath, _ rule: FieldRule) -> Int32? {
    if rule.comparison == .none { return nil }
    if let place = places[path] { return place }
    let place = Int32(fields.count)
    places[path] = place
    fields.append(ScoredField(path: path, rule: rule))
    classes.append([:])
    return place
  }
}

/// A field that is scored.
package struct ScoredField: Sendable, Hashable {
  /// No keys for the whole answer.
  package let path: FieldPath
  package let rule: FieldRule
  /// The classes that truths have, when the field is compared as a label, in the order in which they came.
  package fileprivate(set) var classes: [String] = []
}

/// The truth of an item, prepared for any number of answers.
package struct AnswerKey: Sendable {
  /// A class, so that it is handed on without a copy.
  final class Field: Sendable {
    let place: Int32
    /// The first key's place among `keys`; nil for the whole value.
    let key: Int?
    /// The keys behind the first.
    let rest: ArraySlice<String>
    let expected: ExpectedValue
    let isRefusal: Bool
    let isPrimary: Bool

    init(place: Int32, key: Int?, rest: ArraySlice<String>, expected: ExpectedValue, isRefusal: Bool, isPrimary: Bool) {
      self.place = place
      self.key = key
      self.rest = rest
      self.expected = expected
      self.isRefusal = isRefusal
      self.isPrimary = isPrimary
    }
  }

  fileprivate(set) var fields: [Field] = []
  /// The outermost keys of truth and rules.
  fileprivate(set) var keys: [String] = []
  /// Places of the keys, when they are many.
  fileprivate(set) var placesOfKeys: [String: Int] = [:]
  /// Whether the whole truth is a refusal.
  fileprivate(set) var isRefusal = false
  fileprivate(set) var wanted = AnswerReading.Wanted.any
  /// Whether the truth has what the outcome depends on.
  fileprivate(set) var canBeScored = false
}

// MARK: - Truths

extension Scorer {
  /// Takes in the fields and classes of a truth.
  package mutating func learn(_ truth: Truth) throws(TruthFault) {
    switch rules.subject {
    case .answer:
      guard let text = truth.text, fields.first?.rule.comparison == .label else { return }
      learn(.string(text), at: 0)
    case .fields, .everyKey:
      guard let value = try jsonValue(of: truth) else { return }
      if rules.subject == .everyKey {
        for path in Self.leaves(of: value) { add(path, FieldRule()) }
      }
      for (place, field) in fields.enumerated() where field.rule.comparison == .label {
        if let label = value.value(at: field.path) { learn(label, at: place) }
      }
    }
  }

  private mutating func learn(_ label: JSONValue, at place: Int) {
    if label == .null { return }
    let value = classKey(label, at: place)
    guard classes[place][value] == nil, let text = label.text else { return }
    let index = Int32(fields[place].classes.count)
    classes[place][value] = index
    fields[place].classes.append(text)
    if isAboutText { labels.add(text, index) }
  }

  /// A class as it is compared. In text, classes that differ in case alone are one.
  private func classKey(_ label: JSONValue, at place: Int) -> ComparedValue {
    guard isAboutText, case .string(let text) = label else {
      return ComparedValue(label, ignoring: fields[place].rule.ignoring)
    }
    return .text(IgnoredDifferences.case.fold(text.trimmed))
  }

  private var isAboutText: Bool { if case .answer = rules.subject { true } else { false } }

  /// The truth as JSON; nil when it is a refusal.
  private func jsonValue(of truth: Truth) throws(TruthFault) -> JSONValue? {
    if case .text(let text) = truth, refusals.contains(text) { return nil }
    if case .json(.string(let text)) = truth, refusals.contains(text) { return nil }
    let value = try truth.value()
    if case .string(let text) = value, refusals.contains(text) { return nil }
    if case .fields = rules.subject {
      guard case .object = value else {
        throw TruthFault(found: value.title, expected: "an object, because the rules name fields")
      }
    }
    return value
  }

  /// The paths of all that is no object with keys, in the order of the text.
  private static func leaves(of value: JSONValue, at path: FieldPath = FieldPath(keys: [])) -> [FieldPath] {
    guard case .object(let members) = value, !members.isEmpty else { return [path] }
    return members.flatMap { leaves(of: $0.value, at: path.appending($0.key)) }
  }

  /// Prepares a truth that was learned.
  package func key(for truth: Truth) throws(TruthFault) -> AnswerKey {
    var key = AnswerKey()
    if case .answer(let rule, let mark) = rules.subject {
      guard let text = truth.text, !fields.isEmpty else { return key }
      let marked = mark.flatMap { MarkedAnswer.value(in: text, behind: $0) }
      key.isRefusal = refusals.contains(text) || marked.map(refusals.contains) ?? false
      key.canBeScored = true
      key.fields = [
        AnswerKey.Field(
          place: 0, key: nil, rest: [], expected: expected(truth, text, marked, rule), isRefusal: key.isRefusal, isPrimary: true)
      ]
      return key
    }
    guard let value = try jsonValue(of: truth) else {
      key.isRefusal = true
      key.canBeScored = true
      return key
    }
    switch value {
    case .object(let members):
      key.wanted = .object
      key.keys = members.map(\.key)
    case .array: key.wanted = .array
    default: break
    }
    let named: [(FieldPath, Int32)] =
      switch rules.subject {
      case .everyKey: Self.leaves(of: value).compactMap { path in places[path].map { (path, $0) } }
      case .fields(let fields):
        fields.compactMap { field in places[field.path].map { (field.path, $0) } }
      case .answer: []
      }
    var seen: Set<Int32> = []
    for (path, place) in named {
      addKey(path, to: &key)
      guard seen.insert(place).inserted, let truth = value.value(at: path) else { continue }
      key.fields.append(field(truth, path, place, key))
    }
    if case .fields(let all) = rules.subject { for field in all { addKey(field.path, to: &key) } }
    if key.keys.count > 16 {
      key.placesOfKeys = Dictionary(
        key.keys.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }
    key.canBeScored =
      switch rules.primary {
      case .all: !key.fields.isEmpty
      case .field: key.fields.contains(where: \.isPrimary)
      }
    return key
  }

  private func addKey(_ path: FieldPath, to key: inout AnswerKey) {
    if let first = path.keys.first, !key.keys.contains(first) { key.keys.append(first) }
  }

  private func field(_ truth: JSONValue, _ path: FieldPath, _ place: Int32, _ key: AnswerKey) -> AnswerKey.Field {
    let rule = fields[Int(place)].rule
    let label = rule.comparison == .label ? classes[Int(place)][classKey(truth, at: Int(place))] : nil
    var isRefusal = false
    if case .string(let text) = truth { isRefusal = refusals.contains(text) }
    return AnswerKey.Field(
      place: place, key: path.keys.first.flatMap(key.keys.firstIndex), rest: path.keys.dropFirst(),
      expected: ExpectedValue(truth, rule, label: label), isRefusal: isRefusal, isPrimary: rules.primary == .field(path))
  }

  /// What is expected of an answer that is text.
  private func expected(_ truth: Truth, _ text: String, _ marked: String?, _ rule: FieldRule) -> ExpectedValue {
    let plain = (marked ?? text).trimmed
    var value = JSONValue.string(plain)
    var reading: ExpectedValue.Reading?
    switch rule.comparison {
    case .label: reading = classes[0][classKey(.string(text), at: 0)].map(ExpectedValue.Reading.label)
    case .number: reading = number(text, marked).map(ExpectedValue.Reading.quantity) ?? .plain
    case .set, .list, .anyOf:
      if let elements = try? truth.value(), case .array = elements { value = elements }
    default: break
    }
    return ExpectedValue(text: plain, value, rule, reading: reading)
  }

  /// The number that a text gives.
  private func number(_ text: String, _ marked: String?) -> Quantity? {
    if let marked { return NumberSearch.number(in: MarkedAnswer.firstLine(of: marked), isMarked: true) }
    return NumberSearch.number(in: text, isMarked: false)
  }
}

// MARK: - Answers

extension Scorer {
  /// Judges an answer.
  /// - Parameters:
  ///   - answer: its bytes as they came; nothing is expected of them.
  ///   - key: of the item's truth, made by this scorer.
  package func score(_ answer: UnsafeRawBufferPointer, by key: AnswerKey, finish: AnswerFinish = .answered) -> ItemScore {
    guard key.canBeScored, finish != .failed, finish != .missing else { return ItemScore(.unscored) }
    if finish == .refused || finish == .filtered { return absent(.refused, key) }
    if case .answer(let rule, let mark) = rules.subject { return score(text: answer, by: key, rule, mark) }
    return score(json: answer, by: key)
  }

  /// Judges an answer.
  package func score(_ answer: String, by key: AnswerKey, finish: AnswerFinish = .answered) -> ItemScore {
    var answer = answer
    return answer.withUTF8 { score(UnsafeRawBufferPointer($0), by: key, finish: finish) }
  }

  /// What an answer without any value gets.
  private func absent(_ outcome: ItemScore.Outcome, _ key: AnswerKey) -> ItemScore {
    var score = ItemScore(outcome, json: isAboutText ? nil : ItemScore.JSONReading.none)
    score.fields = key.fields.map { Self.fieldScore($0, $0.expected.absent(.missing)) }
    return score
  }

  private static func fieldScore(_ field: AnswerKey.Field, _ judgement: ExpectedValue.Judgement) -> FieldScore {
    FieldScore(detail: judgement.detail, outcome: judgement.outcome, field: field.place)
  }

  private func score(json answer: UnsafeRawBufferPointer, by key: AnswerKey) -> ItemScore {
    guard case .json(let value, let repaired) = AnswerReading(answer, wanting: key.wanted) else {
      return refusal(String(decoding: answer, as: UTF8.self), by: key, .none) ?? absent(.invalid, key)
    }
    let json = repaired ? ItemScore.JSONReading.repaired : .valid
    if case .string(let text) = value, let score = refusal(text, by: key, json) { return score }
    var score = ItemScore(.wrong, json: json)
    if key.isRefusal { return score }
    let values = OutermostValues(value, key)
    score.hasFurtherKeys = values.hasFurther
    score.fields.reserveCapacity(key.fields.count)
    var isRight = true
    var isRefused = false
    for field in key.fields {
      let found = values.value(of: field)
      var judgement: ExpectedValue.Judgement
      if let found {
        judgement = field.expected.judge(found, classes: classes[Int(field.place)])
        if field.isPrimary, case .string(let text) = found, refusals.contains(text) {
          if field.isRefusal { judgement = field.expected.equal } else { isRefused = true }
        }
      } else {
        judgement = field.expected.absent(.missing)
      }
      if judgement.outcome != .right, rules.primary == .all || field.isPrimary { isRight = false }
      score.fields.append(Self.fieldScore(field, judgement))
    }
    score.outcome = isRefused ? .refused : isRight ? .right : .wrong
    return score
  }

  /// What an answer gets that is a refusal as a whole; nil when it is none.
  private func refusal(_ text: String, by key: AnswerKey, _ json: ItemScore.JSONReading) -> ItemScore? {
    guard refusals.contains(text) else { return nil }
    let isRight = key.isRefusal || key.fields.contains { $0.isPrimary && $0.isRefusal }
    var score = absent(isRight ? .right : .refused, key)
    score.json = json
    for (place, field) in key.fields.enumerated() where field.isPrimary && field.isRefusal {
      score.fields[place] = Self.fieldScore(field, field.expected.equal)
    }
    return score
  }

  private func score(text bytes: UnsafeRawBufferPointer, by key: AnswerKey, _ rule: FieldRule, _ mark: String?) -> ItemScore {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let field = key.fields.first else { return ItemScore(.unscored) }
    let marked = mark.flatMap { MarkedAnswer.value(in: text, behind: $0) }
    if refusals.contains(text) || marked.map(refusals.contains) ?? false {
      guard key.isRefusal else { return absent(.refused, key) }
      return oneField(field, field.expected.equal, nil)
    }
    var json: ItemScore.JSONReading?
    let judgement: ExpectedValue.Judgement?
    let value = (marked ?? text).trimmed
    let answered = ComparedValue(.string(value), ignoring: rule.ignoring)
    if answered == field.expected.text {
      judgement = field.expected.equal
    } else if value.isEmpty {
      judgement = nil
    } else {
      switch (rule.comparison, field.expected.reading) {
      case (.label, .label(let truth)):
        let line = marked.map(MarkedAnswer.firstLine)
        let label = line.map(labels.label) ?? (mark == nil ? labels.label(in: text) : labels.wholeClass(text))
        judgement = label.map { ($0 == truth ? .right : .wrong, .label(truth: truth, answer: .known($0))) }
      case (.number(let units, let tolerance), .quantity(let truth)):
        let found = mark == nil || marked != nil ? number(text, marked) : NumberSearch.wholeQuantity(text)
        judgement = found.map { ExpectedValue.judge($0, truth, tolerance, unitsMatter: units) }
      case (.set, .set) where field.expected.value.isArray, (.list, .list):
        (judgement, json) = elements(value, field)
      default: judgement = field.expected.judge(.string(value), classes: [:])
      }
    }
    guard let judgement else {
      var score = absent(.invalid, key)
      score.json = json
      return score
    }
    return oneField(field, judgement, json)
  }

  private func oneField(
    _ field: AnswerKey.Field, _ judgement: ExpectedValue.Judgement, _ json: ItemScore.JSONReading?
  ) -> ItemScore {
    var score = ItemScore(judgement.outcome == .right ? .right : .wrong, json: json)
    score.fields = [Self.fieldScore(field, judgement)]
    return score
  }

  /// Compares the array that a text holds.
  private func elements(_ text: String, _ field: AnswerKey.Field) -> (ExpectedValue.Judgement?, ItemScore.JSONReading) {
    var text = text
    switch text.withUTF8({ AnswerReading(UnsafeRawBufferPointer($0), wanting: .array) }) {
    case .none: return (nil, .none)
    case .json(let value, let repaired):
      return (field.expected.judge(value, classes: [:]), repaired ? .repaired : .valid)
    }
  }
}

/// The values of an answer's outermost keys, found in one pass.
private struct OutermostValues {
  private let value: JSONValue
  /// For each key of the answer key, the member that has it, or -1; the last one when several have.
  private var members: [Int]
  private(set) var hasFurther = false

  init(_ value: JSONValue, _ key: AnswerKey) {
    self.value = value
    members = [Int](repeating: -1, count: key.keys.count)
    guard case .object(let found) = value else { return }
    // Answers mostly have their keys in the truth's order.
    var next = 0
    for (index, member) in found.enumerated() {
      if let place = Self.place(of: member.key, in: key, from: next) {
        members[place] = index
        next = place + 1
      } else {
        hasFurther = true
      }
    }
  }

  private static func place(of name: String, in key: AnswerKey, from start: Int) -> Int? {
    if start < key.keys.count, key.keys[start] == name { return start }
    return key.keys.count > 16 ? key.placesOfKeys[name] : key.keys.firstIndex(of: name)
  }

  func value(of field: AnswerKey.Field) -> JSONValue? {
    guard let key = field.key else { return value }
    guard members[key] >= 0, case .object(let found) = value else { return nil }
    if field.rest.isEmpty { return found[members[key]].value }
    var value = found[members[key]].value
    for key in field.rest {
      guard let next = value.lastValue(of: key) else { return nil }
      value = next
    }
    return value
  }
}

extension JSONValue {
  /// The value under a path; nil when it is not there. Of keys that are equal in normal form C, the last one counts.
  func value(at path: FieldPath) -> JSONValue? {
    var value = self
    for key in path.keys {
      guard let next = value.lastValue(of: key) else { return nil }
      value = next
    }
    return value
  }

  fileprivate func lastValue(of key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }
}
