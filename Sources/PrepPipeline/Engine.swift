package import PrepCore

/// A run or a merge: work that is done once, on the thread that asks for it, and can be stopped from any other.
package protocol Engine: Sendable {
  /// Does all of the work; returns when it is done or has been stopped.
  func execute() throws(RunError) -> RunSummary
  /// Finishes what is in flight and ends.
  func stop()
  /// Ends without finishing what is in flight.
  func abandon()
}
