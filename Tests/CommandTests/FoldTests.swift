import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Folds: a folder for each, and the work once")
struct FoldTests {
  /// Texts and a few photos, with groups of two rows.
  private func folder(split: String, rows: Int = 23) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.copyFixtures("images/jpeg-420.jpg", to: "photo.jpg")
    let table = (0..<rows).map {
      #"{"id":"i\#($0)","image":"\#($0 == 3 ? "none" : "photo").jpg","g":"g\#($0 / 2)","a":"\#($0)"}"# + "\n"
    }
    try folder.write(table.joined(), to: "table.jsonl")
    try folder.write(
      """
      dataset: folded
      source: {table: table.jsonl, id: id, images: [image]}
      prompt: {user: What is it?}
      answer: {text: "{a}"}
      split: {\(split)}
      """, to: "recipe.yaml")
    return folder
  }

  private func prepare(_ options: [String] = [], in folder: TemporaryFolder) throws -> [String: Any] {
    let run = try Program.start(["prepare", "recipe.yaml", "--output", "out", "--json"] + options, in: folder).wait()
    #expect(run.code == 3, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  @Test("Each item is tested in one fold, groups stay whole, and each folder is complete")
  func folds() throws {
    let folder = try folder(split: "folds: 4, validation: 0.1, group: g, seed: 5")
    let summary = try prepare(in: folder)
    #expect(summary["items"] as? Int == 23)
    #expect(summary["failed"] as? Int == 1)
    #expect((summary["folds"] as? [[String: Any]])?.map { $0["name"] as? String } == (1...4).map { "fold-\($0)" })
    #expect(try folder.names(in: "out") == (1...4).map { "fold-\($0)" })
    var tested: [String: Int] = [:]
    for fold in 1...4 {
      let rows = try folder.objects("out/fold-\(fold)/items.jsonl")
      #expect(rows.count == 23)
      #expect(rows.count { $0["split"] as? String == "validation" } == 2)
      #expect((5...6).contains(rows.count { $0["split"] as? String == "test" }))
      for row in rows where row["split"] as? String == "test" { tested[row["id"] as? String ?? ""] = fold }
      let check = try Program.run("stats", "recipe.yaml", "--output", "out/fold-\(fold)", "--quiet", in: folder)
      #expect(check.code == 0, "\(check.errors)")
    }
    #expect(tested.count == 23)
    for pair in 0..<11 { #expect(tested["i\(2 * pair)"] == tested["i\(2 * pair + 1)"]) }
  }

  @Test("Every address is downloaded once for all folds, and what failed is not tried again")
  func once() throws {
    let server = try MisbehavingServer()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try folder.copyFixtures("images/jpeg-420.jpg", to: "photo.jpg")
    let photo = try folder.read("photo.jpg")
    let paths = (0..<8).map { "/photo-\($0)" }
    for path in paths { server[path] = Resource(photo, tag: "\"1\"") }
    let rows = (paths + ["/status/404"]).map { "\($0.dropFirst()),\(server.url($0))\n" }
    try folder.write("id,image\n" + rows.joined(), to: "table.csv")
    try folder.write(
      """
      dataset: folded
      source: {table: table.csv, id: id, images: [image]}
      fetch: {retries: 0, allow_private: true}
      prompt: {user: What is it?}
      answer: {text: "{id}"}
      split: {folds: 3}
      """, to: "recipe.yaml")
    _ = try prepare(in: folder)
    for path in paths + ["/status/404"] { #expect(server.requests(of: path) == 1, "\(path)") }
    _ = try prepare(["--retry", "http_404"], in: folder)
    for path in paths { #expect(server.requests(of: path) == 1) }
    #expect(server.requests(of: "/status/404") == 2)
    _ = try prepare(["--fresh"], in: folder)
    for path in paths { #expect(server.requests(of: path) == 2) }
    #expect(!folder.holds("out/fold-2/.visionprep/earlier"))
  }

  @Test("The same command goes on in every fold, and ends with the same bytes")
  func resumed() throws {
    let folder = try folder(split: "folds: 3, validation: 0.2")
    _ = try prepare(["--limit", "4"], in: folder)
    let whole = try prepare(in: folder)
    #expect(whole["resumed"] as? Int == 4)
    let other = try self.folder(split: "folds: 3, validation: 0.2")
    _ = try prepare(in: other)
    for fold in 1...3 { #expect(try folder.outputs("out/fold-\(fold)") == other.outputs("out/fold-\(fold)")) }
    #expect(try prepare(in: folder)["resumed"] as? Int == 23)
  }

  @Test("The plan shows the folds and writes nothing")
  func dryRun() throws {
    let folder = try folder(split: "folds: 5")
    let run = try Program.run("prepare", "recipe.yaml", "--output", "out", "--dry-run", in: folder)
    #expect(run.code == 0)
    #expect(run.output.contains("folds       5 of 4 to 5 items, each the test split of its own folder"))
    #expect(!folder.holds("out"))
  }

  @Test("A folder of a fold that the recipe no longer makes ends the run")
  func otherFolds() throws {
    let folder = try folder(split: "folds: 3")
    _ = try prepare(in: folder)
    let recipe = String(decoding: try folder.read("recipe.yaml"), as: UTF8.self).replacing("folds: 3", with: "folds: 2")
    try folder.write(recipe, to: "recipe.yaml")
    let run = try Program.run("prepare", "recipe.yaml", "--output", "out", in: folder)
    #expect(run.code != 0)
    #expect(
      run.errors.contains("recipe.yaml:5: out holds fold-3, and split.folds is 2; remove it, or choose another output folder"))
  }

  @Test("An earlier preparation keeps its test items, and may not be replaced")
  func keep() throws {
    let folder = try folder(split: "test: 0.4, exact: true, seed: 1")
    _ = try prepare(in: folder)
    let recipe = String(decoding: try folder.read("recipe.yaml"), as: UTF8.self)
      .replacing("seed: 1", with: "seed: 2, keep: out")
    try folder.write(recipe, to: "recipe.yaml")
    let same = try Program.run("prepare", "recipe.yaml", "--output", "out", in: folder)
    #expect(same.code == 64, "\(same.errors)")
    #expect(same.errors.contains("split.keep names the output folder, out"))
    let run = try Program.run("prepare", "recipe.yaml", "--output", "next", in: folder)
    #expect(run.code == 3)
    func splits(_ output: String) throws -> [String?] {
      try folder.objects("\(output)/items.jsonl").map { $0["split"] as? String }
    }
    #expect(try splits("next") == splits("out"))
  }
}
