import PrepSystem
import TestSupport
import Testing

@Suite("Sorting outside memory")
struct ExternalSorterTests {
  private typealias Record = ExternalSorter.Record

  /// Records with many equal ones, and equal fields in front.
  private func records(_ count: Int, using random: inout Seeded) -> [Record] {
    (0..<count).map { _ in
      Record(
        a: [0, 1, .max].randomElement(using: &random) ?? 0, b: UInt64.random(in: 0...2, using: &random),
        c: UInt64.random(in: 0...9, using: &random), d: UInt64.random(in: 0...3, using: &random))
    }
  }

  @Test(
    "The result is that of sorting in memory, as often as it is read",
    arguments: [0, 1, 3, 4, 5, 8, 40, 41, 2500], [1, 2, 4, 1000] as [Int])
  func sorts(count: Int, capacity: Int) throws {
    var random = Seeded(UInt64(count * 10_000 + capacity))
    let records = records(count, using: &random)
    var sorter = ExternalSorter(capacity: capacity)
    for record in records { try sorter.add(record) }
    for _ in 0..<2 {
      var sorted: [Record] = []
      try sorter.forEach { sorted.append($0) }
      #expect(sorted == records.sorted())
    }
    var cursor = sorter.sorted()
    var sorted: [Record] = []
    while let record = try cursor.next() { sorted.append(record) }
    #expect(sorted == records.sorted())
    #expect(try cursor.next() == nil)
  }

  @Test("Two cursors do not disturb each other")
  func cursors() throws {
    var sorter = ExternalSorter(capacity: 3)
    for number in stride(from: 20, to: 0, by: -1) { try sorter.add(Record(a: UInt64(number))) }
    var first = sorter.sorted()
    var second = sorter.sorted()
    for number in 1...20 {
      #expect(try first.next()?.a == UInt64(number))
      if number.isMultiple(of: 2) { #expect(try second.next()?.a == UInt64(number / 2)) }
    }
  }
}
