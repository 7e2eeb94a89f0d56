package import PrepCore

/// Sorts any number of small records in constant memory. Full buffers are sorted and written to a temporary file; reading merges
/// these sorted runs.
package struct ExternalSorter: ~Copyable {
  /// Records are compared field by field, from first to last.
  package struct Record: Hashable, Comparable, BitwiseCopyable {
    package var a: UInt64
    package var b: UInt64
    package var c: UInt64
    package var d: UInt64

    package init(a: UInt64 = 0, b: UInt64 = 0, c: UInt64 = 0, d: UInt64 = 0) {
      self.a = a
      self.b = b
      self.c = c
      self.d = d
    }

    package static func < (lhs: Record, rhs: Record) -> Bool {
      if lhs.a != rhs.a { return lhs.a < rhs.a }
      if lhs.b != rhs.b { return lhs.b < rhs.b }
      if lhs.c != rhs.c { return lhs.c < rhs.c }
      return lhs.d < rhs.d
    }
  }

  /// The number of records that are held in memory; they take 2 MB.
  private let capacity: Int
  private var buffer: [Record] = []
  /// Nil before the first run is written.
  private var file: TemporaryFile?
  /// The number of records of each sorted run in the file.
  private var runs: [Int] = []

  package init(capacity: Int = 65_536) { self.capacity = capacity }

  package mutating func add(_ record: Record) throws(RunError) {
    buffer.append(record)
    if buffer.count == capacity { try writeRun() }
  }

  private mutating func writeRun() throws(RunError) {
    if file == nil { file = try TemporaryFile() }
    buffer.sort()
    try file?.append(buffer)
    runs.append(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Calls `body` with every record in ascending order. It may be called several times; no record may be added between the calls.
  package mutating func forEach(_ body: (Record) throws(RunError) -> Void) throws(RunError) {
    var records = sorted()
    while let record = try records.next() { try body(record) }
  }

  /// The records in ascending order, as a cursor. No record may be added while it is read.
  package mutating func sorted() -> Cursor {
    buffer.sort()
    var start = 0
    var heads: [Run] = []
    for count in runs {
      if let file { heads.append(Run(file: file, next: start, end: start + count)) }
      start += count
    }
    return Cursor(memory: buffer, runs: heads)
  }

  /// One sorted run in the file, read in blocks.
  struct Run {
    let file: TemporaryFile
    var next: Int
    let end: Int
    private var block: [Record] = []
    private var position = 0

    init(file: TemporaryFile, next: Int, end: Int) {
      self.file = file
      self.next = next
      self.end = end
    }

    var head: Record? { position < block.count ? block[position] : nil }

    mutating func advance() throws(RunError) {
      position += 1
      if position >= block.count { try fill() }
    }

    mutating func fill() throws(RunError) {
      let count = min(512, end - next)
      position = 0
      guard count > 0 else {
        block = []
        return
      }
      block = [Record](repeating: Record(), count: count)
      try file.read(into: &block, at: next * MemoryLayout<Record>.stride)
      next += count
    }
  }

  /// Merges the runs with a heap of their first records.
  package struct Cursor {
    private let memory: [Record]
    private var position = 0
    /// A binary heap ordered by first record, smallest on top; exhausted runs are removed from it.
    private var heap: [Run] = []
    private var unread: [Run]

    init(memory: [Record], runs: [Run]) {
      self.memory = memory
      unread = runs
    }

    package mutating func next() throws(RunError) -> Record? {
      for var run in unread {
        try run.fill()
        push(run)
      }
      unread = []
      let inMemory = position < memory.count ? memory[position] : nil
      guard let top = heap.first?.head else {
        if inMemory != nil { position += 1 }
        return inMemory
      }
      if let inMemory, inMemory < top {
        position += 1
        return inMemory
      }
      try heap[0].advance()
      if heap[0].head == nil {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
      }
      sink(0)
      return top
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
      guard let left = heap[left].head else { return false }
      guard let right = heap[right].head else { return true }
      return left < right
    }

    private mutating func push(_ run: Run) {
      heap.append(run)
      var child = heap.count - 1
      while child > 0, precedes(child, (child - 1) / 2) {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    }

    private mutating func sink(_ start: Int) {
      var parent = start
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, least) { least = child }
        guard least != parent else { return }
        heap.swapAt(parent, least)
        parent = least
      }
    }
  }
}
