import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Addresses are downloaded, and each broken one costs its own row")
struct FetchingTests {
  private func recipe(_ more: String = "") -> String {
    """
    dataset: web
    source: {table: t.csv, id: key, images: [url]}
    fetch: {timeout: 700ms, max_bytes: 1MB, redirects: 3, retries: 1, allow_private: true\(more)}
    prompt: {user: "What is {key}?"}
    answer: {text: "{key}"}
    """
  }

  @Test("Each kind of fault has its code")
  func codes() throws {
    let server = try MisbehavingServer()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let cases = [
      ("missing", server.url("/status/404"), "http_404"), ("broken", server.url("/status/500"), "http_500"),
      ("busy", server.url("/status/429"), "http_429"), ("text", server.url("/ok"), "not_an_image"),
      ("loop", server.url("/loop"), "too_many_redirects"), ("silent", server.url("/slow"), "timeout"),
      ("drip", server.url("/drip"), "timeout"), ("endless", server.url("/endless"), "too_many_bytes"),
      ("short", server.url("/long-length"), "connection"), ("reset", server.url("/reset"), "connection"),
      ("scheme", "ftp://127.0.0.1/x.jpg", "unsupported_address"), ("nothing", "none.jpg", "not_found"),
    ]
    try folder.write("key,url\n" + cases.map { "\($0.0),\($0.1)\n" }.joined(), to: "t.csv")
    try folder.write(recipe(), to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 3, "\(run.errors)")
    let rows = try folder.objects("out/items.jsonl")
    #expect(rows.count == cases.count)
    for (row, expected) in zip(rows, cases) {
      #expect(row["id"] as? String == expected.0)
      #expect((row["failure"] as? [String: Any])?["code"] as? String == expected.2, "\(expected.0)")
      #expect(row["record"] is NSNull)
    }
    #expect(!folder.holds("out/train-00001.jsonl"))
    #expect(run.output.contains("what to do:"))
  }

  @Test("Private addresses are refused unless the recipe allows them")
  func privateAddress() throws {
    let server = try MisbehavingServer()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try folder.write("key,url\na,\(server.url("/ok"))\n", to: "t.csv")
    try folder.write(recipe().replacingOccurrences(of: "allow_private: true", with: "allow_private: false"), to: "r.yaml")
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", in: folder).code == 3)
    let failure = try folder.objects("out/items.jsonl").first?["failure"] as? [String: Any]
    #expect(failure?["code"] as? String == "address_refused")
    #expect(server.accepted == 0)
  }

  @Test("Credentials reach the server and nothing that a run writes")
  func credentials() throws {
    let server = try MisbehavingServer()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let plain = server.url("")
    let secret = plain.replacingOccurrences(of: "http://", with: "http://someone:hush1@")
    let addresses = [
      "\(secret)/echo", "\(secret)/status/404", "\(plain)/echo?sig=hush2", "\(plain)/echo?sig=hush3", "\(secret)/reset",
      "\(plain)/to?ftp://hush4@h/",
    ]
    try folder.write("key,url\n" + addresses.map { "\($0),\($0)\n" }.joined(), to: "t.csv")
    let yaml = recipe(", headers: {X-Key: \"${VISIONPREP_TEST_SECRET}\", X-Other: hush5}, user_agent: someone/1")
      .replacingOccurrences(of: "{text: \"{key}\"}", with: "{text: fixed}")
      .replacingOccurrences(of: "What is {key}?", with: "What is this?")
    try folder.write(yaml, to: "r.yaml")
    let refused = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(refused.errors.contains("VISIONPREP_TEST_SECRET, which is not set"))
    #expect(!folder.holds("out"))
    setenv("VISIONPREP_TEST_SECRET", "hush6", 1)
    defer { unsetenv("VISIONPREP_TEST_SECRET") }
    for arguments in [["--dry-run"], [], ["--fresh", "--json"]] {
      let run = try Program.start(["prepare", "r.yaml", "--output", "out"] + arguments, in: folder).wait()
      #expect(!(run.output + run.errors + refused.errors).contains("hush"))
    }
    #expect(server.requests(of: "/echo?sig=hush2") == 2)
    #expect(
      try folder.objects("out/items.jsonl").map { $0["id"] as? String } == [
        "\(plain)/echo", "\(plain)/status/404", "\(plain)/echo?sig=REDACTED", "\(plain)/echo?sig=REDACTED-2", "\(plain)/reset",
        "\(plain)/to?ftp://h/",
      ])
    let files = FileManager.default.enumerator(atPath: folder.path + "/out")?.compactMap { $0 as? String } ?? []
    #expect(files.count > 2)
    for file in files {
      let bytes = FileManager.default.contents(atPath: "\(folder.path)/out/\(file)") ?? Data()
      #expect(bytes.range(of: Data("hush".utf8)) == nil, "\(file)")
    }
  }

  /// Starts a run of which the last item waits for the server, and returns when it does.
  private func startWaiting(_ server: MisbehavingServer, in folder: TemporaryFolder) throws -> Program.Running {
    try folder.copyFixtures("samples/cards/scans", to: "scans")
    try folder.write("key,url\na,scans/okafor.png\nb,scans/tanaka.jpg\nc,\(server.url("/slow"))\n", to: "t.csv")
    try folder.write(recipe().replacingOccurrences(of: "700ms", with: "60s"), to: "r.yaml")
    let running = try Program.start(["prepare", "r.yaml", "--output", "out"], in: folder)
    while server.requests == 0 { usleep(2000) }
    return running
  }

  /// Runs the recipe to its end, with a shorter time-out; that is no part of the plan.
  private func resume(in folder: TemporaryFolder) throws -> [String: Any] {
    try folder.write(recipe(), to: "r.yaml")
    let resumed = try Program.run("prepare", "r.yaml", "--output", "out", "--json", in: folder)
    #expect(resumed.code == 3)
    #expect(try folder.objects("out/items.jsonl").map { $0["id"] as? String } == ["a", "b", "c"])
    return try JSONSerialization.jsonObject(with: Data(resumed.output.utf8)) as? [String: Any] ?? [:]
  }

  @Test("An interrupt finishes what is in flight within seconds, ends with 75, and the same command goes on")
  func interrupt() throws {
    let server = try MisbehavingServer()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let running = try startWaiting(server, in: folder)
    running.process.interrupt()
    let ending = try running.wait()
    #expect(ending.code == 75)
    #expect(ending.output.contains("visionprep prepare r.yaml --output out"))
    #expect(!folder.holds("out/manifest.json"))
    #expect(!folder.holds("out/train-00001.jsonl"))
    let summary = try resume(in: folder)
    #expect(summary["resumed"] as? Int == 2)
    #expect(summary["records"] as? Int == 2)
  }

  @Test("A second interrupt gives up what is in flight")
  func secondInterrupt() throws {
    let server = try MisbehavingServer()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let running = try startWaiting(server, in: folder)
    running.process.interrupt()
    // Two signals at once would be one: the second is sent when the first was noticed.
    while !(try String(contentsOfFile: running.errors, encoding: .utf8)).contains("stopping") { usleep(2000) }
    running.process.interrupt()
    #expect(try running.wait().code == 75)
    #expect(try resume(in: folder)["records"] as? Int == 2)
  }
}
