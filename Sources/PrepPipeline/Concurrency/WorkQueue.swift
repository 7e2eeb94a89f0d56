/// Hands elements from any thread to waiting threads, in order.
package final class WorkQueue<Element>: Sendable {
  private struct Contents {
    /// Nil where an element was handed out: it must not be held any longer, it may be a record of many megabytes.
    var elements: [Element?] = []
    var first = 0
    var isClosed = false
  }

  private let contents = Monitor(Contents())

  package init() {}

  package func push(_ element: Element) {
    contents.changeForOne { $0.elements.append(element) }
  }

  /// Waits for an element; nil when the queue is closed and empty.
  package func pop() -> Element? {
    let result: Element?? = contents.wait { contents in
      guard contents.first < contents.elements.count else { return contents.isClosed ? .some(nil) : nil }
      let element = contents.elements[contents.first].take()
      contents.first += 1
      if contents.first == contents.elements.count || contents.first >= 1024 {
        contents.elements.removeFirst(contents.first)
        contents.first = 0
      }
      return .some(element)
    }
    return result ?? nil
  }

  /// No more elements come; what is here is still handed out.
  package func close() { contents.change { $0.isClosed = true } }
}
