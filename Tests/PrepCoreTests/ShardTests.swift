import PrepCore
import Testing

@Suite("Shards")
struct ShardTests {
  @Test("A shard reads as i/n", arguments: [("0/1", 0, 1), ("0/2", 0, 2), ("3/8", 3, 8), ("007/12", 7, 12)])
  func parses(text: String, index: Int, count: Int) throws {
    let shard = try #require(Shard(parsing: text))
    #expect((shard.index, shard.count) == (index, count))
    #expect(shard == Shard(index: index, count: count))
  }

  @Test(
    "Anything else is no shard",
    arguments: [
      "", "/", "3", "8/8", "9/8", "-1/8", "+1/8", "1/-8", "0/0", "1/0", "1/2/3", " 1/2", "1 /2", "a/b", "1.0/2", "٣/8",
      "0/1000001",
      "1/99999999999999999999",
    ])
  func refuses(text: String) {
    #expect(Shard(parsing: text) == nil)
  }

  @Test("One machine of one does the whole")
  func whole() {
    #expect(Shard(index: 0, count: 1) == .whole)
    #expect(Shard.whole.isWhole)
    #expect(Shard(index: 0, count: 2)?.isWhole == false)
    #expect(Shard(index: 3, count: 8).map { "\($0)" } == "3 of 8")
  }
}
