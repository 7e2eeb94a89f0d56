import PrepPipeline
import PrepSystem

/// Puts the parts of several machines together into the files that one machine would have written: `visionprep merge` as a value.
///
/// ```swift
/// let summary = try await DatasetMerge(["part-0", "part-1", "part-2"], output: "out").run()
/// ```
///
/// Each part is the folder of a ``Preparation`` with another shard in its ``Preparation/Options``. A part that is missing, given twice,
/// unfinished, changed, or of another plan ends the merge with a `RunError` that names it. Nothing is printed and nothing exits.
public struct DatasetMerge: Sendable {
  public struct Options: Sendable, Hashable {
    /// Remove what earlier runs wrote into the folder, instead of going on.
    public var fresh = false

    public init() {}
  }

  private let parts: [String]
  private let output: String
  private let options: Options

  /// - Parameters:
  ///   - parts: the folders, in any order.
  ///   - output: the folder to write to; created when needed.
  public init(_ parts: [String], output: String, options: Options = Options()) {
    self.parts = parts
    self.output = output
    self.options = options
  }

  /// Merges to the end. Cancelling the task ends it after the item at hand; the next merge into the same folder goes on from there.
  /// - Parameter progress: is told the same as by a ``Preparation``.
  /// - Returns: the counts; after a cancellation with the ending `interrupted`.
  @discardableResult
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> RunSummary {
    let run = MergeRun(parts: parts, output: output, fresh: options.fresh, observer: progress)
    return try await NamedThread.result("vp-merge", stop: { run.stop() }, of: { () throws(RunError) in try run.execute() })
  }
}
