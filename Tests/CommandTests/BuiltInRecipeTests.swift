import Foundation
import TestSupport
import Testing

@Suite("The six built-in recipes run at once")
struct BuiltInRecipeTests {
  static let recipes = ["watches", "drawings", "cards", "intents", "leads", "listings"]

  @Test("Every item becomes a record, and the records are as the goldens say", arguments: recipes)
  func prepare(recipe: String) throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("init", recipe, in: folder).code == 0)
    let run = try Program.run("prepare", "\(recipe)/\(recipe).yaml", "--output", "out", in: folder)
    #expect(run.code == 0, "\(run.errors)")

    var golden = ""
    for split in ["train", "validation", "test"] {
      guard folder.holds("out/\(split)-00001.jsonl") else { continue }
      for line in try folder.lines("out/\(split)-00001.jsonl") { golden += "\(split) \(try withoutPixels(line))\n" }
    }
    for row in try folder.objects("out/items.jsonl") {
      #expect(row["outcome"] as? String == "record")
      let images = row["images"] as? [[String: Any]] ?? []
      let shapes = images.map { "\($0["format"] ?? "") \($0["width"] ?? "")x\($0["height"] ?? "") kept=\($0["kept"] ?? "")" }
      golden += "\(row["id"] ?? "") \(shapes)\n"
    }
    try Golden.expect(golden, "\(recipe).txt")
  }

  /// The record with each image's data replaced by its beginning: what a codec writes may differ between its versions.
  private func withoutPixels(_ line: String) throws -> String {
    line.replacing(/(data:image\/[a-z]+;base64,)[^"]*/) { "\($0.output.1)..." }
  }

  @Test("Existing files are not overwritten by init")
  func initTwice() throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("init", "leads", in: folder).code == 0)
    let again = try Program.run("init", "leads", in: folder)
    #expect(again.code == 64)
    #expect(again.errors.contains("leads/leads.db exists already") || again.errors.contains("leads/leads.yaml exists already"))
  }

  @Test("The samples inside the program are the fixtures", arguments: recipes)
  func samples(recipe: String) throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("init", recipe, in: folder).code == 0)
    let original = URL(fileURLWithPath: Program.packageFolder + "/fixtures/samples/" + recipe)
    let names = FileManager.default.enumerator(atPath: original.path)?.compactMap { $0 as? String } ?? []
    var files = 0
    for name in names {
      let url = original.appendingPathComponent(name)
      if try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true { continue }
      files += 1
      #expect(try folder.read("\(recipe)/\(name)") == Array(Data(contentsOf: url)), "\(name)")
    }
    #expect(files >= 2)
  }
}
