import PrepDuplicates
import PrepSystem

/// Looks through the pictures of a finished output folder: `visionprep duplicates` as a value.
///
/// ```swift
/// let report = try await DuplicateSearch("out").run()
/// for group in report.groups where group.straddles { print(group.pictures.map(\.id)) }
/// ```
///
/// Reads the records, and writes nothing but the file `.visionprep/pictures` in the folder, which makes the next search faster.
public struct DuplicateSearch: Sendable {
  public struct Options: Sendable, Hashable {
    /// Threads that work at a time.
    public var jobs: Int

    /// - Parameter jobs: by default the processors that this process may use.
    public init(jobs: Int? = nil) { self.jobs = max(1, jobs ?? Machine.processors) }
  }

  private let folder: String
  private let options: Options

  /// - Parameter folder: the output folder of ``Preparation`` or ``DatasetMerge``.
  public init(_ folder: String, options: Options = Options()) {
    self.folder = folder
    self.options = options
  }

  /// Searches to the end. Cancelling the task ends it soon; what was learnt is kept for the next search.
  /// - Parameter progress: is told ``RunProgress/expected(_:)`` and an ``RunProgress/outcome(_:)`` for each item that has been looked at.
  /// - Throws: a folder that is not finished, or was changed since it was made; that the task was cancelled.
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> PictureReport {
    let search = PictureSearch(folder, jobs: options.jobs)
    let report = try await NamedThread.result(
      "vp-duplicates", stop: { search.stop() },
      of: { () throws(RunError) in
        try search.execute(planned: { progress(.expected($0)) }, looked: { progress(.outcome($0)) })
      })
    guard let report else { throw .cancelled }
    return report
  }
}
