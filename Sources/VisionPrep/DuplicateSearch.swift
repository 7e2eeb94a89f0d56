import PrepDuplicates
import PrepPipeline
import PrepSystem

/// Looks through the pictures of a finished output folder: `visionprep duplicates` as a value.
///
/// ```swift
/// let report = try await DuplicateSearch(output: "out").run()
/// for group in report.groups where group.straddles { print(group.pictures.map(\.id)) }
/// ```
///
/// Reads the records, and writes nothing but the file `.visionprep/pictures` in the folder, which makes the next search faster.
public final class DuplicateSearch: Sendable {
  private let search: PictureSearch

  /// - Parameters:
  ///   - output: the folder.
  ///   - jobs: threads that work at a time; by default the processors that this process may use.
  public init(output: String, jobs: Int? = nil) {
    search = PictureSearch(output, jobs: jobs ?? Machine.processors)
  }

  /// - Parameters:
  ///   - planned: called once with the number of items.
  ///   - looked: called for each item that has been looked at, on threads of the search, in no order.
  /// - Returns: nil when the search was stopped.
  /// - Throws: a folder that is not finished, or was changed since it was made.
  public func run(
    planned: @escaping @Sendable (Int) -> Void = { _ in }, looked: @escaping @Sendable (Outcome) -> Void = { _ in }
  ) async throws(RunError) -> PictureReport? {
    let search = search
    let result: Result<PictureReport?, RunError> = await withCheckedContinuation { continuation in
      do throws(RunError) {
        _ = try NamedThread("vp-duplicates") {
          continuation.resume(returning: Result { () throws(RunError) in try search.execute(planned: planned, looked: looked) })
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try result.get()
  }

  /// Ends the search soon. What was learnt is kept for the next one.
  public func stop() { search.stop() }
}
