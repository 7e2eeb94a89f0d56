import PrepCore
import PrepEvaluation
import PrepJSON

/// An item as a page shows it: short texts alone, so that many of them may be kept.
struct ShownItem: Sendable {
  /// One field that not every model has right.
  struct Row: Sendable {
    var field: String
    var truth: String
    var cells: [Cell]
  }

  /// A model's value of a field.
  struct Cell: Sendable {
    /// Nil when the answer has none.
    var value: String?
    /// What came of it: `right`, `type mismatch`.
    var words: String
    var isRight: Bool
  }

  /// A model's answer.
  struct Answer: Sendable {
    var words: String
    var isRight: Bool
    /// The first answer, or why there is none.
    var text: String
  }

  var id: String
  var group: String?
  var input: String?
  var place: EvaluatedItem.Place?
  var truth: String
  var answers: [Answer]
  var rows: [Row]
  /// Fields beyond those in ``rows`` that not every model has right.
  var furtherRows: Int

  private static let mostRows = 20
  private static let mostCharacters = 3900
  private static let mostOfValue = 300

  init(_ item: EvaluatedItem, _ subjects: ReportSubjects) {
    id = Self.cut(item.id, to: Self.mostOfValue)
    group = item.group.map { Self.cut($0, to: Self.mostOfValue) }
    input = item.input.map { Self.cut($0, to: Self.mostCharacters) }
    place = item.place
    truth = Self.text(item.expected)
    let models = subjects.models.indices
    let first = models.map { item.answers.indices.contains($0) ? item.answers[$0].first : nil }
    answers = models.map { model in
      let standing = item.standing(model)
      let isRight = standing.right == standing.scored && standing.scored > 0
      return Answer(words: standing.words, isRight: isRight, text: first[model].map(Self.text) ?? "there is no answer")
    }
    let wrong = subjects.fields.indices.filter { field in
      models.contains { item.standing($0, field: field).isCompared && !item.standing($0, field: field).isRight }
    }
    furtherRows = max(0, wrong.count - Self.mostRows)
    let truths = AnswerValues(item.expected)
    let values = first.map { answer in answer?.text.map { AnswerValues($0) } }
    rows = wrong.prefix(Self.mostRows).map { field in
      let name = subjects.fields[field]
      let cells = models.map { model in
        let standing = item.standing(model, field: field)
        let value = values[model]?.value(of: name) ?? first[model].flatMap { Self.read($0, field) }
        return Cell(
          value: value.map { Self.cut($0, to: Self.mostOfValue) }, words: standing.words,
          isRight: standing.isCompared && standing.isRight)
      }
      let truth = truths.value(of: name) ?? String(decoding: item.expected.prefix(4 * Self.mostOfValue), as: UTF8.self)
      return Row(field: name, truth: Self.cut(truth, to: Self.mostOfValue), cells: cells)
    }
  }

  private static func read(_ answer: EvaluatedItem.Answer, _ field: Int) -> String? {
    switch answer.values[field] {
    case .number(_, let number)?: FigureWords.number(number)
    case .label(let label)?: label
    case nil: nil
    }
  }

  private static func text(_ answer: EvaluatedItem.Answer) -> String {
    if let text = answer.text { return self.text(text) }
    return answer.failure.map { cut($0, to: mostCharacters) } ?? "there is no answer"
  }

  private static func text(_ bytes: [UInt8]) -> String {
    cut(String(decoding: bytes.prefix(5 * mostCharacters), as: UTF8.self), to: mostCharacters)
  }

  private static func cut(_ text: String, to most: Int) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: most, limitedBy: scalars.endIndex), end < scalars.endIndex else {
      return text
    }
    return String(text[..<end]) + "…"
  }
}

/// The values of an answer, by field.
struct AnswerValues {
  /// Nil for what is no JSON.
  let json: JSONValue?

  init(_ answer: [UInt8]) {
    let reading = answer.withUnsafeBytes { AnswerReading($0, wanting: .object) }
    if case .json(let value, _) = reading { json = value } else { json = nil }
  }

  /// The value of a field in words; nil when there is none.
  func value(of field: String) -> String? {
    guard case .object? = json else { return nil }
    let value = FieldPath(field).keys.reduce(json) { value, key in value?[key] }
    return value.map { $0.text ?? "null" }
  }
}
