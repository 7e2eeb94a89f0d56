import PrepDuplicates
import TestSupport
import Testing

@Suite("Picture groups")
struct PictureGroupsTests {
  private static func pairs(_ pairs: [(Int, Int)]) -> [PictureGroups.Pair] { pairs.map { PictureGroups.Pair($0.0, $0.1) } }

  @Test("pairs that touch are one group")
  func closure() {
    let groups = PictureGroups(count: 7, pairs: Self.pairs([(5, 6), (1, 3), (3, 0)])) { _, _ in true }
    #expect(groups.all == [[0, 1, 3], [2], [4], [5, 6]])
    #expect(groups.refused.isEmpty)
  }

  @Test("a film is cut where its pictures are no longer like the first")
  func chain() {
    // Each number is like the next one, and a group takes those that are at most three from its first.
    let pairs = (0..<9).map { PictureGroups.Pair($0, $0 + 1) }
    let groups = PictureGroups(count: 10, pairs: pairs) { abs($0 - $1) <= 3 }
    #expect(groups.all == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
    #expect(groups.refused == [PictureGroups.Pair(3, 4), PictureGroups.Pair(7, 8)])
  }

  @Test("a pair needs no second opinion, and one that came together by others was not refused")
  func pairsAlone() {
    let alone = PictureGroups(count: 2, pairs: Self.pairs([(0, 1)])) { _, _ in false }
    #expect(alone.all == [[0, 1]])
    let joined = PictureGroups(count: 4, pairs: Self.pairs([(0, 1), (2, 3), (1, 2), (0, 2)])) { _, _ in false }
    #expect(joined.all == [[0, 1, 2, 3]])
    #expect(joined.refused.isEmpty)
  }

  @Test("without a guard the groups are the connected parts, whatever the order")
  func connected() {
    var numbers = Seeded(9)
    for _ in 0..<50 {
      let count = Int.random(in: 1...30, using: &numbers)
      let pairs = (0..<Int.random(in: 0...25, using: &numbers)).map { _ in
        PictureGroups.Pair(Int.random(in: 0..<count, using: &numbers), Int.random(in: 0..<count, using: &numbers))
      }
      // Labels that spread until nothing changes.
      var labels = Array(0..<count)
      for _ in 0..<count {
        for pair in pairs {
          let least = min(labels[pair.first], labels[pair.second])
          (labels[pair.first], labels[pair.second]) = (least, least)
        }
      }
      let expected = Dictionary(grouping: 0..<count) { labels[$0] }.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
      #expect(PictureGroups(count: count, pairs: pairs.shuffled(using: &numbers)) { _, _ in true }.all == expected)
    }
  }
}
