package import PrepCore

/// A run or a merge: work that is done once, on the thread that calls ``execute()``, and that any other thread can stop.
package protocol Engine: Sendable {
  /// Does all of the work; returns when it is done or was stopped.
  func execute() throws(RunError) -> RunSummary
  /// Finishes the items in flight and ends.
  func stop()
  /// Ends without finishing the items in flight.
  func abandon()
}
