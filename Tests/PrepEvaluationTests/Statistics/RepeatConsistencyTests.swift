import PrepEvaluation
import Testing

@Suite("Consistency over repeats")
struct RepeatConsistencyTests {
  @Test(
    "The share of pairs that agree",
    arguments: [
      ([5], 1), ([3, 2], 0.4), ([1, 1], 0), ([2, 1, 1], 1.0 / 6), ([1], nil), ([], nil), ([0, 2], 1),
    ] as [([Int], Double?)])
  func agreement(counts: [Int], share: Double?) {
    #expect(RepeatConsistency.agreement(counts) == share)
  }

  @Test("Each item has the same weight, and an item with one answer does not count")
  func items() {
    var consistency = RepeatConsistency()
    #expect(consistency.agreement == nil && consistency.unanimous == nil)
    consistency.add([1])
    #expect(consistency.agreement == nil && consistency.items == 0)
    consistency.add([10])
    consistency.add([1, 1])
    consistency.add([3, 2])
    consistency.add([2])
    #expect(consistency.items == 4)
    #expect(agree(consistency.agreement ?? 0, 0.6, within: 1e-15))
    #expect(consistency.unanimous == 0.5)
    #expect(consistency.unanimousItems == 2)
  }
}
