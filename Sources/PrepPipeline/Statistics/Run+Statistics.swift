package import PrepCore
package import PrepStatistics

extension Run {
  /// Counts what is in the input, and of the examples that are records what is in them.
  /// - Parameters:
  ///   - stage: `prepared` reads the output folder beside the input.
  ///   - columns: to be counted beside those of the goals.
  package func statistics(of stage: Statistics.Stage, columns: [String]) throws(RunError) -> Statistics {
    defer { template?.close() }
    guard let statistics = try makeSurvey(stage)?.statistics(columns: columns) else { throw Self.stoppedPlanning }
    return statistics
  }

  /// Compares answers and texts with one another.
  /// - Parameters:
  ///   - stage: `prepared` looks at nothing but what became records.
  ///   - columns: whose values are compared.
  package func consistency(of stage: Statistics.Stage, columns: [String]) throws(RunError) -> Consistency {
    defer { template?.close() }
    guard let consistency = try makeSurvey(stage)?.consistency(columns: columns) else { throw Self.stoppedPlanning }
    return consistency
  }

  private func makeSurvey(_ stage: Statistics.Stage) throws(RunError) -> DatasetSurvey? {
    guard let plan = try makePlan() else { return nil }
    return makeSurvey(plan, output: stage == .prepared ? options.output : nil)
  }

  private func makeSurvey(_ plan: Plan, output: String? = nil) -> DatasetSurvey {
    DatasetSurvey(PlanReader(plan: plan, output: output) { self.isStopped })
  }

  /// The goals that the input does not meet.
  func unmetGoals(_ plan: Plan) throws(RunError) -> [GoalStanding] {
    if recipe.goals.isEmpty { return [] }
    let statistics = try makeSurvey(plan).statistics(columns: [])
    return statistics?.standings.filter { !$0.isMet } ?? []
  }
}
