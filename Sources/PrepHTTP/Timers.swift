/// Elements by due time: a heap ordered by time, and by insertion where times are equal.
struct Timers<Element> {
  private typealias Entry = (time: Duration, number: Int, element: Element)

  private var heap: [Entry] = []
  private var count = 0

  /// When the next is due.
  var next: Duration? { heap.first?.time }

  mutating func add(_ element: Element, at time: Duration) {
    heap.append((time, count, element))
    count += 1
    var index = heap.count - 1
    while index > 0, isBefore(index, (index - 1) / 2) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes out the first that is due.
  mutating func popDue(at now: Duration) -> Element? {
    guard let first = heap.first, first.time <= now else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first.element
  }

  /// Takes out everything.
  mutating func removeAll() -> [Element] {
    defer { heap = [] }
    return heap.sorted { ($0.time, $0.number) < ($1.time, $1.number) }.map(\.element)
  }

  private mutating func sink() {
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && isBefore(child, least) { least = child }
      if least == index { return }
      heap.swapAt(index, least)
      index = least
    }
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    (heap[left].time, heap[left].number) < (heap[right].time, heap[right].number)
  }
}
