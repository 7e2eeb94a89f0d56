import Foundation
import TestSupport
import Testing

@Suite("The report of an output folder")
struct ReportTests {
  /// Reads a page with a parser that is not ours, and looks whether it would do anything but be read.
  private func read(_ folder: TemporaryFolder, _ name: String) throws -> WellFormedPage {
    let page = try WellFormedPage(try folder.read(name))
    #expect(page.addresses.isEmpty && page.handlers.isEmpty && page.withoutWords == 0)
    #expect(page.anchors.isSubset(of: page.ids))
    for element in ["script", "link", "iframe", "object", "form", "base"] { #expect(page.elements[element] == nil) }
    return page
  }

  @Test("The built-in recipes give pages that need nothing else, the same each time", arguments: BuiltInRecipeTests.recipes)
  func builtIn(recipe: String) throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample(recipe)
    #expect(try Program.run("prepare", "\(recipe)/\(recipe).yaml", "--output", "out", in: folder).code == 0)
    let run = try Program.run("report", "out", "--recipe", "\(recipe)/\(recipe).yaml", in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("out/report.html: "))
    let page = try read(folder, "out/report.html")
    #expect(page.ids.isSuperset(of: ["splits", "distributions", "tokens", "contact"]))
    let images = try folder.objects("out/items.jsonl").reduce(0) { $0 + (($1["images"] as? [Any])?.count ?? 0) }
    #expect(page.ids.contains("view") == (images > 0))
    #expect(page.elements["img", default: 0] >= images)
    let again = try Program.run(
      "report", "out", "--recipe", "\(recipe)/\(recipe).yaml", "--jobs", "1", "--output", "again.html", "--quiet", in: folder)
    #expect(again.code == 0 && again.output.isEmpty && again.errors.isEmpty)
    #expect(try folder.read("again.html") == folder.read("out/report.html"))
    // The page is no part of the dataset.
    #expect(try Program.run("prepare", "\(recipe)/\(recipe).yaml", "--output", "out", in: folder).code == 0)
    #expect(try !folder.names(in: "out").contains("report.html.part"))
  }

  /// 60 rows with pictures, of which 15 are not there; texts that mean harm.
  private func prepared() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.copyFixtures("images", to: "images")
    let rows = (0..<60).map { "\($0) <b>,images/\($0 % 4 == 3 ? "none" : "jpeg-baseline").jpg,</section><script>\($0 % 7)\n" }
    try folder.write("id,path,a\n" + rows.joined(), to: "table.csv")
    try folder.write(
      "dataset: <i>d\nsource: {table: table.csv, id: id, images: [path]}\nprompt: {user: \"{a}\"}\nanswer: {text: \"{a}\"}\n"
        + "split: {validation: 0.2, test: 0.1}\n", to: "recipe.yaml")
    #expect(try Program.run("prepare", "recipe.yaml", "--output", "out", in: folder).code == 3)
    return folder
  }

  @Test("Failures are counted with their code and remedy, and the sample goes over all splits")
  func failuresAndSample() throws {
    let folder = try prepared()
    let run = try Program.run("report", "out", "--pictures", "10", in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("10 of 45 records on the contact sheet"))
    let page = try read(folder, "out/report.html")
    #expect(page.elements["article", default: 0] >= 10)
    #expect(page.text.contains("not_found 15 No file is at this path."))
    #expect(page.text.contains("</section><script>"))
    // Without the recipe the answers are counted, and goals are not mentioned.
    #expect(page.text.contains("The answers of the records.") && !page.ids.contains("goals"))
    for split in ["train", "validation", "test"] {
      let count = try folder.objects("out/items.jsonl").count { $0["split"] as? String == split && !($0["record"] is NSNull) }
      #expect(page.text.contains("\(split)\(count) "), "\(split) \(count)")
    }
    #expect(try Program.run("report", "out", "--pictures", "0", in: folder).output.contains(" 0 of 45 records"))
    #expect(!(try read(folder, "out/report.html")).ids.contains("contact"))
  }

  @Test("A part, and the merged folder, have pages; that of the merge is as of one machine")
  func parts() throws {
    let folder = try prepared()
    for part in 0..<2 {
      #expect(try Program.run("prepare", "recipe.yaml", "--shard", "\(part)/2", "--output", "p\(part)", in: folder).code == 3)
    }
    #expect(try Program.run("report", "p0", "--quiet", in: folder).code == 0)
    #expect(try read(folder, "p0/report.html").text.contains("the other parts are not counted"))
    #expect(try Program.run("merge", "p0", "p1", "--output", "merged", in: folder).code == 3)
    #expect(try Program.run("report", "merged", "--quiet", in: folder).code == 0)
    #expect(try Program.run("report", "out", "--quiet", in: folder).code == 0)
    #expect(try folder.read("merged/report.html") == folder.read("out/report.html"))
  }

  @Test("What is no finished folder, or has another recipe, is said")
  func refusals() throws {
    let folder = try prepared()
    try folder.write("", to: "empty/file")
    let empty = try Program.run("report", "empty", in: folder)
    #expect(empty.code == 64 && empty.errors.contains("empty is no output folder of prepare"), "\(empty.errors)")
    try folder.write(
      "dataset: other\nsource: {table: table.csv, id: id, images: []}\nprompt: {user: u}\nanswer: {text: \"{a}\"}\n",
      to: "other.yaml")
    let other = try Program.run("report", "out", "--recipe", "other.yaml", in: folder)
    #expect(other.code == 1 && other.errors.contains("another recipe"), "\(other.errors)")
    #expect(!folder.holds("out/report.html"))
    try folder.remove("out/manifest.json")
    let unfinished = try Program.run("report", "out", in: folder)
    #expect(unfinished.code == 1 && unfinished.errors.contains("out is not finished"), "\(unfinished.errors)")
    #expect(try Program.run("report", "out", "--pictures", "-1", in: folder).code == 64)
    #expect(try Program.run("report", "out", "--output", "x/", in: folder).code == 64)
  }
}
