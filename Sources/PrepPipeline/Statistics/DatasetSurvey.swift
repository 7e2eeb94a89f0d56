import PrepCore
import PrepStatistics

/// Counts what is in a plan, together with what lies in an output folder.
struct DatasetSurvey {
  private let recipe: Recipe
  private let reader: PlanReader

  init(_ reader: PlanReader) {
    self.reader = reader
    recipe = reader.plan.recipe
  }

  /// - Parameter columns: to be counted beside those of the goals.
  /// - Returns: nil when it was stopped.
  /// - Throws: a folder that is unfinished, changed, or of another plan.
  func statistics(columns: [String]) throws(RunError) -> Statistics? {
    let isPrepared = reader.output != nil
    var statistics = Statistics(
      dataset: recipe.dataset, stage: isPrepared ? .prepared : .planned, goals: recipe.goals, columns: columns)
    let values = ColumnValues(statistics.columnNames)
    let isWhole = try reader.forEach { step in
      guard !isPrepared || step.outcome != nil else { return statistics.countNotDone() }
      var example = Example(
        split: step.item.split, failure: step.item.failure?.code, imageCount: step.item.imageCount,
        values: values.values(of: step.input))
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
}

extension Item {
  /// How many images a record of this item would have; nil when its document must be opened to know.
  fileprivate var imageCount: Int? {
    guard let document else { return sources.count }
    switch document.pages {
    case .single, .selection(.first): return 1
    case .selection: return nil
    }
  }
}
