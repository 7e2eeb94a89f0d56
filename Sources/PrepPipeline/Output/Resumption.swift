import PrepCore
import PrepDataset
import PrepPlan

/// Decides which earlier work in a folder is still valid, and sets aside work that must be examined item by item.
///
/// If nothing has changed, a run appends to the existing files. Otherwise everything is set aside and written again in the order
/// of the plan, and every outcome that is still valid is reused (``EarlierWork``).
struct Resumption {
  let folder: OutputFolder
  let plan: Plan
  let tracer: ItemTracer

  /// Prepares the folder.
  /// - Parameters:
  ///   - retry: the failures to do again.
  ///   - isStopped: polled from time to time; true ends the examination.
  /// - Returns: the failures of earlier work that are done again, and a note for the user.
  func takeUp(
    _ provenance: Provenance, retry: FailureSelection, isStopped: () -> Bool
  ) throws(RunError) -> (retry: FailureSelection, note: String?) {
    switch try folder.holding(for: provenance) {
    case .nothing:
      try folder.begin(provenance)
      return (.none, nil)
    case .changedPlan:
      try folder.setAside()
      try folder.begin(provenance, retry: retry)
      return (retry, "the recipe or its input changed since the last run; what is the same is taken over")
    case .samePlan(let current):
      // When a run that repeats failures was stopped, the same command resumes it and does not start the repetition again.
      let wanted = folder.isFinished || retry != current ? retry : .none
      guard let change = try change(wanted, isStopped: isStopped) else {
        return (current, wanted.isEmpty ? nil : "no item failed with \(wanted); nothing is done again")
      }
      try folder.setAside()
      try folder.begin(provenance, retry: retry)
      return (retry, change)
    }
  }

  /// The reason why the run cannot resume where the last one stopped; nil when it can.
  private func change(_ retry: FailureSelection, isStopped: () -> Bool) throws(RunError) -> String? {
    var journal = JournalReader(folder.journal)
    var items = try plan.items()
    var retried = 0
    while let entry = journal.next(), !isStopped() {
      guard let item = try items.next(), item.ordinal == entry.ordinal else { break }
      guard tracer.isUnchanged(item, since: entry.trace) else {
        return "the files of \(item.id) changed since the last run; what is the same is taken over"
      }
      guard !retry.isEmpty, entry.recordBytes == 0 else { continue }
      if let failure = EarlierWork.outcome(of: entry, in: folder.written("items.jsonl"))?.failure, retry.contains(failure.code) {
        retried += 1
      }
    }
    return retried == 0 ? nil : "\(retried) \(retried == 1 ? "item" : "items") that failed with \(retry) are done again"
  }
}
