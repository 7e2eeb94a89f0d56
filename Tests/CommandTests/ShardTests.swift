import Foundation
import TestSupport
import Testing

@Suite("Several machines make one dataset")
struct ShardTests {
  /// A folder with the watches, of which one photo is missing.
  private func watches() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    let table = try folder.lines("watches/watches.csv")
    let photo = try #require(table[4].split(separator: ",").first)
    try folder.remove("watches/\(photo)")
    return folder
  }

  private func prepare(_ output: String, _ options: String..., in folder: TemporaryFolder, environment: [String: String] = [:])
    throws -> Program.Ending
  {
    let arguments = ["prepare", "watches/watches.yaml", "--output", output] + options
    return try Program.start(arguments, in: folder, environment: environment).wait()
  }

  @Test("Three parts of the watches, merged, are the bytes of one machine", arguments: ["drawings", "watches"])
  func threeShards(recipe: String) throws {
    let folder = try watches()
    if recipe != "watches" { try folder.writeSmallSample(recipe) }
    let path = "\(recipe)/\(recipe).yaml"
    let code: Int32 = recipe == "watches" ? 3 : 0
    #expect(try Program.run("prepare", path, "--output", "whole", in: folder).code == code)
    var items = 0
    for index in 0..<3 {
      let run = try Program.run("prepare", path, "--output", "part-\(index)", "--shard", "\(index)/3", in: folder)
      #expect(run.code == 0 || run.code == code)
      #expect(run.output.contains("shard \(index) of 3 (0-based)"))
      let rows = try folder.lines("part-\(index)/items.jsonl")
      items += rows.count
    }
    #expect(items == (try folder.lines("whole/items.jsonl").count))
    let merged = try Program.run("merge", "part-2", "part-0", "part-1", "--output", "out", in: folder)
    #expect(merged.code == code, "\(merged.errors)")
    #expect(try folder.outputs("out") == folder.outputs("whole"))

    let again = try Program.run("prepare", path, "--output", "out", in: folder)
    #expect(again.code == code)
    #expect(again.errors.contains("\(items) items of an earlier run are done already"))
    #expect(try folder.outputs("out") == folder.outputs("whole"))
    let twice = try Program.run("merge", "part-0", "part-1", "part-2", "--output", "out", "--json", "--quiet", in: folder)
    #expect(twice.code == code)
    #expect(twice.errors.isEmpty)
    let summary = try JSONSerialization.jsonObject(with: Data(twice.output.utf8)) as? [String: Any]
    #expect(summary?["resumed"] as? Int == items)
    #expect(summary?["ending"] as? String == "complete")
  }

  @Test("Parts that do not belong together are refused by name")
  func refusals() throws {
    let folder = try watches()
    for index in 0..<3 { _ = try prepare("part-\(index)", "--shard", "\(index)/3", in: folder) }
    let missing = try Program.run("merge", "part-0", "part-2", "--output", "out", in: folder)
    #expect(missing.code == 64)
    #expect(missing.errors.contains("part 1 of 3 (0-based) is missing"))
    let doubled = try Program.run("merge", "part-0", "part-1", "part-2", "./part-1", "--output", "out", in: folder)
    #expect(doubled.code == 64)
    #expect(doubled.errors.contains("given twice: part-1 and ./part-1"))
    #expect(!folder.holds("out"))
    let other = try prepare("part-0", "--shard", "1/3", in: folder)
    #expect(other.code == 1)
    #expect(other.errors.contains("part-0 holds part 0 of 3 (0-based), and this run makes part 1 of 3 (0-based)"))
  }

  @Test("A whole dataset that is merged alone is copied, and that is said")
  func wholeDataset() throws {
    let folder = try watches()
    let prepared = try prepare("whole", in: folder)
    let merged = try Program.run("merge", "whole", "--output", "out", in: folder)
    #expect(merged.code == prepared.code)
    #expect(merged.errors.contains("note: whole is a whole dataset already, not a part of one; it is copied"))
    #expect(try folder.outputs("out") == folder.outputs("whole"))
  }

  @Test("The limit counts the items of the shard")
  func limit() throws {
    let folder = try watches()
    _ = try prepare("part", "--shard", "0/2", in: folder)
    _ = try prepare("limited", "--shard", "0/2", "--limit", "2", in: folder)
    func ids(_ part: String) throws -> [String] { try folder.objects("\(part)/items.jsonl").map { $0["id"] as? String ?? "" } }
    #expect(try ids("limited") == Array(ids("part").prefix(2)))
  }

  @Test("The environment of a scheduler names the shard, and is said")
  func environment() throws {
    let folder = try watches()
    let variables = ["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"]
    let run = try prepare("part", in: folder, environment: variables)
    #expect(run.code == 0 || run.code == 3)
    #expect(run.errors.contains("shard 1 of 3 (0-based), from CI_NODE_INDEX"))
    _ = try prepare("explicit", "--shard", "1/3", in: folder)
    #expect(try folder.outputs("part") == folder.outputs("explicit"))
    // What is asked for wins, also against what makes no sense.
    let whole = try prepare("whole", "--shard", "0/1", in: folder, environment: ["JOB_COMPLETION_INDEX": "3"])
    #expect(whole.code == 3)
    #expect(!whole.errors.contains("shard"))
    let json = try prepare("part", "--json", "--quiet", in: folder, environment: variables)
    #expect(json.errors.isEmpty)
    let summary = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(summary?["shard"] as? [String: Int] == ["index": 1, "count": 3])
  }

  @Test("A number without a count ends with 64 and writes nothing", arguments: [false, true])
  func withoutCount(isDry: Bool) throws {
    let folder = try watches()
    let arguments = ["prepare", "watches/watches.yaml", "--output", "out"] + (isDry ? ["--dry-run"] : [])
    let run = try Program.start(arguments, in: folder, environment: ["JOB_COMPLETION_INDEX": "3"]).wait()
    #expect(run.code == 64)
    #expect(run.errors.contains("JOB_COMPLETION_INDEX is 3"))
    #expect(run.errors.contains("3/8") && run.errors.contains("(--shard)"))
    #expect(!folder.holds("out"))
  }
}
