import PrepCore
import PrepDataset
import PrepPlan

/// Decides what of a folder's earlier work still holds, and sets aside what is to be looked through item by item.
///
/// As long as nothing has changed, a run appends to what is there. Otherwise all is set aside and written anew in the order of
/// the plan, with every outcome taken over that still holds (``EarlierWork``).
struct Resumption {
  let folder: OutputFolder
  let plan: Plan
  let tracer: ItemTracer

  /// Makes the folder ready.
  /// - Parameters:
  ///   - retry: the failures to do again.
  ///   - isStopped: asked from time to time; true ends the looking.
  /// - Returns: the failures of earlier work that are done again, and what the user should know.
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
      // A run that does failures again, and was stopped, is not begun again by the same words.
      let wanted = folder.isFinished || retry != current ? retry : .none
      guard let change = try change(wanted, isStopped: isStopped) else {
        return (current, wanted.isEmpty ? nil : "no item failed with \(wanted); nothing is done again")
      }
      try folder.setAside()
      try folder.begin(provenance, retry: retry)
      return (retry, change)
    }
  }

  /// What keeps the run from going on where the last one stopped; nil when nothing does.
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
      if let failure = EarlierWork.outcome(of: entry, in: folder.rows)?.failure, retry.contains(failure.code) { retried += 1 }
    }
    return retried == 0 ? nil : "\(retried) \(retried == 1 ? "item" : "items") that failed with \(retry) are done again"
  }
}
