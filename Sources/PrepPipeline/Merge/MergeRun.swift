package import PrepCore
import PrepDataset
import PrepDigest
import PrepProviders
import PrepSystem

/// One merge: combines the parts from many machines into the bytes that one machine would have written.
///
/// A merge is a run that reads its outcomes instead of making them. Rows come from the parts in the order of the plan, each with
/// its record, and go through the same ``OutputWriter``. So file cuts, durability, resuming and the manifest work as in a run.
package final class MergeRun: Engine {
  private let parts: [String]
  private let output: String
  private let fresh: Bool
  private let observer: @Sendable (RunProgress) -> Void
  private let isStopped = Monitor(false)

  /// - Parameters:
  ///   - parts: the folders, in any order.
  ///   - output: the folder to write to.
  ///   - fresh: whether to remove what earlier runs wrote to the output folder.
  ///   - observer: called on the thread of ``execute()``, one event at a time; the merge waits for it.
  package init(parts: [String], output: String, fresh: Bool, observer: @escaping @Sendable (RunProgress) -> Void) {
    self.parts = parts
    self.output = output
    self.fresh = fresh
    self.observer = observer
  }

  package func stop() { isStopped.change { $0 = true } }

  package func abandon() { stop() }

  package func execute() throws(RunError) -> RunSummary {
    do throws(RunError) { return try merge() } catch { throw error.keepingWork(fresh: fresh) }
  }

  private func merge() throws(RunError) -> RunSummary {
    let set = try PartSet(parts)
    try set.checkApart(from: output)
    try set.verify()

    observer(.planned(PlanSummary(dataset: set.whole.dataset, items: set.count, digest: set.whole.planDigest)))
    if let only = set.parts.first, only.shard.isWhole {
      observer(.note("\(only.path) is a whole dataset already, not a part of one; it is copied"))
    }
    let folder = try OutputFolder(output)
    defer { folder.release() }
    try folder.take(set.whole, fresh: fresh)
    let writer = try OutputWriter(folder, provenance: set.whole)
    if writer.resumed > 0 { observer(.resumed(writer.resumed)) }
    try copy(set, into: writer)
    var summary = try writer.end(items: set.count)
    if summary.ending == .complete, let profile = ProviderProfile.named(set.whole.provider) {
      summary.notes = profile.notes(on: summary.tally)
    }
    return summary
  }

  /// Copies items in the order of the plan until all are copied or the merge is stopped.
  private func copy(_ set: PartSet, into writer: OutputWriter) throws(RunError) {
    let reader = try MergeReader(set, from: writer.resumed, isStopped: isStopped)
    defer { reader.cancel() }
    while let elements = try reader.next() {
      for element in elements {
        if isStopped.read({ $0 }) { return }
        observer(.outcome(try writer.write(PreparedOutcome(element.outcome, record: element.record))))
      }
    }
  }
}

extension PreparedOutcome {
  /// An outcome that was read from a part. The row and the record contain all that is written; the item's sources and texts are
  /// no longer needed.
  fileprivate init(_ outcome: Outcome, record: (bytes: [UInt8], digest: SHA256Digest)?) {
    let item = Item(
      id: outcome.id, ordinal: outcome.ordinal, split: outcome.split, sources: [],
      conversation: Conversation(system: nil, user: "", assistant: ""))
    self.init(item: item, images: outcome.images, record: record, failure: outcome.failure)
  }
}
