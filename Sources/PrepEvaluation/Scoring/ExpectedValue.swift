import PrepJSON

/// The true value of a field, read once, so that any number of answers can be compared with it. A class, so that it is handed on
/// without a copy.
final class ExpectedValue: Sendable {
  enum Reading: Sendable, Hashable {
    /// Compared by equality.
    case plain
    case quantity(Quantity)
    case date(WrittenDate)
    case range(WrittenRange)
    case set(Set<ComparedValue>)
    case list(CommonSubsequence)
    case similarity(CharacterFScore)
    case label(Int32)
    case options([ComparedValue])
  }

  /// The value as it is written.
  private let truth: JSONValue
  private let rule: FieldRule
  let value: ComparedValue
  let reading: Reading
  /// What an answer that is text equals when it is the truth itself.
  let text: ComparedValue

  /// - Parameter label: the place of the value among the field's classes, when it is compared as a label.
  init(_ truth: JSONValue, _ rule: FieldRule, label: Int32?) {
    let value = ComparedValue(truth, ignoring: rule.ignoring)
    self.truth = truth
    self.rule = rule
    self.value = value
    reading = Self.reading(of: truth, value, rule, label: label)
    text = value
  }

  /// The truth of an answer that is text.
  /// - Parameter reading: nil where the text is read by its rule.
  init(text: String, _ truth: JSONValue, _ rule: FieldRule, reading: Reading?) {
    let value = ComparedValue(truth, ignoring: rule.ignoring)
    self.truth = truth
    self.rule = rule
    self.value = value
    self.reading = reading ?? Self.reading(of: truth, value, rule, label: nil)
    self.text = ComparedValue(.string(text), ignoring: rule.ignoring)
  }

  private static func reading(of truth: JSONValue, _ value: ComparedValue, _ rule: FieldRule, label: Int32?) -> Reading {
    if truth == .null { return .plain }
    switch (rule.comparison, truth) {
    case (.number, .string(let text)): return Quantity(text).map(Reading.quantity) ?? .plain
    case (.number, .number(let text)):
      return DecimalNumber(text).map { .quantity(Quantity(number: $0)) } ?? .plain
    case (.date, .string(let text)): return WrittenDate(text).map(Reading.date) ?? .plain
    case (.range, .string(let text)): return WrittenRange(text).map(Reading.range) ?? .plain
    case (.set, _):
      if case .array(let elements) = value { return .set(Set(elements)) }
      return .set([value])
    case (.list, .array):
      if case .array(let elements) = value { return .list(CommonSubsequence(truth: elements)) }
      return .plain
    case (.similarity, .string(let text)): return .similarity(CharacterFScore(truth: rule.ignoring.fold(text)))
    case (.label, _): return label.map(Reading.label) ?? .plain
    case (.anyOf, .array):
      if case .array(let options) = value { return .options(options) }
      return .plain
    default: return .plain
    }
  }

  typealias Judgement = (outcome: FieldScore.Outcome, detail: FieldScore.Detail)

  /// What an answer without a value for the field gets.
  func absent(_ outcome: FieldScore.Outcome) -> Judgement { (outcome, absentDetail) }

  private var absentDetail: FieldScore.Detail {
    switch reading {
    case .set(let elements): .elements(shared: 0, onlyAnswer: 0, onlyTruth: Int32(clamping: elements.count))
    case .list(let list): .elements(shared: 0, onlyAnswer: 0, onlyTruth: Int32(clamping: list.count))
    case .similarity: .similarity(0)
    case .label(let truth): .label(truth: truth, answer: .none)
    default: .none
    }
  }

  /// What an answer gets that is the truth itself.
  var equal: Judgement {
    switch reading {
    case .quantity(let quantity): (.right, Self.numbers(quantity, quantity))
    case .set(let elements): (.right, .elements(shared: Int32(clamping: elements.count), onlyAnswer: 0, onlyTruth: 0))
    case .list(let list): (.right, .elements(shared: Int32(clamping: list.count), onlyAnswer: 0, onlyTruth: 0))
    case .similarity: (.right, .similarity(1))
    case .label(let truth): (.right, .label(truth: truth, answer: .known(truth)))
    default: (.right, .none)
    }
  }

  /// Compares a value of an answer that is JSON.
  /// - Parameter classes: places of the field's classes, when it is compared as a label.
  func judge(_ answer: JSONValue, classes: [ComparedValue: Int32]) -> Judgement {
    // Most values are right and written like the truth.
    if answer == truth { return equal }
    if answer == .null { return value == .null ? (.right, .none) : absent(.null) }
    if value == .null { return (.wrong, .none) }
    let answered = ComparedValue(answer, ignoring: rule.ignoring)
    if case .number(let units, let tolerance) = rule.comparison, case .quantity(let truth) = reading {
      return judge(answer, answered, truth, units: units, tolerance)
    }
    if case .options(let options) = reading {
      if answered == value || options.contains(answered) { return (.right, .none) }
      return (options.contains { $0.hasType(of: answered) } ? .wrong : .typeMismatch, .none)
    }
    if case .label(let truth) = reading {
      let isOfType = answered.hasType(of: value)
      let known = classes[answered].map(AnsweredClass.known) ?? .other
      return (known == .known(truth) ? .right : isOfType ? .wrong : .typeMismatch, .label(truth: truth, answer: known))
    }
    if case .set(let truth) = reading {
      guard answered.isArray == value.isArray, answered.isArray || answered.hasType(of: value) else {
        return absent(.typeMismatch)
      }
      return Self.judge(answered, truth)
    }
    guard answered.hasType(of: value) else { return absent(.typeMismatch) }
    switch (reading, answered, answer) {
    case (.list(let truth), .array(let elements), _):
      let shared = truth.length(with: elements)
      let isRight = shared == truth.count && shared == elements.count
      let detail = FieldScore.Detail.elements(
        shared: Int32(clamping: shared), onlyAnswer: Int32(clamping: elements.count - shared),
        onlyTruth: Int32(clamping: truth.count - shared))
      return (isRight ? .right : .wrong, detail)
    case (.similarity(let truth), .text(let text), _):
      let score = truth.score(of: text)
      guard case .similarity(let least) = rule.comparison else { return (.wrong, .similarity(score)) }
      return (score >= least ? .right : .wrong, .similarity(score))
    case (.date(let truth), _, .string(let text)):
      return (WrittenDate(text).map { $0 == truth } ?? (answered == value) ? .right : .wrong, .none)
    case (.range(let truth), _, .string(let text)):
      return (WrittenRange(text).map { $0.equals(truth) } ?? (answered == value) ? .right : .wrong, .none)
    default: return (answered == value ? .right : .wrong, .none)
    }
  }

  private func judge(
    _ answer: JSONValue, _ answered: ComparedValue, _ truth: Quantity, units: Bool, _ tolerance: Tolerance?
  ) -> Judgement {
    guard units && answered.isScalarText || answered.hasType(of: value) || units && answered.isNumber else {
      return (.typeMismatch, .none)
    }
    let quantity: Quantity? =
      switch answer {
      case .number(let text): DecimalNumber(text).map { Quantity(number: $0) }
      case .string(let text): Quantity(text)
      default: nil
      }
    guard let quantity else {
      return (answered == value ? .right : answered.hasType(of: value) ? .wrong : .typeMismatch, .none)
    }
    return Self.judge(quantity, truth, tolerance, unitsMatter: true)
  }

  /// Compares two quantities.
  static func judge(_ answer: Quantity, _ truth: Quantity, _ tolerance: Tolerance?, unitsMatter: Bool) -> Judgement {
    if unitsMatter, !answer.hasUnit(of: truth) { return (.wrong, .none) }
    let isRight = tolerance?.allows(answer.number, for: truth.number) ?? (answer.number == truth.number)
    return (isRight ? .right : .wrong, numbers(truth, answer))
  }

  private static func numbers(_ truth: Quantity, _ answer: Quantity) -> FieldScore.Detail {
    guard let truth = truth.number.double, let answer = answer.number.double else { return .none }
    return .number(truth: truth, answer: answer)
  }

  private static func judge(_ answer: ComparedValue, _ truth: Set<ComparedValue>) -> Judgement {
    let elements: Set<ComparedValue> = if case .array(let elements) = answer { Set(elements) } else { [answer] }
    var shared = 0
    for element in elements where truth.contains(element) { shared += 1 }
    let isRight = shared == truth.count && shared == elements.count
    let detail = FieldScore.Detail.elements(
      shared: Int32(clamping: shared), onlyAnswer: Int32(clamping: elements.count - shared),
      onlyTruth: Int32(clamping: truth.count - shared))
    return (isRight ? .right : .wrong, detail)
  }
}

extension ComparedValue {
  var isArray: Bool { if case .array = self { true } else { false } }
  var isNumber: Bool { if case .number = self { true } else { false } }
  var isScalarText: Bool { if case .text = self { true } else { false } }

  /// Whether both have the same JSON type; true and false are one type.
  func hasType(of other: ComparedValue) -> Bool {
    switch (self, other) {
    case (.null, .null), (.bool, .bool), (.number, .number), (.text, .text), (.array, .array), (.object, .object): true
    default: false
    }
  }
}
