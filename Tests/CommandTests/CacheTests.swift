import Foundation
import TestServer
import TestSupport
import Testing

@Suite("A cache saves downloads and changes no byte of the output")
struct CacheTests {
  /// A server with the sample scans, a recipe that downloads them, and runs of it.
  private final class Trial {
    let server: MisbehavingServer
    let folder: TemporaryFolder
    /// `/a` to `/d`, and `/e` with two images.
    let paths = ["/a", "/b", "/c", "/d"]
    private var runs = 0

    init(recipe change: (String) -> String = { $0 }) throws {
      server = try MisbehavingServer()
      folder = try TemporaryFolder()
      let scans = ["okafor.png", "tanaka.jpg", "moreno.webp", "baptiste.jpg"]
      for (path, scan) in zip(paths, scans) {
        let file = URL(fileURLWithPath: "\(Program.packageFolder)/fixtures/samples/cards/scans/\(scan)")
        server[path] = Resource(Array(try Data(contentsOf: file)), tag: "\"\(path)1\"")
      }
      let rows = paths.map { "\($0.dropFirst()),\(server.url($0)),\n" } + ["e,\(server.url("/a")),\(server.url("/to?/b"))\n"]
      try folder.write("key,one,two\n" + rows.joined(), to: "t.csv")
      try folder.write(
        change(
          """
          dataset: web
          source: {table: t.csv, id: key, images: [one, two]}
          fetch: {timeout: 5s, max_bytes: 5MB, retries: 1, allow_private: true}
          image: {format: jpeg, max_side: 300}
          prompt: {user: "What is {key}?"}
          answer: {text: "{key}"}
          """), to: "r.yaml")
    }

    deinit { server.stop() }

    struct Ending {
      var code: Int32
      var outputs: [String: [UInt8]]
      var summary: [String: Any]
      var errors: String
      /// `downloads_unchanged` and `downloads`.
      var unchanged: Int? { summary["downloads_unchanged"] as? Int }
      var downloads: Int? { summary["downloads"] as? Int }
      var notes: [String] { summary["notes"] as? [String] ?? [] }
    }

    /// A run into a folder of its own.
    func run(_ arguments: [String] = ["--cache", "cache"], environment: [String: String] = [:]) throws -> Ending {
      runs += 1
      let output = "out-\(runs)"
      let run = try Program.start(
        ["prepare", "r.yaml", "--output", output, "--json"] + arguments, in: folder, environment: environment
      ).wait()
      let summary = try? JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      return Ending(
        code: run.code, outputs: folder.holds(output) ? try folder.outputs(output) : [:], summary: summary ?? [:],
        errors: run.errors)
    }

    /// The files of the cache, by their path in it.
    func files(in part: String = "") -> [String] {
      let names = FileManager.default.enumerator(atPath: "\(folder.path)/cache/\(part)")?.compactMap { $0 as? String } ?? []
      return names.filter { $0.split(separator: "/").count == (part.isEmpty ? 3 : 2) }.sorted()
    }

    func isConditional(_ head: String) -> Bool { head.contains("If-None-Match: ") || head.contains("If-Modified-Since: ") }
  }

  @Test("Nothing is downloaded twice, and the output is the same with the cache, without it, and from it")
  func unchanged() throws {
    let trial = try Trial()
    let plain = try trial.run([])
    #expect(plain.code == 0, "\(plain.errors)")
    #expect(plain.downloads == nil && plain.unchanged == nil)
    let first = try trial.run()
    #expect(first.downloads == 6 && (first.unchanged ?? 9) <= 2)
    let second = try trial.run()
    #expect(second.downloads == 6 && second.unchanged == 6)
    let without = try trial.run([])
    for ending in [first, second, without] {
      #expect(ending.code == 0)
      #expect(ending.outputs == plain.outputs)
    }
    #expect(plain.outputs.count >= 3)
    #expect(trial.files(in: "bodies").count == 4)
    #expect(trial.files(in: "addresses").count == 5)
    // Without --cache no run asks for changes; the second with it asks for nothing else.
    for path in ["/c", "/d"] {
      #expect(trial.server.heads(of: path).map(trial.isConditional) == [false, false, true, false])
    }
    let text = try Program.run("prepare", "r.yaml", "--output", "people", "--cache", "cache", in: trial.folder)
    #expect(text.output.contains("  cache   6 of 6 downloads unchanged\n"))
  }

  @Test("What has changed is downloaded, and the cache holds it then")
  func changed() throws {
    let trial = try Trial()
    _ = try trial.run()
    trial.server["/c"] = Resource(try #require(trial.server["/d"]).bytes, tag: "\"c2\"")
    // Also when the server only says that it changed.
    trial.server["/d"]?.tag = "\"d2\""
    let changed = try trial.run()
    #expect(changed.downloads == 6 && changed.unchanged == 4)
    #expect(changed.outputs == (try trial.run([]).outputs))
    let again = try trial.run()
    #expect(again.unchanged == 6)
    #expect(again.outputs == changed.outputs)
  }

  @Test("What is damaged is downloaded again, and mended")
  func damaged() throws {
    let trial = try Trial()
    let first = try trial.run()
    for (index, file) in trial.files(in: "bodies").enumerated() {
      var bytes = try trial.folder.read("cache/bodies/\(file)")
      // A byte changed, a byte too few, nothing at all, and a folder in its place.
      if index == 0 { bytes[bytes.count / 2] ^= 1 }
      if index == 1 { bytes.removeLast() }
      if index == 2 { bytes = [] }
      try trial.folder.remove("cache/bodies/\(file)")
      try trial.folder.write(bytes, to: index == 3 ? "cache/bodies/\(file)/file" : "cache/bodies/\(file)")
    }
    let second = try trial.run()
    #expect(second.code == 0)
    #expect(second.outputs == first.outputs)
    #expect(second.notes.contains { $0.contains("could not be written to the cache") && $0.contains("is a directory") })
    let third = try trial.run()
    #expect(third.outputs == first.outputs)
    #expect((third.unchanged ?? 0) >= 4)
  }

  @Test("Other files in the cache are no error")
  func foreign() throws {
    let trial = try Trial()
    let first = try trial.run()
    for file in trial.files(in: "addresses") { try trial.folder.write("{\"format\":1}", to: "cache/addresses/\(file)") }
    try trial.folder.write("mine", to: "cache/notes.txt")
    let second = try trial.run()
    #expect(second.code == 0 && second.unchanged.map { $0 <= 2 } == true)
    #expect(second.outputs == first.outputs)
    #expect(try trial.run().unchanged == 6)
    #expect(try trial.folder.read("cache/notes.txt") == Array("mine".utf8))
  }

  @Test("Cache-Control: no-store is heeded, and what has no names is asked for anew")
  func notStored() throws {
    let trial = try Trial()
    for path in trial.paths { trial.server[path]?.headers = ["Cache-Control: private, no-store"] }
    let first = try trial.run()
    #expect(first.code == 0 && trial.files().isEmpty)
    for path in trial.paths { trial.server[path] = Resource(trial.server[path]?.bytes ?? []) }
    let second = try trial.run()
    #expect(trial.files().isEmpty)
    #expect(second.downloads == 6 && second.unchanged == 0)
    #expect(trial.server.heads(of: "/c").map(trial.isConditional) == [false, false])
    #expect(second.outputs == first.outputs)
  }

  @Test("No credential is in the cache, and other credentials are another request")
  func credentials() throws {
    let trial = try Trial {
      $0.replacingOccurrences(of: "retries: 1", with: "retries: 1, headers: {X-Key: \"${VISIONPREP_TEST_KEY}\", X-B: hush2}")
    }
    let secret = trial.server.url("/c?sig=hush3").replacingOccurrences(of: "http://", with: "http://someone:hush4@")
    trial.server["/c?sig=hush3"] = trial.server["/c"]
    try trial.folder.write("key,one,two\na,\(secret),\nb,\(trial.server.url("/to?\(secret)")),\n", to: "t.csv")
    let first = try trial.run(environment: ["VISIONPREP_TEST_KEY": "hush1"])
    #expect(first.code == 0, "\(first.errors)")
    #expect(trial.files(in: "addresses").count == 2)
    for file in trial.files() {
      let bytes = Data(try trial.folder.read("cache/\(file)"))
      #expect(!file.contains("hush") && bytes.range(of: Data("hush".utf8)) == nil, "\(file)")
      #expect(bytes.range(of: Data("someone".utf8)) == nil)
    }
    #expect(try trial.run(environment: ["VISIONPREP_TEST_KEY": "hush1"]).unchanged == 2)
    let other = try trial.run(environment: ["VISIONPREP_TEST_KEY": "hush5"])
    #expect(other.downloads == 2 && other.outputs == first.outputs)
    let heads = trial.server.heads(of: "/c?sig=hush3").filter { $0.contains("hush5") }
    #expect(!heads.isEmpty && !heads.contains(where: trial.isConditional))
    #expect(trial.files(in: "addresses").count == 4)
    #expect(trial.files(in: "bodies").count == 1)
  }

  @Test("Limits hold for bodies in the cache, with the same rows")
  func limits() throws {
    let trial = try Trial()
    _ = try trial.run()
    let recipe = String(decoding: try trial.folder.read("r.yaml"), as: UTF8.self)
    try trial.folder.write(recipe.replacingOccurrences(of: "max_bytes: 5MB", with: "max_bytes: 50kB"), to: "r.yaml")
    let cached = try trial.run()
    let plain = try trial.run([])
    #expect(cached.code == 3 && plain.code == 3)
    #expect(cached.outputs == plain.outputs)
    #expect(String(decoding: plain.outputs["items.jsonl"] ?? [], as: UTF8.self).contains("too_many_bytes"))
  }

  @Test("Failures are the same with the cache, and what an item got before it failed is kept")
  func failures() throws {
    let trial = try Trial()
    _ = try trial.run()
    trial.server["/a"] = nil
    trial.server["/c"] = Resource(Array("<html>".utf8), tag: "\"/c1\"", refusal: (412, []))
    trial.server["/d"] = Resource(Array("<html>".utf8), tag: "\"d2\"")
    let cached = try trial.run()
    #expect(cached.outputs == (try trial.run([]).outputs))
    #expect(cached.code == 3)
    try trial.folder.remove("cache")
    _ = try trial.run()
    // Of e the first address has failed.
    #expect(trial.files(in: "addresses").count == 4)
  }

  @Test("A cache folder that cannot be written ends the run at its start, with a sentence")
  func unwritable() throws {
    let trial = try Trial()
    try trial.folder.write("", to: "file")
    let run = try trial.run(["--cache", "file/cache"])
    #expect(run.code == 1)
    #expect(run.errors.contains(#""message":"the cache folder file/cache cannot be written: not a directory""#))
    #expect(run.errors.contains(#""remedy":"name another folder"#))
    #expect(run.outputs.isEmpty && trial.server.requests == 0)
    #expect(try trial.run(["--cache", ""]).code == 64)
  }

  @Test("Two runs may use one cache at once, and a resumed run goes on using it")
  func together() throws {
    let trial = try Trial()
    let plain = try trial.run([])
    let runs = try (0..<2).map { number in
      try Program.start(["prepare", "r.yaml", "--output", "both-\(number)", "--cache", "cache"], in: trial.folder)
    }
    for (number, run) in runs.enumerated() {
      #expect(try run.wait().code == 0)
      #expect(try trial.folder.outputs("both-\(number)") == plain.outputs)
    }
    #expect(trial.files(in: "bodies").count == 4)
    for limit in [["--limit", "2"], []] {
      let run = try Program.start(["prepare", "r.yaml", "--output", "out", "--cache", "cache"] + limit, in: trial.folder).wait()
      #expect(run.code == 0 && run.output.contains("of \(limit.isEmpty ? 4 : 2) downloads unchanged"))
    }
    #expect(try trial.folder.outputs("out") == plain.outputs)
  }
}
