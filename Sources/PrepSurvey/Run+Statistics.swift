package import PrepCore
package import PrepPipeline
package import PrepStatistics

extension Run {
  /// Counts the input, and the content of the examples that became records.
  /// - Parameters:
  ///   - stage: `prepared` reads the output folder in addition to the input.
  ///   - columns: columns to count besides those of the goals.
  package func statistics(of stage: Statistics.Stage, columns: [String]) throws(RunError) -> Statistics {
    guard let statistics = try makeSurvey(stage).statistics(columns: columns) else { throw .cancelled }
    return statistics
  }

  /// Compares answers and texts with one another.
  /// - Parameters:
  ///   - stage: `prepared` considers only the examples that became records.
  ///   - columns: the columns whose values are compared.
  package func consistency(of stage: Statistics.Stage, columns: [String]) throws(RunError) -> Consistency {
    guard let consistency = try makeSurvey(stage).consistency(columns: columns) else { throw .cancelled }
    return consistency
  }

  /// The values of one column of the input, by the ids of the items.
  package func values(of column: String) throws(RunError) -> [String: String] {
    guard let values = try makeSurvey(.planned).values(of: column) else { throw .cancelled }
    return values
  }

  private func makeSurvey(_ stage: Statistics.Stage) throws(RunError) -> DatasetSurvey {
    DatasetSurvey(
      PlanReader(plan: try makePlan(), output: stage == .prepared ? output : nil) { self.isStopped })
  }
}
