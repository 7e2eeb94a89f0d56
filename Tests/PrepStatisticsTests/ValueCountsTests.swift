import PrepCore
import PrepStatistics
import TestSupport
import Testing

@Suite("Counts of values")
struct ValueCountsTests {
  @Test("What is counted is what a dictionary of bytes would count")
  func counts() {
    var random = Seeded(3)
    var counts = ValueCounts()
    var expected: [[UInt8]: [Split: (examples: Int, images: Int)]] = [:]
    for _ in 0..<5000 {
      let value = random.nastyText(upTo: 2)
      let split = Split.allCases.randomElement(using: &random) ?? .train
      let images = Int.random(in: 0...3, using: &random)
      counts.add(value, split: split, images: images)
      let before = expected[Array(value.utf8)]?[split] ?? (0, 0)
      expected[Array(value.utf8), default: [:]][split] = (before.examples + 1, before.images + images)
    }
    #expect(counts.distinct() == expected.count)
    #expect(!counts.isCapped)
    for count in counts.counts {
      let splits = expected[Array(count.value.utf8)] ?? [:]
      for split in Split.allCases {
        #expect(count.examples[split] == splits[split]?.examples ?? 0)
        #expect(count.images[split] == splits[split]?.images ?? 0)
      }
    }
    for split in Split.allCases { #expect(counts.distinct(in: split) == expected.values.count { $0[split] != nil }) }
    let ranked = counts.ranked()
    for (first, second) in zip(ranked, ranked.dropFirst()) {
      let isInOrder =
        first.examples.total == second.examples.total
        ? first.value.utf8.lexicographicallyPrecedes(second.value.utf8) : first.examples.total > second.examples.total
      #expect(isInOrder)
    }
  }

  @Test("Letters that look alike and have other bytes are two values")
  func composed() {
    var counts = ValueCounts()
    counts.add("Söhne", split: .train, images: 1)
    counts.add("So\u{308}hne", split: .train, images: 1)
    #expect(counts.distinct() == 2)
  }

  @Test("A column with a million distinct values takes bounded memory, and says that it did not count them all")
  func capped() {
    var counts = ValueCounts()
    counts.reserve("named")
    for number in 0..<1_000_000 { counts.add("v\(number)", split: .train, images: 0) }
    counts.add("named", split: .test, images: 2)
    counts.add("v7", split: .train, images: 0)
    #expect(counts.isCapped)
    #expect(counts.counts.count == ValueCounts.mostValues)
    #expect(counts.uncounted == 1_000_000 - (ValueCounts.mostValues - 1))
    // What is counted is exact, also what came behind the cap.
    #expect(counts.count(of: "named").examples[.test] == 1)
    #expect(counts.count(of: "v7").examples.total == 2)
  }

  @Test("Long values fill the bytes before the number")
  func longValues() {
    var counts = ValueCounts()
    let long = String(repeating: "x", count: 1_000_000)
    for number in 0..<30 { counts.add("\(number)\(long)", split: .train, images: 0) }
    #expect(counts.distinct() < 17)
    #expect(counts.uncounted == 30 - counts.distinct())
  }
}
