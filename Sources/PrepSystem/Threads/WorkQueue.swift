import PrepCore

/// Passes elements from any thread to waiting threads, in order.
package final class WorkQueue<Element>: Sendable {
  private struct Contents {
    var elements = Queue<Element>()
    var isClosed = false
  }

  private let contents = Monitor(Contents())

  package init() {}

  package func push(_ element: Element) {
    contents.changeForOne { $0.elements.append(element) }
  }

  /// Waits for an element; returns nil when the queue is closed and empty.
  package func pop() -> Element? {
    contents.wait { contents -> Element?? in
      if let element = contents.elements.popFirst() { return .some(element) }
      return contents.isClosed ? .some(nil) : nil
    }
  }

  /// Closes the queue to new elements; queued elements are still delivered.
  package func close() { contents.change { $0.isClosed = true } }
}
