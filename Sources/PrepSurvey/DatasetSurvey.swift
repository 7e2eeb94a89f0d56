import PrepCore
import PrepJSON
import PrepPlan
import PrepStatistics
import PrepTables

/// Counts and reviews the items of a plan, together with the rows of an output folder.
struct DatasetSurvey {
  private let recipe: Recipe
  private let variant: Recipe.Prompt.Variant
  private let reader: PlanReader

  init(_ reader: PlanReader) {
    self.reader = reader
    recipe = reader.plan.recipe
    variant = reader.plan.variant
  }

  /// - Parameter columns: columns to count besides those of the goals.
  /// - Returns: nil when the survey was stopped.
  /// - Throws: when the folder is unfinished, was changed, or belongs to another plan.
  func statistics(columns: [String]) throws(RunError) -> Statistics? {
    let isPrepared = reader.output != nil
    var statistics = Statistics(
      dataset: recipe.dataset, stage: isPrepared ? .prepared : .planned, goals: recipe.goals, columns: columns)
    let values = ColumnValues(statistics.columnNames)
    let isWhole = try reader.forEach { step in
      guard !isPrepared || step.outcome != nil else { return statistics.countNotDone() }
      var example = Example(of: step.item, recipe, values: values.values(of: step.input))
      if let outcome = step.outcome {
        example.failure = outcome.failure?.code
        example.images = outcome.images
        example.imageCount = outcome.images.count
        if case .record(let place) = outcome.ending { example.record = place }
      }
      statistics.add(example)
    }
    return isWhole ? statistics : nil
  }

  /// Reads everything twice: once to find unusual values, once more to name their rows.
  /// - Parameter columns: the columns whose values are compared with one another.
  /// - Returns: nil when the survey was stopped.
  func consistency(columns: [String]) throws(RunError) -> Consistency? {
    var columns = columns.filter { !$0.contains(Recipe.ColumnGoals.separator) && $0 != recipe.split.group }
    if let group = recipe.split.group { columns.append(group) }
    var review = ConsistencyReview(columns: columns, group: recipe.split.group)
    let values = ColumnValues(columns)
    guard try forEachExample(values, { review.look(at: $0) }) else { return nil }
    review.finishLooking()
    guard try forEachExample(values, { review.list($0) }) else { return nil }
    return review.consistency()
  }

  /// The values of one column, by the ids of the prepared items; a column with several values counts as one text.
  /// - Returns: nil when the survey was stopped.
  func values(of column: String) throws(RunError) -> [String: String]? {
    let columns = ColumnValues([column])
    var values: [String: String] = [:]
    let isWhole = try reader.forEach { step in
      guard let found = columns.values(of: step.input).first, let found, !found.isEmpty else { return }
      values[step.item.id] = found.joined(separator: ", ")
    }
    return isWhole ? values : nil
  }

  /// Calls `body` with each example that is a record or may become one.
  private func forEachExample(_ values: ColumnValues, _ body: (ReviewedExample) -> Void) throws(RunError) -> Bool {
    let asked = [recipe.prompt.system?.template(for: variant), recipe.prompt.user.template(for: variant)].compactMap { $0 }
    let columns = asked.flatMap(\.columns)
    return try reader.forEach { step in
      let item = step.item
      let failure = reader.output == nil ? item.failure : step.outcome?.failure
      guard failure == nil, reader.output == nil || step.outcome != nil else { return }
      let row = RowReference(id: item.id, line: step.input?.line ?? 0, split: item.split)
      let texts = columns.map { column in
        step.input?.row?.text(column) ?? (column == ItemComposer.fileColumn ? item.id : "")
      }
      body(
        ReviewedExample(
          row: row, ordinal: item.ordinal, conversation: item.conversation,
          variableText: columns.isEmpty ? nil : texts.joined(separator: "\n"), sources: item.sources.map(\.name),
          values: values.values(of: step.input), shape: AnswerShape(item.conversation.assistant)))
    }
  }
}

extension AnswerShape {
  /// The shape of an answer; nil when the answer is not a JSON object.
  fileprivate init?(_ answer: String) {
    guard answer.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let value = try? JSONValue(Array(answer.utf8)),
      case .object(let members) = value
    else { return nil }
    self.init(members: members.map { ($0.key, Kind(of: $0.value)) })
  }
}

extension AnswerShape.Kind {
  fileprivate init(of value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool: self = .flag
    case .number: self = .number
    case .string: self = .text
    case .array: self = .list
    case .object: self = .object
    }
  }
}
