import PrepPipeline

/// Puts the parts of several machines together into the files that one machine would have written: `visionprep merge` as a value.
///
/// ```swift
/// let summary = try await Merge(parts: ["part-0", "part-1", "part-2"], output: "out").run()
/// ```
///
/// Each part is the folder of a ``Preparation`` with another ``PrepareOptions/shard``. A part that is missing, given twice,
/// unfinished, changed, or of another plan ends the merge with a `RunError` that names it. Nothing is printed and nothing exits.
public final class Merge: Sendable {
  private let channel = EventChannel()
  private let engine: MergeRun

  /// - Parameters:
  ///   - parts: the folders, in any order.
  ///   - output: the folder to write to; created when needed.
  ///   - fresh: remove what earlier runs wrote into it, instead of going on.
  public init(parts: [String], output: String, fresh: Bool = false) {
    let channel = channel
    engine = MergeRun(parts: parts, output: output, fresh: fresh) { channel.send($0) }
  }

  /// The events of the merge, as those of a ``Preparation``: an outcome an item, in the order of the plan. Iterating begins the
  /// merge, once.
  public var events: RunEvents { RunEvents(run: engine, channel: channel) }

  /// Merges to the end.
  public func run() async throws(RunError) -> RunSummary { try await events.summary() }

  /// Ends after the item at hand. The next merge into the same folder goes on from there.
  public func stop() { engine.stop() }
}
