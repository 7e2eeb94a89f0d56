import Foundation
import PrepCore
import PrepDigest
import PrepProviders
import PrepSystem
import TestPlans
import TestSupport
import Testing

@testable import PrepPipeline

@Suite("Merging parts")
struct MergeTests {
  private let input: TemporaryFolder
  private let recipe: Recipe
  private let whole: TemporaryFolder

  /// 60 items in three splits, some of which fail; records of many lengths, in files of 150 bytes.
  init() throws {
    input = try TemporaryFolder()
    let rows = (0..<60).map { "key \($0),x,y,s\($0 % 3)" }
    try input.write("id,q,a,s\n" + rows.joined(separator: "\n"), to: "table.csv")
    recipe = try tableRecipe(input) { recipe in
      recipe.files.maxBytes = ByteSize(bytes: 150)
      (recipe.split.train, recipe.split.validation, recipe.split.test) = (0.6, 0.2, 0.2)
      recipe.split.stratify = "s"
    }
    whole = try TemporaryFolder()
    try Self.prepare(recipe, .whole, whole.path)
  }

  /// What a run writes, with made-up records.
  private static func prepare(_ recipe: Recipe, _ shard: Shard, _ folder: String, limit: Int = .max, finishing: Bool = true)
    throws
  {
    let plan = try makePlan(recipe, shard: shard)
    let writer = try OutputWriter(folder: folder, plan: plan, fresh: false)
    for item in try items(plan).prefix(limit) {
      let n = item.ordinal
      guard n % 7 != 3 else {
        let failure = ItemFailure(.fetch, n % 2 == 0 ? .dns : .http(404), "no \"\(n)\"")
        _ = try writer.write(PreparedOutcome(item: item, images: [], record: nil, failure: failure))
        continue
      }
      let bytes = Array("{\"n\":\(n),\"t\":\"\(String(repeating: "t", count: n * 7 % 60))\"}".utf8)
      let image = ImageRow(
        source: "ü\(n).png", page: n % 2 == 0 ? n : nil, sha256: "ab", format: .png, width: 1, height: 1, bytes: n,
        resized: n % 2 == 0, kept: n % 3 == 1, reducedQuality: n % 5 == 0 ? 60 : nil)
      _ = try writer.write(
        PreparedOutcome(item: item, images: [image], record: (bytes, SHA256Digest.of(bytes)), failure: nil))
    }
    try finishing ? _ = writer.finish() : writer.synchronize()
  }

  /// A folder with the parts of all shards: `part-0` and so on.
  private func parts(_ count: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for index in 0..<count {
      try Self.prepare(recipe, #require(Shard(index: index, count: count)), "\(folder.path)/part-\(index)")
    }
    return folder
  }

  private func names(_ count: Int) -> [String] { (0..<count).map { "part-\($0)" } }

  @discardableResult
  private func merge(_ folder: TemporaryFolder, _ parts: [String], to output: String = "out") throws(RunError) -> RunSummary {
    try MergeRun(
      parts: parts.map { "\(folder.path)/\($0)" }, output: "\(folder.path)/\(output)", fresh: false, observer: { _ in }
    ).execute()
  }

  /// Every file of an output folder, the journal and the plan included.
  private func contents(_ folder: TemporaryFolder, _ name: String) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for file in try folder.names(in: name) where file != ".visionprep" { contents[file] = try folder.read("\(name)/\(file)") }
    for file in ["journal", "plan.json"] { contents[file] = try folder.read("\(name)/.visionprep/\(file)") }
    return contents
  }

  private func refusal(_ folder: TemporaryFolder, _ parts: [String], to output: String = "out") throws -> RunError {
    let hadOutput = folder.holds(output)
    let error = try #require(throws: RunError.self) { try merge(folder, parts, to: output) }
    #expect(folder.holds(output) == hadOutput, "a refused merge writes nothing")
    return error
  }

  // MARK: The same bytes

  @Test("The parts of n machines give the bytes of one", arguments: [1, 2, 3, 7, 100])
  func identical(count: Int) throws {
    let folder = try parts(count)
    let summary = try merge(folder, names(count).reversed())
    #expect(summary.ending == .complete)
    #expect(summary.tally.done == 60)
    let expected = try contents(whole, ".")
    #expect(expected.count > 12)
    #expect(try contents(folder, "out") == expected)
    // A run finds all done.
    let writer = try OutputWriter(folder: "\(folder.path)/out", plan: makePlan(recipe), fresh: false)
    #expect(writer.resumed == 60)
  }

  @Test("Parts are cut elsewhere than the whole, and say so of themselves alone")
  func parts() throws {
    let folder = try parts(3)
    let manifest = try #require(
      try JSONSerialization.jsonObject(with: Data(folder.read("part-2/manifest.json"))) as? [String: Any])
    let shard = try #require(manifest["shard"] as? [String: Int])
    #expect(shard["index"] == 2 && shard["count"] == 3 && shard["plan_items"] == 60)
    #expect(shard["items"] == manifest["items"] as? Int)
    let plan = String(decoding: try folder.read("part-2/.visionprep/plan.json"), as: UTF8.self)
    #expect(plan.contains(#""shard":{"index":2,"count":3}"#))
    #expect(!String(decoding: try whole.read("manifest.json"), as: UTF8.self).contains("shard"))
  }

  @Test("Merged again, a finished folder stays as it is, and a half-written one is completed")
  func again() throws {
    let folder = try parts(3)
    try merge(folder, names(3))
    let expected = try contents(folder, "out")
    #expect(try merge(folder, names(3)).resumed == 60)
    #expect(try contents(folder, "out") == expected)
    for length in [0, 1, 17, 59] {
      let journal = Array(try folder.read("out/.visionprep/journal").prefix(length * Journal.entrySize))
      try folder.write(journal, to: "out/.visionprep/journal")
      #expect(try merge(folder, names(3)).resumed == length)
      #expect(try contents(folder, "out") == expected)
    }
  }

  @Test("What one machine has begun, a merge completes")
  func afterRun() throws {
    let folder = try parts(2)
    try Self.prepare(recipe, .whole, "\(folder.path)/out", limit: 20, finishing: false)
    #expect(try merge(folder, names(2)).resumed == 20)
    #expect(try contents(folder, "out") == contents(whole, "."))
  }

  @Test("A stopped merge is interrupted, and the next one goes on")
  func stopped() throws {
    let folder = try parts(2)
    let slot = Monitor<MergeRun?>(nil)
    let merge = MergeRun(parts: names(2).map { "\(folder.path)/\($0)" }, output: "\(folder.path)/out", fresh: false) { event in
      if case .outcome(let outcome) = event, outcome.ordinal == 9 { slot.read { $0 }?.stop() }
    }
    slot.change { $0 = merge }
    let summary = try merge.execute()
    #expect(summary.ending == .interrupted)
    #expect(summary.tally.done == 10)
    #expect(!folder.holds("out/manifest.json"))
    #expect(try self.merge(folder, names(2)).resumed == 10)
    #expect(try contents(folder, "out") == contents(whole, "."))
  }

  // MARK: What does not belong together

  @Test("Missing parts are named")
  func missing() throws {
    let folder = try parts(7)
    let one = try refusal(folder, names(7).filter { $0 != "part-3" })
    #expect(one.code == .wrongParts)
    #expect(one.message == "part 3 of 7 (0-based) is missing")
    #expect(one.remedy.contains("shard 3/7"))
    #expect(try refusal(folder, ["part-2", "part-4"]).message == "parts 0, 1, 3, 5, 6 of 7 (0-based) are missing")
  }

  @Test("A part that is given twice is named with both folders")
  func doubled() throws {
    let folder = try parts(3)
    let error = try refusal(folder, names(3) + ["part-1"])
    #expect(error.code == .wrongParts)
    #expect(error.message.contains("part 1 of 3 (0-based) is given twice: \(folder.path)/part-1 and"))
  }

  @Test("A part of another recipe, of another division, or of other versions is named")
  func foreign() throws {
    let folder = try parts(2)
    let other = try tableRecipe(input) { $0.dataset = "other" }
    try Self.prepare(other, #require(Shard(index: 1, count: 2)), "\(folder.path)/other")
    #expect(try refusal(folder, ["part-0", "other"]).message.contains("other is of another recipe or input than"))
    try Self.prepare(recipe, #require(Shard(index: 2, count: 3)), "\(folder.path)/third")
    #expect(try refusal(folder, ["part-0", "third"]).message.contains("third is one of 3 parts, and"))
    try Self.prepare(recipe, .whole, "\(folder.path)/whole")
    #expect(try refusal(folder, ["part-0", "whole"]).message.contains("whole is a whole dataset, and"))

    var manifest = String(decoding: try folder.read("part-1/manifest.json"), as: UTF8.self)
    manifest.replace(/"poppler": "[^"]*"/, with: "\"poppler\": \"0.0.1\"")
    try folder.write(manifest, to: "part-1/manifest.json")
    #expect(try refusal(folder, names(2)).message.contains("poppler 0.0.1"))
    manifest.replace("\"version\": \"\(ProgramVersion.current)\"", with: "\"version\": \"99.1\"")
    try folder.write(manifest, to: "part-1/manifest.json")
    #expect(try refusal(folder, names(2)).message.contains("visionprep 99.1"))
  }

  @Test("An unfinished part, one that was made with a limit, and what is no part are named")
  func incomplete() throws {
    let folder = try parts(3)
    try Self.prepare(recipe, #require(Shard(index: 1, count: 3)), "\(folder.path)/begun", limit: 4, finishing: false)
    let unfinished = try refusal(folder, ["part-0", "begun", "part-2"])
    #expect(unfinished.code == .unfinished)
    #expect(unfinished.message.contains("part 1 of 3 (0-based) in \(folder.path)/begun"))
    try Self.prepare(recipe, #require(Shard(index: 1, count: 3)), "\(folder.path)/limited", limit: 4)
    #expect(try refusal(folder, ["part-0", "limited", "part-2"]).message.contains("limited holds 4 of its"))
    for name in ["nothing", "table"] {
      if name == "table" { try folder.write("x", to: "table/table.csv") }
      #expect(
        try refusal(folder, ["part-0", name]).message.contains(
          name == "nothing" ? "nothing does not exist" : "table is no output folder of prepare"))
    }
    try folder.write("{", to: "broken/manifest.json")
    #expect(try refusal(folder, ["part-0", "broken"]).message.contains("broken/manifest.json is not as"))
    #expect(throws: RunError.self) { try merge(folder, []) }
  }

  @Test("The output folder is no part, and no folder of other work")
  func output() throws {
    let folder = try parts(2)
    #expect(try refusal(folder, names(2), to: "part-1").message.contains("is one of the parts"))
    #expect(try refusal(folder, names(2), to: "./part-0/").message.contains("is one of the parts"))
    try Self.prepare(recipe, #require(Shard(index: 0, count: 3)), "\(folder.path)/third")
    let error = try refusal(folder, names(2), to: "third")
    #expect(error.code == .otherPlan)
    #expect(error.message.hasSuffix("third holds part 0 of 3 (0-based), and this run makes the whole dataset"))
  }

  @Test("A folder of another shard is refused by a run")
  func otherShard() throws {
    let folder = try parts(2)
    for shard in [Shard.whole, try #require(Shard(index: 0, count: 2)), try #require(Shard(index: 1, count: 3))] {
      let error = try #require(throws: RunError.self) {
        try OutputWriter(folder: "\(folder.path)/part-1", plan: makePlan(recipe, shard: shard), fresh: false)
      }
      #expect(error.code == .otherPlan)
      #expect(error.message.contains("holds part 1 of 2 (0-based)"))
    }
  }

  // MARK: Changed parts

  @Test("A changed record ends the merge, naming part, file and line")
  func tamperedRecord() throws {
    let folder = try parts(3)
    let name = "part-1/train-00002.jsonl"
    var bytes = try folder.read(name)
    let end = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
    bytes[end - 2] ^= 1
    try folder.write(bytes, to: name)
    let error = try #require(throws: RunError.self) { try merge(folder, names(3)) }
    #expect(error.code == .changed)
    #expect(error.message.contains("part 1 of 3 (0-based) in \(folder.path)/part-1"))
    #expect(error.message.contains("line 1 of train-00002.jsonl"))
    #expect(!folder.holds("out/manifest.json"))
  }

  @Test("A file that is cut, gone, or has other rows is found before anything is written")
  func tamperedFiles() throws {
    let folder = try parts(3)
    let rows = try folder.read("part-2/items.jsonl")
    var changed = rows
    changed[10] ^= 1
    try folder.write(changed, to: "part-2/items.jsonl")
    #expect(try refusal(folder, names(3)).message.contains("part 2 of 3 (0-based) in \(folder.path)/part-2 was changed"))
    try folder.write(rows.dropLast(), to: "part-2/items.jsonl")
    #expect(try refusal(folder, names(3)).message.contains("items.jsonl has \(rows.count - 1) bytes"))
    try folder.write(rows, to: "part-2/items.jsonl")
    try folder.remove("part-0/train-00001.jsonl")
    #expect(try refusal(folder, names(3)).message.contains("train-00001.jsonl is not there"))
  }

  /// The sum of such counts would have stopped the program.
  @Test("A manifest with a number that counts nothing is damaged", arguments: ["9223372036854775807", "-1"])
  func forgedCounts(number: String) throws {
    let folder = try parts(2)
    for name in names(2) {
      let manifest = String(decoding: try folder.read("\(name)/manifest.json"), as: UTF8.self)
      try folder.write(manifest.replacing(/"items": [0-9]+/, with: "\"items\": \(number)"), to: "\(name)/manifest.json")
    }
    #expect(try refusal(folder, names(2)).message.contains("manifest.json is not as prepare wrote it"))
  }

  @Test("Rows that speak of other files or items are refused, even when the manifest agrees")
  func forgedRows() throws {
    let whole = try parts(2)
    let rows = String(decoding: try whole.read("part-0/items.jsonl"), as: UTF8.self)
    let first = try #require(rows.firstMatch(of: /"file":"[a-z]*-00001.jsonl"/)).output
    for (old, new) in [
      (String(first), "\"file\":\"../../secret.jsonl\""), ("\"line\":1,", "\"line\":2,"), ("\"id\":\"key ", "\"id\":\"kez "),
      ("\"bytes\":1", "\"bytes\":9999991"), ("\"ordinal\":", "\"ordinal\":-"), ("\"ordinal\":", "\"ordinal\":7"),
    ] {
      let folder = try whole.copy()
      let forged = Array(rows.replacing(old, with: new).utf8)
      try folder.write(forged, to: "part-0/items.jsonl")
      let manifest = String(decoding: try folder.read("part-0/manifest.json"), as: UTF8.self)
        .replacing(SHA256Digest.of(Array(rows.utf8)).hex, with: SHA256Digest.of(forged).hex)
        .replacing("\"bytes\": \(rows.utf8.count),", with: "\"bytes\": \(forged.count),")
      try folder.write(manifest, to: "part-0/manifest.json")
      let error = try #require(throws: RunError.self, "\(new)") { try merge(folder, names(2)) }
      #expect(error.code == .changed)
      #expect(!folder.holds("out/manifest.json"))
    }
  }
}
