import PrepDoctor
import PrepSystem

/// Looks at the machine for what would spoil a run: `visionprep doctor` as a value.
public struct Diagnosis: Sendable {
  private let pages: PageRendering

  /// - Parameter pages: who draws the test pages.
  public init(pages: PageRendering = .inProcess) { self.pages = pages }

  /// Cancelling the task ends it after the page at hand.
  /// - Parameter progress: is told ``RunProgress/examined(_:)`` for each thing that was looked at.
  /// - Throws: a machine that gives no thread; that the task was cancelled.
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> [DiagnosisFinding] {
    let examination = Examination(pages: pages)
    return try await NamedThread.result("vp-diagnosis") { isStopped in
      examination.run(isStopped: isStopped) { progress(.examined($0)) }
    }
  }
}
