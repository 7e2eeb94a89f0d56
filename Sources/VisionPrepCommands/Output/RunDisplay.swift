import VisionPrep

/// Shows a run or a merge on standard error while it goes on, and listens to signals.
enum RunDisplay {
  /// - Parameters:
  ///   - events: of the run; reading them begins it.
  ///   - quiet: show nothing.
  ///   - stop: called on the first Ctrl-C or SIGTERM.
  ///   - abandon: called on the second.
  /// - Returns: how it ended.
  static func follow(
    _ events: RunEvents, quiet: Bool, stop: @escaping @Sendable () -> Void, abandon: @escaping @Sendable () -> Void
  ) async throws(RunError) -> RunSummary {
    try await Progress.show(quiet: quiet) { (progress) throws(RunError) in
      try Interruption.watch(
        stop: {
          progress.stopping()
          if !quiet { Terminal.note("\nstopping: finishing what is in flight (Ctrl-C again to give that up)") }
          stop()
        }, abandon: abandon)
      var summary: RunSummary?
      for try await event in events {
        switch event {
        case .planned(let plan):
          progress.planned(plan.items)
          if !quiet {
            for note in plan.notes { Terminal.warning("\(note)") }
            GoalText.warn(of: plan.unmetGoals)
          }
        case .note(let note): if !quiet { Terminal.warning("\(note)") }
        case .resumed(let count):
          progress.resumed(count)
          if !quiet { Terminal.warning("\(counted(count, "item")) of an earlier run are done already") }
        case .outcome(let outcome): progress.add(outcome)
        case .ended(let ended): summary = ended
        }
      }
      guard let summary else { throw RunError(.system, "the run gave no summary", remedy: "run the same command again") }
      return summary
    }
  }
}
