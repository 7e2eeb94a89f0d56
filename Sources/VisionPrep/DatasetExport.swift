import PrepDataset
import PrepExport
import PrepSystem

/// Brings prepared records into the format of another provider or a training stack: `visionprep export` as a value.
///
/// ```swift
/// let summary = try await DatasetExport(["out"], to: .trl, output: "trl").run()
/// ```
///
/// A record that the format cannot hold costs a row in `failures.jsonl`, and is counted in `ExportSummary.failures`. Nothing is printed and
/// nothing exits.
public struct DatasetExport: Sendable {
  public struct Options: Sendable, Hashable {
    /// What stands before the names of image files, such as `s3://bucket/folder/`: where they will be when the trainer reads them.
    public var uriPrefix = ""
    /// The AWS account that the bucket belongs to, for Bedrock; nil for the one that trains.
    public var bucketOwner: String?
    /// The dataset's name; nil for that of the prepared folder.
    public var name: String?
    /// What files are used for; nil to tell by their names, and train where these say nothing.
    public var split: Split?
    /// Replace an earlier export; it stays until the new one is complete.
    public var fresh = false
    /// Threads that convert records.
    public var jobs: Int

    /// - Parameter jobs: by default the processors that this process may use.
    public init(jobs: Int? = nil) { self.jobs = max(1, jobs ?? Machine.processors) }
  }

  private let inputs: [String]
  private let target: ExportTarget
  private let output: String
  private let options: Options

  /// - Parameters:
  ///   - inputs: folders that ``Preparation`` wrote, or JSONL files in OpenAI's chat format.
  ///   - target: the format.
  ///   - output: the folder to write to; created when needed, and empty.
  public init(_ inputs: [String], to target: ExportTarget, output: String, options: Options = Options()) {
    self.inputs = inputs
    self.target = target
    self.output = output
    self.options = options
  }

  /// Exports to the end. Cancelling the task ends it soon, and nothing of the export stays.
  /// - Parameter progress: is told ``RunProgress/expected(_:)``, and ``RunProgress/exported(_:)`` after each record.
  /// - Throws: a folder without any file of records, an option that the format has no place for, an input that cannot be read, an output
  ///   that cannot be written; that the task was cancelled.
  @discardableResult
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> ExportSummary {
    let (inputs, target, output, options) = (inputs, target, output, options)
    return try await NamedThread.result("vp-export") { (isStopped) throws(RunError) in
      var datasets: [DatasetInput] = []
      for path in inputs { datasets.append(try DatasetInput(path, split: options.split)) }
      var plan = ExportPlan(datasets, to: target, output: output)
      plan.prefix = options.uriPrefix
      plan.bucketOwner = options.bucketOwner
      plan.name = options.name
      plan.fresh = options.fresh
      plan.jobs = max(1, options.jobs)
      let run = try ExportRun(plan)
      progress(.expected(plan.inputs.records))
      return try run.run(isStopped: isStopped) { progress(.exported($0)) }
    }
  }
}
