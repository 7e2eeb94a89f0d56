import PrepDataset
import PrepExport
import PrepPipeline
import PrepSystem

/// Brings prepared records into the format of another provider or a training stack: `visionprep export` as a value.
///
/// ```swift
/// let summary = try await Export(["out"], to: .trl, output: "trl").run()
/// ```
///
/// A record that the format cannot hold costs a row in `failures.jsonl`, and is counted in `ExportSummary.failures`. Nothing is printed and
/// nothing exits.
public struct Export: Sendable {
  private var plan: ExportPlan

  /// - Parameters:
  ///   - inputs: folders that ``Preparation`` wrote, or JSONL files in OpenAI's chat format.
  ///   - target: the format.
  ///   - output: the folder to write to; created when needed, and empty.
  ///   - split: what files are used for; nil to tell by their names, and train where these say nothing.
  /// - Throws: a folder without any file of records.
  public init(_ inputs: [String], to target: ExportTarget, output: String, split: Split? = nil) throws(RunError) {
    var datasets: [DatasetInput] = []
    for path in inputs { datasets.append(try DatasetInput(path, split: split)) }
    plan = ExportPlan(datasets, to: target, output: output)
    plan.jobs = Machine.processors
  }

  /// What stands before the names of image files, such as `s3://bucket/folder/`: where they will be when the trainer reads them.
  public var uriPrefix: String {
    get { plan.prefix }
    set { plan.prefix = newValue }
  }

  /// The AWS account that the bucket belongs to, for Bedrock; nil for the one that trains.
  public var bucketOwner: String? {
    get { plan.bucketOwner }
    set { plan.bucketOwner = newValue }
  }

  /// The dataset's name; nil for that of the prepared folder.
  public var name: String? {
    get { plan.name }
    set { plan.name = newValue }
  }

  /// Replace an earlier export; it stays until the new one is complete.
  public var fresh: Bool {
    get { plan.fresh }
    set { plan.fresh = newValue }
  }

  /// Threads that convert records; at least 1.
  public var jobs: Int {
    get { plan.jobs }
    set { plan.jobs = max(1, newValue) }
  }

  /// Records of the input, as far as its manifests say it.
  public var records: Int? { plan.inputs.records }

  /// Exports to the end.
  /// - Parameter each: called after each record, from a thread of the export.
  /// - Throws: an option that the format has no place for, an input that cannot be read, an output that cannot be written.
  public func run(each: @escaping @Sendable (ExportProgress) -> Void = { _ in }) async throws(RunError) -> ExportSummary {
    let run = try ExportRun(plan)
    let result: Result<ExportSummary, RunError> = await withCheckedContinuation { continuation in
      do throws(RunError) {
        _ = try NamedThread("vp-export") {
          continuation.resume(returning: Result { () throws(RunError) in try run.run(each: each) })
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try result.get()
  }
}
