package import PrepCore

/// Whether the answers of a dataset agree with one another, and its texts differ: findings for a person to judge, not failures.
public struct Consistency: Sendable {
  public var columns: [ColumnFinding] = []
  public var answers: [AnswerFinding] = []
  public var texts: [TextFinding] = []
  /// Values of the column `split.group` that are in more than one split.
  public var straddlingGroups: [String] = []
  /// What was not examined, and why.
  public var notes: [String] = []

  package init() {}

  public var isEmpty: Bool { columns.isEmpty && answers.isEmpty && texts.isEmpty && straddlingGroups.isEmpty }
}

/// One example, as ``ConsistencyReview`` examines it.
package struct ReviewedExample: Sendable {
  package var row: RowReference
  package var ordinal: Int
  package var conversation: Conversation
  /// The parts of the system and user texts that come from the row; nil when the texts have no column.
  package var variableText: String?
  package var sources: [String]
  /// For each column that is reviewed, its values.
  package var values: [[String]?]
  package var shape: AnswerShape?

  package init(
    row: RowReference, ordinal: Int, conversation: Conversation, variableText: String?, sources: [String], values: [[String]?],
    shape: AnswerShape?
  ) {
    self.row = row
    self.ordinal = ordinal
    self.conversation = conversation
    self.variableText = variableText
    self.sources = sources
    self.values = values
    self.shape = shape
  }
}

/// Reviews a dataset in two readings: the first one finds what is unusual, the second one names the rows. Memory grows with
/// distinct values, with texts that differ, and by about 100 bytes an example.
package struct ConsistencyReview {
  private let columns: [String]
  private let group: String?
  private var values: [ValueCounts]
  private var answers = AnswerReview()
  private var texts = TextReview()
  private var result = Consistency()
  /// The findings and entries for each value, by column.
  private var flagged: [[ExactText: [(finding: Int, entry: Int)]]] = []
  private var textGroups: [TextReview.Group] = []
  /// The rows that text findings name, by ordinal.
  private var references: [Int: (row: RowReference, answer: String)] = [:]

  /// - Parameters:
  ///   - columns: the columns whose values are compared, in the order of ``ReviewedExample/values``.
  ///   - group: the column among them whose values must not be in several splits.
  package init(columns: [String], group: String?) {
    self.columns = columns
    self.group = group
    values = columns.map { _ in ValueCounts() }
  }

  /// The first reading.
  package mutating func look(at example: ReviewedExample) {
    for (index, cell) in example.values.enumerated() {
      for value in cell ?? [] { values[index].add(value, split: example.row.split, images: 0) }
    }
    answers.look(at: example.shape)
    texts.add(
      ordinal: example.ordinal, asked: (example.conversation.system ?? "") + example.conversation.user,
      variable: example.variableText, sources: example.sources,
      answer: example.conversation.assistant)
  }

  /// Between the readings.
  package mutating func finishLooking() {
    for (name, counts) in zip(columns, values) {
      if name == group {
        result.straddlingGroups = counts.counts.filter { count in
          Split.allCases.count { count.examples[$0] > 0 } > 1
        }.map(\.value)
        flagged.append([:])
        continue
      }
      if counts.isCapped { result.notes.append("\(name): only the first \(counts.counts.count) distinct values were looked at") }
      if counts.distinct() > ColumnReview.mostCompared {
        result.notes.append("\(name): more than \(ColumnReview.mostCompared) distinct values; near spellings were not looked for")
      }
      var places: [ExactText: [(finding: Int, entry: Int)]] = [:]
      for finding in ColumnReview(name, counts).findings {
        for (entry, value) in finding.entries.enumerated() where value.isListed {
          for member in value.members { places[ExactText(member), default: []].append((result.columns.count, entry)) }
        }
        result.columns.append(finding)
      }
      flagged.append(places)
    }
    answers.finishLooking()
    if let reason = texts.reasonForNoDuplicates { result.notes.append("equal texts were not looked for: \(reason)") }
    textGroups = texts.groups()
    if let first = texts.firstNotCompared {
      result.notes.append("near duplicates were looked for up to item \(first) only: there are too many texts")
    }
    if texts.leftOut > 0 { result.notes.append("the texts of the last \(counted(texts.leftOut, "example")) were not looked at") }
    for group in textGroups {
      for ordinal in group.ordinals { references[ordinal] = (RowReference(id: "", line: 0, split: .train), "") }
    }
  }

  /// The second reading.
  package mutating func list(_ example: ReviewedExample) {
    for (index, cell) in example.values.enumerated() where !flagged[index].isEmpty {
      for value in cell ?? [] {
        for place in flagged[index][ExactText(value)] ?? [] {
          result.columns[place.finding].entries[place.entry].rows.add(example.row)
        }
      }
    }
    answers.list(example.row, example.shape)
    if references[example.ordinal] != nil { references[example.ordinal] = (example.row, example.conversation.assistant) }
  }

  package func consistency() -> Consistency {
    var result = result
    result.answers = answers.findings
    result.texts = textGroups.map { group in
      let known = group.ordinals.compactMap { references[$0] }
      var finding = TextFinding(kind: group.kind, rows: known.map(\.row))
      if group.kind == .conflict { finding.answers = known.map(\.answer) }
      (finding.shared, finding.all, finding.leftOut) = (group.shared, group.all, group.leftOut)
      return finding
    }
    return result
  }
}
