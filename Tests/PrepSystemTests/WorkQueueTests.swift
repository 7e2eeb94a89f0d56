import PrepSystem
import Testing

@Suite("Work queue")
struct WorkQueueTests {
  private final class Element: Sendable {
    let number: Int
    init(_ number: Int) { self.number = number }
  }

  @Test("What is handed out is not held by the queue, while others wait in it")
  func release() throws {
    let queue = WorkQueue<Element>()
    for number in 0..<3 { queue.push(Element(number)) }
    weak var handedOut: Element?
    do {
      let first = try #require(queue.pop())
      #expect(first.number == 0)
      handedOut = first
    }
    #expect(handedOut == nil)
    #expect(queue.pop()?.number == 1)
  }

  @Test("Elements come in their order, and nil after the last one of a closed queue")
  func order() {
    let queue = WorkQueue<Int>()
    var next = 0
    for number in 0..<5000 {
      queue.push(number)
      if number % 3 == 0 {
        #expect(queue.pop() == next)
        next += 1
      }
    }
    queue.close()
    while let number = queue.pop() {
      #expect(number == next)
      next += 1
    }
    #expect(next == 5000)
    #expect(queue.pop() == nil)
  }
}
