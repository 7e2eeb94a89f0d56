import Foundation
import TestSupport
import Testing

@Suite("Duplicates of pictures")
struct DuplicatesTests {
  /// Eight files that store one picture in the eight orientations of Exif, and three others; prepared into `out`.
  private func prepared(answers: (String) -> String = { _ in "a" }) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.copyFixtures("images", to: "images")
    let names = (1...8).map { "jpeg-exif-orientation-\($0).jpg" } + ["png-rgb8.png", "jpeg-1x1.jpg", "png-palette.png"]
    let present = names.filter { folder.holds("images/\($0)") }
    try folder.write("id,path,a\n" + present.map { "\($0),images/\($0),\(answers($0))\n" }.joined(), to: "table.csv")
    try folder.write(recipe(""), to: "recipe.yaml")
    #expect(try Program.run("prepare", "recipe.yaml", "--output", "out", in: folder).code == 0)
    return folder
  }

  private func recipe(_ split: String) -> String {
    "dataset: d\nsource: {table: table.csv, id: id, images: [path]}\nprompt: {user: What?}\nanswer: {text: \"{a}\"}\n"
      + "split: {validation: 0.3, test: 0.3, seed: 3\(split)}\n"
  }

  private func search(_ folder: TemporaryFolder, _ options: [String] = [], code: Int32) throws -> [[String: Any]] {
    let run = try Program.start(["duplicates", "out", "--json", "--quiet"] + options, in: folder).wait()
    #expect(run.code == code, "\(run.errors)")
    #expect(run.errors.isEmpty)
    return try run.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }

  private func ids(_ group: [String: Any]) -> [String] {
    (group["pictures"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
  }

  @Test("Copies are one group that straddles splits; with its table in the recipe it does not, and nothing is decoded again")
  func groups() throws {
    let folder = try prepared()
    let lines = try search(folder, ["--groups", "groups.csv"], code: 4)
    let group = try #require(lines.first { $0["kind"] as? String == "group" && ids($0).contains("jpeg-exif-orientation-1.jpg") })
    #expect(ids(group).filter { $0.contains("orientation") }.count == 8)
    #expect(group["straddles"] as? Bool == true)
    let table = try folder.lines("groups.csv")
    #expect(table[0] == "id,group")
    #expect(table.contains("\"jpeg-exif-orientation-8.jpg\",\"jpeg-exif-orientation-1.jpg\""))
    // What was learnt is used, and says the same.
    #expect(folder.holds("out/.visionprep/pictures"))
    #expect(try search(folder, code: 4).count == lines.count)

    try folder.write(recipe(", groups: groups.csv"), to: "recipe.yaml")
    let again = try Program.run("prepare", "recipe.yaml", "--output", "out", "--json", "--quiet", in: folder)
    #expect(again.code == 0)
    let summary = try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any]
    #expect(summary?["reused"] as? Int == summary?["items"] as? Int)
    let splits = Set(
      try folder.objects("out/items.jsonl").filter { ($0["id"] as? String)?.contains("orientation") == true }
        .compactMap { $0["split"] as? String })
    #expect(splits.count == 1)
    let last = try #require(try search(folder, code: 0).last)
    #expect(last["straddling"] as? Int == 0)
    #expect(last["groups"] as? Int ?? 0 > 0)
  }

  @Test("The same picture with different answers is named with both rows and answers")
  func conflicts() throws {
    let folder = try prepared { $0.contains("-8.") ? "other" : "a" }
    let conflict = try #require(try search(folder, code: 4).first { $0["kind"] as? String == "conflict" })
    let (first, second) = (conflict["first"] as? [String: Any], conflict["second"] as? [String: Any])
    #expect(first?["id"] as? String == "jpeg-exif-orientation-1.jpg")
    #expect(first?["answer"] as? String == "a")
    #expect(second?["id"] as? String == "jpeg-exif-orientation-8.jpg")
    #expect(second?["answer"] as? String == "other")
    let text = try Program.run("duplicates", "out", in: folder)
    #expect(text.code == 4)
    #expect(text.output.contains("the same picture, with different answers"))
    #expect(text.output.contains("alike, and in several splits"))
  }

  @Test(
    "Equal pixels in other bytes are told from what only looks the same",
    arguments: [
      ["jpeg-baseline.jpg", "jpeg-progressive.jpg", "jpeg-restart-markers.jpg", "png-rgb8.png"],
      ["png-rgb8.png", "webp-lossless.webp", "png-interlaced-rgb8.png", "jpeg-baseline.jpg"],
    ])
  func pixels(names: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.copyFixtures("images", to: "images")
    try folder.write("id,path,a\n" + names.map { "\($0),images/\($0),a\n" }.joined(), to: "table.csv")
    try folder.write(recipe("").replacing("split:", with: "#"), to: "recipe.yaml")
    #expect(try Program.run("prepare", "recipe.yaml", "--output", "out", in: folder).code == 0)
    let group = try #require(try search(folder, code: 0).first { $0["kind"] as? String == "group" })
    #expect(ids(group) == names)
    let pictures = group["pictures"] as? [[String: Any]] ?? []
    #expect(pictures.compactMap { $0["likeness"] as? String } == ["first", "pixels", "pixels", "looks"])
    let text = try Program.run("duplicates", "out", in: folder).output
    #expect(text.contains("\(names[2])  train  the same pixels\n"), "\(text)")
  }

  @Test("A store of summaries that is damaged is made again")
  func damagedStore() throws {
    let folder = try prepared()
    let before = try search(folder, code: 4)
    var store = try folder.read("out/.visionprep/pictures")
    store[200] ^= 1
    try folder.write(Array(store.dropLast(7)), to: "out/.visionprep/pictures")
    #expect(try search(folder, code: 4).count == before.count)
  }

  @Test("What is no finished folder, or was changed, is said")
  func refusals() throws {
    let folder = try prepared()
    try folder.write("", to: "empty/file")
    let empty = try Program.run("duplicates", "empty", in: folder)
    #expect(empty.code == 64)
    #expect(empty.errors.contains("empty is no output folder of prepare"))
    try folder.write(try folder.read("out/items.jsonl") + [10], to: "out/items.jsonl")
    let changed = try Program.run("duplicates", "out", in: folder)
    #expect(changed.code == 1)
    #expect(changed.errors.contains("items.jsonl has"))
    #expect(try Program.run("duplicates", "out", "--groups", "groups.txt", in: folder).code == 64)
  }

  @Test("Flags stand in the rows when the recipe asks, and refused ones are failures")
  func flags() throws {
    let folder = try prepared()
    #expect(try folder.objects("out/items.jsonl").allSatisfy { (($0["images"] as? [[String: Any]])?.first?["flags"]) is NSNull })
    try folder.write(recipe("") + "image: {flags: true, refuse: [blank]}\n", to: "recipe.yaml")
    let run = try Program.run("prepare", "recipe.yaml", "--output", "out", in: folder)
    #expect(run.code == 3)
    #expect(run.output.contains("poor_image"))
    for row in try folder.objects("out/items.jsonl") {
      if row["id"] as? String == "jpeg-1x1.jpg" {
        #expect((row["failure"] as? [String: Any])?["code"] as? String == "poor_image")
      } else {
        #expect(((row["images"] as? [[String: Any]])?.first?["flags"]) is [String])
      }
    }
  }
}
