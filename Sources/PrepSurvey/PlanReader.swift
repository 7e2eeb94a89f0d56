import PrepCore
import PrepDataset
import PrepPlan
import PrepSystem

/// Iterates over a plan and, in step with it, over the rows of an output folder. Both are in the order of the plan, so neither is
/// held in memory.
struct PlanReader {
  /// One item of the plan.
  struct Step {
    var item: Item
    /// The input that the item was made from.
    var input: Input?
    /// The item's outcome; nil when the folder does not contain it, or when no folder is read.
    var outcome: Outcome?
  }

  let plan: Plan
  /// A finished output folder of the plan or of a part of it; nil to read the plan alone.
  let output: String?
  /// Polled from time to time; true ends the reading.
  let isStopped: () -> Bool

  /// Calls `body` with each item of the whole plan, whatever its shard.
  /// - Returns: false when the reading was stopped.
  /// - Throws: when the folder is unfinished, was changed, or belongs to another plan.
  func forEach(_ body: (Step) -> Void) throws(RunError) -> Bool {
    let rows = try output.map { (path) throws(RunError) in try OutcomeRows(of: path, plan: plan) }
    var items = try plan.items(of: .whole)
    while let item = try items.next() {
      if item.ordinal & 1023 == 0, isStopped() { return false }
      body(Step(item: item, input: items.input, outcome: try rows?.outcome(of: item)))
    }
    return true
  }
}

/// The rows of a finished folder, requested item by item in the order of the plan.
private final class OutcomeRows {
  private let reader: PartReader
  private var head: Outcome?

  /// - Throws: when the folder is unfinished, was changed, or belongs to another plan.
  init(of path: String, plan: Plan) throws(RunError) {
    guard let folder = try FinishedFolder(path) else {
      throw RunError(.unfinished, "\(path) is not finished", remedy: "finish its preparation; it goes on where it stopped")
    }
    guard folder.provenance.planDigest == plan.digest else {
      throw RunError(
        .outdated, "\(path) was made from another recipe or input than there is now",
        remedy: "prepare it again; what did not change is taken over")
    }
    let files = FilePool()
    try folder.verify(with: files)
    reader = PartReader(folder, files: files)
    head = try reader.next()
  }

  /// The outcome of an item; nil when the folder does not contain it.
  func outcome(of item: Item) throws(RunError) -> Outcome? {
    guard let outcome = head, outcome.ordinal == item.ordinal else { return nil }
    guard outcome.id == item.id else { throw reader.folder.changed("items.jsonl has a row that is not its own") }
    head = try reader.next()
    return outcome
  }
}
