import PrepSystem
import VisionPrep

/// Shows a verb's progress on standard error while it goes on, and says that it stops when its task is cancelled.
enum RunDisplay {
  /// What a run that finishes what is in flight says on the first signal.
  static let finishing: Line = "\nstopping: finishing what is in flight (Ctrl-C again to give that up)"

  /// - Parameters:
  ///   - quiet: show nothing.
  ///   - stopping: what is said on the first signal, unless quiet.
  ///   - kept: what has become of the work so far, for a verb that ended because it was cancelled.
  ///   - abandon: called on the second signal.
  ///   - work: the verb, with what is to be told its progress.
  /// - Returns: how it ended.
  /// - Throws: the verb's error; when it was cancelled a failure that says so.
  static func show<Value: Sendable>(
    quiet: Bool, stopping: Line? = nil, kept: String? = nil, abandon: @escaping @Sendable () -> Void = {},
    _ work: @escaping @Sendable (@escaping RunProgress.Handler) async throws(RunError) -> Value
  ) async throws -> Value {
    let display = Progress()
    let thread = quiet ? nil : try display.start()
    defer {
      display.end()
      thread?.join()
    }
    Interruption.finishOnce(orElse: abandon)
    let result = await withTaskCancellationHandler { () -> Result<Value, RunError> in
      do throws(RunError) {
        return .success(try await work { show($0, on: display, quiet: quiet) })
      } catch {
        return .failure(error)
      }
    } onCancel: {
      display.stopping()
      if let stopping, !quiet { Terminal.note(stopping) }
    }
    switch result {
    case .success(let value): return value
    case .failure(let error): throw error.code == .cancelled ? CommandFailure.interrupted(kept) : error
    }
  }

  private static func show(_ progress: RunProgress, on display: Progress, quiet: Bool) {
    switch progress {
    case .planned(let plan):
      display.planned(plan.items)
      if quiet { return }
      for note in plan.notes { Terminal.warning("\(note)") }
      GoalText.warn(of: plan.unmetGoals)
    case .expected(let count): display.planned(count ?? 0)
    case .note(let note): if !quiet { Terminal.warning("\(note)") }
    case .resumed(let count):
      display.resumed(count)
      if !quiet { Terminal.warning("\(counted(count, "item")) of an earlier run are done already") }
    case .outcome(let outcome): display.add(outcome)
    case .exported(let export): display.update(done: export.records + export.failed, failed: export.failed)
    default: break
    }
  }
}
