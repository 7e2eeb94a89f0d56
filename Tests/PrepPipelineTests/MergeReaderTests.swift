import PrepCore
import PrepDigest
import PrepSystem
import TestPlans
import TestSupport
import Testing

@testable import PrepPipeline

/// With records that are too large to be all read before the first one is written.
@Suite("Reading the parts of a merge ahead")
struct MergeReaderTests {
  private let folder: TemporaryFolder
  private static let count = 48
  private static let recordBytes = 700_000

  /// Three parts of 48 items together, in files of many records.
  init() throws {
    folder = try TemporaryFolder()
    try folder.write("id,q,a\n" + (0..<Self.count).map { "key \($0),x,y" }.joined(separator: "\n"), to: "table.csv")
    let recipe = try tableRecipe(folder)
    for index in 0..<3 { try prepare(recipe, #require(Shard(index: index, count: 3)), "part-\(index)") }
    try prepare(recipe, .whole, "whole")
  }

  private func prepare(_ recipe: Recipe, _ shard: Shard, _ name: String) throws {
    let plan = try makePlan(recipe, shard: shard)
    let writer = try OutputWriter(folder: "\(folder.path)/\(name)", plan: plan, fresh: false)
    for item in try items(plan) {
      let record = [UInt8](repeating: UInt8(ascii: "a") + UInt8(item.ordinal % 26), count: Self.recordBytes + item.ordinal)
      _ = try writer.write(PreparedOutcome(item: item, images: [], record: (record, SHA256Digest.of(record)), failure: nil))
    }
    _ = try writer.finish()
  }

  private func merge(_ observer: @escaping @Sendable (RunProgress) -> Void = { _ in }) -> MergeRun {
    let parts = (0..<3).map { "\(folder.path)/part-\($0)" }
    return MergeRun(parts: parts, output: "\(folder.path)/out", fresh: false, observer: observer)
  }

  private func expectWhole() throws {
    for name in try folder.names(in: "whole") where name != ".visionprep" {
      let isSame = try folder.read("out/\(name)") == folder.read("whole/\(name)")
      #expect(isSame, "\(name)")
    }
    #expect(try folder.names(in: "out") == folder.names(in: "whole"))
  }

  @Test("The parts give the bytes of one machine")
  func identical() throws {
    #expect(try merge().execute().ending == .complete)
    try expectWhole()
  }

  @Test("A merge that is stopped while its reader is far ahead ends after the item at hand, and the next one goes on")
  func stopped() throws {
    let slot = Monitor<MergeRun?>(nil)
    let merge = merge { event in
      if case .outcome(let outcome) = event, outcome.ordinal == 4 { slot.read { $0 }?.stop() }
    }
    slot.change { $0 = merge }
    #expect(try merge.execute().tally.done == 5)
    #expect(try self.merge().execute().resumed == 5)
    try expectWhole()
  }

  @Test("What stands before a damaged record is written, and kept for the merge with a mended part")
  func damaged() throws {
    let rows = String(decoding: try folder.read("part-1/items.jsonl"), as: UTF8.self).split(separator: "\n")
    let last = try #require(rows.last?.firstMatch(of: /"ordinal":([0-9]+)/)?.1)
    let ordinal = try #require(Int(last))
    let intact = try folder.read("part-1/train-00001.jsonl")
    var bytes = intact
    bytes[bytes.count - 100] ^= 1
    try folder.write(bytes, to: "part-1/train-00001.jsonl")
    let written = Monitor(0)
    let error = try #require(throws: RunError.self) {
      try merge { if case .outcome = $0 { written.change { $0 += 1 } } }.execute()
    }
    #expect(error.message.contains("line \(rows.count) of train-00001.jsonl"))
    #expect(written.read { $0 } == ordinal)
    try folder.write(intact, to: "part-1/train-00001.jsonl")
    #expect(try merge().execute().ending == .complete)
    try expectWhole()
  }
}
