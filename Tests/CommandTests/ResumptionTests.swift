import Foundation
import TestServer
import TestSupport
import Testing

@Suite("A run on a folder with earlier work does only what changed")
struct ResumptionTests {
  /// Prepares into a folder.
  /// - Returns: the summary, and what was said.
  private func prepare(
    _ recipe: String, _ output: String, _ options: [String] = [], code: Int32 = 0, in folder: TemporaryFolder
  ) throws -> (summary: [String: Any], errors: String) {
    let run = try Program.start(["prepare", recipe, "--output", output, "--json"] + options, in: folder).wait()
    #expect(run.code == code, "\(run.errors)")
    let summary = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    return (try #require(summary), run.errors)
  }

  private func change(_ name: String, _ text: String, to other: String, in folder: TemporaryFolder) throws {
    let content = String(decoding: try folder.read(name), as: UTF8.self)
    #expect(content.contains(text))
    try folder.write(content.replacingOccurrences(of: text, with: other), to: name)
  }

  /// Makes the dataset anew in another folder, and compares.
  private func expectAsIfMadeAnew(_ recipe: String, code: Int32 = 0, in folder: TemporaryFolder) throws {
    let other = "anew-\(UUID().uuidString)"
    _ = try prepare(recipe, other, code: code, in: folder)
    let outputs = try folder.outputs("out")
    #expect(outputs.keys.sorted() == (try folder.outputs(other)).keys.sorted())
    #expect(try outputs == folder.outputs(other))
    #expect(!folder.holds("out/.visionprep/earlier"))
  }

  @Test(
    "A finished folder that was damaged is refused as it is, and beginning again mends it",
    arguments: ["items.jsonl", "train-00001.jsonl", "test-00001.jsonl"], ["cut", "changed", "gone", "a pipe"])
  func damaged(name: String, how: String) throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("init", "leads", in: folder).code == 0)
    _ = try prepare("leads/leads.yaml", "out", in: folder)
    let whole = try folder.outputs("out")
    var bytes = try #require(whole[name])
    switch how {
    case "cut": bytes.removeLast(100)
    case "changed": bytes[40] ^= 1
    default: bytes = []
    }
    if bytes.isEmpty { try folder.remove("out/\(name)") } else { try folder.write(bytes, to: "out/\(name)") }
    if how == "a pipe" { try #require(mkfifo("\(folder.path)/out/\(name)", 0o600) == 0) }
    for _ in 0..<2 {
      let run = try Program.run("prepare", "leads/leads.yaml", "--output", "out", "--quiet", in: folder)
      #expect(run.code == 1)
      #expect(run.errors.contains("\(name) ") && run.errors.hasSuffix("; begin again (--fresh)\n"), "\(run.errors)")
      #expect(try folder.names(in: "out/.visionprep/parts").isEmpty)
      #expect(Set(try folder.names(in: "out")) == Set(whole.keys).union([".visionprep"]).subtracting(how == "gone" ? [name] : []))
      for (other, bytes) in whole where other != name { #expect(try folder.read("out/\(other)") == bytes) }
    }
    _ = try prepare("leads/leads.yaml", "out", ["--fresh"], in: folder)
    #expect(try folder.outputs("out") == whole)
  }

  @Test("Of a changed table only the changed rows are done again, wherever they stand")
  func table() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    _ = try prepare("watches/watches.yaml", "out", in: folder)
    var lines = try folder.lines("watches/watches.csv")
    let count = lines.count - 1
    // One row goes, one gets another answer, a new one comes first, and the order is turned around.
    lines.remove(at: 4)
    lines[2] = lines[2].replacingOccurrences(of: ",Rolex,", with: ",Tudor,")
    try FileManager.default.copyItem(
      atPath: "\(folder.path)/watches/images/rolex-submariner.jpg", toPath: "\(folder.path)/watches/images/new.jpg")
    let added = lines[1].replacingOccurrences(of: "rolex-submariner.jpg", with: "new.jpg")
    let table = [lines[0], added] + lines.dropFirst().reversed()
    try folder.write(table.joined(separator: "\n") + "\n", to: "watches/watches.csv")
    let (summary, errors) = try prepare("watches/watches.yaml", "out", in: folder)
    #expect(errors.contains("changed since the last run"))
    #expect(summary["items"] as? Int == count)
    #expect(summary["resumed"] as? Int == 0)
    // All but the new row; the one with another answer has its image from the record before.
    #expect(summary["reused"] as? Int == count - 1)
    try expectAsIfMadeAnew("watches/watches.yaml", in: folder)
    #expect(try prepare("watches/watches.yaml", "out", in: folder).summary["resumed"] as? Int == count)
  }

  @Test(
    "A changed recipe keeps what it does not touch",
    arguments: [
      ("Identify this", "Name this", true), ("You are an expert", "You are a fine", true), ("seed: 42", "seed: 7", true),
      ("max_bytes: 512MB", "max_bytes: 1MB", true), ("detail: high", "detail: low", true), ("timeout: 30s", "timeout: 31s", true),
      ("quality: 90", "quality: 80", false), ("max_side: 2048", "max_side: 1100", false),
    ])
  func recipe(text: String, other: String, keeps: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    let first = try prepare("watches/watches.yaml", "out", in: folder).summary
    try change("watches/watches.yaml", text, to: other, in: folder)
    let second = try prepare("watches/watches.yaml", "out", in: folder).summary
    let kept = (second["reused"] as? Int ?? 0) + (second["resumed"] as? Int ?? 0)
    #expect(kept == (keeps ? first["items"] as? Int : 0))
    try expectAsIfMadeAnew("watches/watches.yaml", in: folder)
  }

  @Test("With another prompt the pages of documents are not drawn again; with another resolution they are")
  func documents() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("drawings")
    _ = try prepare("drawings/drawings.yaml", "out", in: folder)
    let yaml = String(decoding: try folder.read("drawings/drawings.yaml"), as: UTF8.self)
    try folder.write(yaml + "\n", to: "drawings/drawings.yaml")
    #expect(try prepare("drawings/drawings.yaml", "out", in: folder).summary["resumed"] as? Int == 4)
    try change("drawings/drawings.yaml", "Estimate this part.", to: "Look at this part.", in: folder)
    #expect(try prepare("drawings/drawings.yaml", "out", in: folder).summary["reused"] as? Int == 4)
    try expectAsIfMadeAnew("drawings/drawings.yaml", in: folder)
    try change("drawings/drawings.yaml", "dpi: 300", to: "dpi: 100", in: folder)
    #expect(try prepare("drawings/drawings.yaml", "out", in: folder).summary["reused"] as? Int == 0)
    try expectAsIfMadeAnew("drawings/drawings.yaml", in: folder)
  }

  @Test("A file that changed, came or went is noticed; one that got another time alone is not done again")
  func files() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    let photo = "watches/images/rolex-datejust.jpg"
    try folder.move(photo, to: "aside.jpg")
    let first = try prepare("watches/watches.yaml", "out", code: 3, in: folder).summary
    let count = try #require(first["items"] as? Int)
    #expect(first["failed"] as? Int == 1)

    try folder.move("aside.jpg", to: photo)
    let second = try prepare("watches/watches.yaml", "out", in: folder)
    #expect(second.errors.contains("the files of images/rolex-datejust.jpg changed"))
    #expect(second.summary["reused"] as? Int == count - 1)
    try expectAsIfMadeAnew("watches/watches.yaml", in: folder)

    let bytes = try folder.read(photo)
    try folder.remove(photo)
    try folder.write(bytes, to: photo)
    #expect(try prepare("watches/watches.yaml", "out", in: folder).summary["resumed"] as? Int == count)

    try folder.write(try folder.read("watches/images/rolex-daydate.jpg"), to: photo)
    #expect(try prepare("watches/watches.yaml", "out", in: folder).summary["reused"] as? Int == count - 1)
    try expectAsIfMadeAnew("watches/watches.yaml", in: folder)

    try folder.remove(photo)
    #expect(try prepare("watches/watches.yaml", "out", code: 3, in: folder).summary["reused"] as? Int == count - 1)
    try expectAsIfMadeAnew("watches/watches.yaml", code: 3, in: folder)
  }

  @Test("--retry does again what failed so, and asks no other address again")
  func retry() throws {
    let server = try MisbehavingServer()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let rows = [
      ("text", "/ok"), ("busy", "/failing/503/1"), ("missing", "/status/404"), ("flaky", "/flaky/1"), ("late", "/failing/500/3"),
    ]
    try folder.write("key,url\n" + rows.map { "\($0.0),\(server.url($0.1))\n" }.joined(), to: "t.csv")
    try folder.write(
      """
      dataset: web
      source: {table: t.csv, id: key, images: [url]}
      fetch: {timeout: 5s, retries: 0, allow_private: true}
      prompt: {user: "What is {key}?"}
      answer: {text: "{key}"}
      """, to: "r.yaml")
    func codes() throws -> [String?] {
      try folder.objects("out/items.jsonl").map { ($0["failure"] as? [String: Any])?["code"] as? String }
    }
    _ = try prepare("r.yaml", "out", code: 3, in: folder)
    #expect(try codes() == ["not_an_image", "http_503", "http_404", "connection", "http_500"])

    let unknown = try Program.run("prepare", "r.yaml", "--output", "out", "--retry", "timeouts", in: folder)
    #expect(unknown.code == 64)
    #expect(unknown.errors.contains("\"timeouts\" is no failure code"))
    let none = try prepare("r.yaml", "out", ["--retry", "dns"], code: 3, in: folder)
    #expect(none.errors.contains("no item failed with dns"))
    #expect(none.summary["resumed"] as? Int == 5)

    let second = try prepare("r.yaml", "out", ["--retry", "http_5xx"], code: 3, in: folder)
    #expect(second.errors.contains("2 items that failed with http_5xx are done again"))
    #expect(second.summary["reused"] as? Int == 3)
    #expect(try codes() == ["not_an_image", "not_an_image", "http_404", "connection", "http_500"])
    #expect(try prepare("r.yaml", "out", ["--retry", "connection,http_500"], code: 3, in: folder).summary["reused"] as? Int == 3)
    #expect(try codes() == ["not_an_image", "not_an_image", "http_404", "not_an_image", "http_500"])
    for (path, count) in [("/ok", 1), ("/failing/503/1", 2), ("/status/404", 1), ("/flaky/1", 2), ("/failing/500/3", 3)] {
      #expect(server.requests(of: path) == count, "\(path)")
    }
    #expect(try prepare("r.yaml", "out", ["--retry", "all"], code: 3, in: folder).summary["reused"] as? Int == 0)
    #expect(server.requests(of: "/ok") == 2)
  }

  @Test("Trying a changed recipe on a few items loses nothing of the rest")
  func limit() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    let count = try #require(try prepare("watches/watches.yaml", "out", in: folder).summary["items"] as? Int)
    try change("watches/watches.yaml", "Identify this", to: "Name this", in: folder)
    #expect(try prepare("watches/watches.yaml", "out", ["--limit", "3"], in: folder).summary["reused"] as? Int == 3)
    let (summary, _) = try prepare("watches/watches.yaml", "out", in: folder)
    #expect(summary["resumed"] as? Int == 3)
    #expect(summary["reused"] as? Int == count - 3)
    try expectAsIfMadeAnew("watches/watches.yaml", in: folder)
  }

  @Test("Without an id column, rows with another prompt still have their images")
  func withoutIDs() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    try change("watches/watches.yaml", "  id: image_path ", to: "  # id: image_path ", in: folder)
    // Two questions about each photo.
    let lines = try folder.lines("watches/watches.csv")
    let more = lines.dropFirst().map { $0.replacingOccurrences(of: "20", with: "19") }
    try folder.write((lines + more).joined(separator: "\n") + "\n", to: "watches/watches.csv")
    let count = try #require(try prepare("watches/watches.yaml", "out", in: folder).summary["items"] as? Int)
    try change("watches/watches.yaml", "Identify this", to: "Name this", in: folder)
    #expect(try prepare("watches/watches.yaml", "out", in: folder).summary["reused"] as? Int == count)
    try expectAsIfMadeAnew("watches/watches.yaml", in: folder)
  }
}
