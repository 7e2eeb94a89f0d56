import PrepCore
import PrepDigest
import TestPlans
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Plans of one shard")
struct ShardPlanTests {
  /// By `int(hashlib.sha256(id).hexdigest(), 16) % n` for n = 2, 3, 7, 1000000.
  @Test(
    "The SHA-256 of the id modulo the count is the index",
    arguments: [
      ("", [1, 1, 1, 86_549]), ("a", [1, 1, 1, 493_499]), ("images/rolex-submariner.jpg", [1, 2, 4, 935_599]),
      ("é", [0, 0, 6, 588]), ("line 7", [1, 0, 4, 416_479]),
    ])
  func membership(id: String, indices: [Int]) throws {
    #expect(Shard.whole.holds(id))
    for (index, count) in zip(indices, [2, 3, 7, 1_000_000]) {
      #expect(try #require(Shard(index: index, count: count)).holds(id))
      #expect(try #require(Shard(index: (index + 1) % count, count: count)).holds(id) == false)
    }
  }

  @Test("All shards together are the whole plan, with its ordinals, ids and splits", arguments: [2, 3, 7, 50], ["id", nil])
  func together(count: Int, id: String?) throws {
    let folder = try TemporaryFolder()
    // With equal rows, whose ids are made different afterwards.
    let rows = (0..<40).map { "\($0),\($0 % 9 == 0 ? "same" : "q\($0)"),\($0 % 9 == 0 ? "same" : "a\($0)")" }
    try folder.write("id,q,a\n" + rows.joined(separator: "\n"), to: "table.csv")
    let recipe = try tableRecipe(folder, id: id) { ($0.split.train, $0.split.validation) = (0.7, 0.3) }
    let whole = try makePlan(recipe)
    #expect(whole.share == 40)
    var union: [Item] = []
    for index in 0..<count {
      let plan = try makePlan(recipe, shard: #require(Shard(index: index, count: count)))
      let own = try items(plan)
      #expect(own.count == plan.share)
      #expect(own.map(\.ordinal) == own.map(\.ordinal).sorted())
      #expect((plan.count, plan.digest) == (40, whole.digest))
      union += own
    }
    #expect(union.sorted { $0.ordinal < $1.ordinal } == (try items(whole)))
  }
}
