import Foundation
import TestSupport
import Testing

@Suite("Images are as large as the model sees them, and large sheets have crops")
struct SeenSizeTests {
  private static let drawings = """
    dataset: d
    source: {documents: "drawings/*.pdf"}
    model: gpt-4o
    image: {format: png, fit: model, flags: true}
    render: {dpi: 150, tiles: auto}
    prompt: {user: Look.}
    answer: {text: "{file}"}

    """

  /// Prepares into a folder.
  /// - Returns: the summary.
  private func prepare(_ recipe: String, _ output: String, _ options: [String] = [], in folder: TemporaryFolder) throws
    -> [String:
    Any]
  {
    let run = try Program.start(["prepare", recipe, "--output", output, "--json"] + options, in: folder).wait()
    #expect(run.code == 0, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  private func images(_ output: String, in folder: TemporaryFolder) throws -> [[[String: Any]]] {
    try folder.objects("\(output)/items.jsonl").map { $0["images"] as? [[String: Any]] ?? [] }
  }

  /// Image tokens by `estimate`, which reads the records and nothing of the recipe.
  private func imageTokens(_ output: String, in folder: TemporaryFolder) throws -> [Int] {
    let run = try Program.run("estimate", output, "--model", "gpt-4o", "--json", in: folder)
    let estimate = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let files = try #require(estimate["files"] as? [[String: Any]])
    return files.compactMap { $0["image_tokens"] as? Int }
  }

  @Test("Photos that are made small enough for the model have the same tokens in fewer bytes")
  func photos() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    _ = try prepare("watches/watches.yaml", "whole", in: folder)
    let yaml = String(decoding: try folder.read("watches/watches.yaml"), as: UTF8.self)
    let changed = yaml.replacingOccurrences(of: "max_side: 2048 ", with: "fit: model ")
    #expect(changed != yaml)
    try folder.write(changed + "model: gpt-4o-2024-08-06\n", to: "watches/fit.yaml")
    _ = try prepare("watches/fit.yaml", "fit", in: folder)
    #expect(try imageTokens("fit", in: folder) == imageTokens("whole", in: folder))
    #expect(try imageTokens("fit", in: folder).reduce(0, +) > 0)
    let sides = try images("fit", in: folder).joined().map { ($0["width"] as? Int ?? 0, $0["height"] as? Int ?? 0) }
    #expect(sides.allSatisfy { min($0.0, $0.1) <= 768 && max($0.0, $0.1) <= 2048 })
    func bytes(_ output: String) throws -> Int {
      try images(output, in: folder).joined().reduce(0) { $0 + ($1["bytes"] as? Int ?? 0) }
    }
    #expect(try bytes("fit") < bytes("whole"))
  }

  @Test(
    "A model that is not known, or not how it sees, is a mistake of the recipe with its line", arguments: ["gpt-4p", "gpt-4"])
  func models(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.drawings.replacingOccurrences(of: "gpt-4o", with: name), to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 64)
    #expect(run.errors.contains("r.yaml:3: "), "\(run.errors)")
    #expect(run.errors.contains("\"\(name)\"") && run.errors.contains("gpt-4o-2024-08-06"))
    #expect(run.errors.contains("image.max_side"))
    #expect(!folder.holds("out"))
  }

  @Test("A sheet is followed by its crops, in reading order, and each lies where its row says")
  func crops() throws {
    let folder = try TemporaryFolder()
    try folder.copyDrawings()
    try folder.write(Self.drawings, to: "r.yaml")
    _ = try prepare("r.yaml", "out", in: folder)
    let records = try folder.objects("out/train-00001.jsonl")
    let items = try images("out", in: folder)
    #expect(items.count == records.count && items.contains { $0.count > 4 })
    for (images, record) in zip(items, records) {
      #expect(images.count <= 10)
      let user = (record["messages"] as? [[String: Any]])?.first?["content"] as? [[String: Any]] ?? []
      #expect(user.count == images.count + 1)
      var place: [Int] = []
      for image in images {
        let page = try #require(image["page"] as? Int)
        guard let crop = image["crop"] as? [String: Int] else {
          // The page as a whole comes first, and has been judged.
          #expect(image["crop"] is NSNull && image["flags"] is [Any])
          #expect((place.first ?? 0) < page)
          place = [page, -1, -1]
          continue
        }
        let (x, y) = (try #require(crop["x"]), try #require(crop["y"]))
        #expect(place.lexicographicallyPrecedes([page, y, x]) && place.first == page)
        place = [page, y, x]
        #expect(image["width"] as? Int == crop["width"] && image["height"] as? Int == crop["height"])
        #expect(x + (crop["width"] ?? 0) <= crop["page_width"] ?? 0 && y + (crop["height"] ?? 0) <= crop["page_height"] ?? 0)
        #expect(image["flags"] is NSNull)
      }
    }
    #expect(items.joined().contains { $0["crop"] is [String: Int] })
    #expect(try imageTokens("out", in: folder).reduce(0, +) > 0)
  }

  @Test("Crops are the same bytes for any number of jobs, and are taken over until something of them changes")
  func runs() throws {
    let folder = try TemporaryFolder()
    try folder.copyDrawings()
    try folder.write(Self.drawings, to: "r.yaml")
    _ = try prepare("r.yaml", "out", ["--jobs", "1"], in: folder)
    let first = try folder.outputs("out")
    for (index, setting) in [["--jobs", "2"], ["--jobs", "8"], ["--jobs", "8", "--memory", "64MB"]].enumerated() {
      _ = try prepare("r.yaml", "other\(index)", setting, in: folder)
      #expect(try folder.outputs("other\(index)") == first)
    }
    for (text, other, isReused) in [
      ("Look.", "See.", true), ("tiles: auto", "tiles: 4", false), ("tiles: 4", "tiles: none", false),
      ("tiles: none", "tiles: 4", false), ("model: gpt-4o", "model: gpt-4.1-mini", false),
    ] {
      let yaml = String(decoding: try folder.read("r.yaml"), as: UTF8.self)
      #expect(yaml.contains(text))
      try folder.write(yaml.replacingOccurrences(of: text, with: other), to: "r.yaml")
      let summary = try prepare("r.yaml", "out", in: folder)
      #expect(summary["reused"] as? Int == (isReused ? 4 : 0), "\(other)")
    }
    _ = try prepare("r.yaml", "anew", in: folder)
    #expect(try folder.outputs("out") == folder.outputs("anew"))
  }

  /// The fixtures' drawings have the same frame: crops of it are alike, the drawings are not.
  @Test("Crops are not compared when pictures that are alike are looked for")
  func duplicates() throws {
    let folder = try TemporaryFolder()
    try folder.copyDrawings()
    try folder.write(Self.drawings, to: "r.yaml")
    _ = try prepare("r.yaml", "out", in: folder)
    let pages = try images("out", in: folder).joined().count { $0["crop"] is NSNull }
    let run = try Program.run("duplicates", "out", "--json", in: folder)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(report["pictures"] as? Int == pages)
  }
}
