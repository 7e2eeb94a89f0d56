import Foundation
import TestSupport
import Testing

@Suite("check")
struct CheckTests {
  private static let good =
    #"{"messages":[{"role":"user","content":"What?"},{"role":"assistant","content":"A watch."}]}"#

  private func rows(_ run: Program.Ending) throws -> [[String: Any]] {
    try run.output.split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
  }

  /// A folder with a table of a thousand rows over images of the fixtures, and its recipe.
  private func thousand(provider: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let images = [
      "jpeg-420.jpg", "jpeg-gray.jpg", "jpeg-cmyk-adobe.jpg", "png-rgb8.png", "png-palette8.png", "png-gray-alpha16.png",
      "webp-lossless.webp", "jpeg-exif-orientation-6.jpg",
    ]
    let fixtures = Program.packageFolder + "/fixtures/images/"
    let table = (0..<1000).map { "k\($0),\(fixtures)\(images[$0 % images.count]),\"é \"\"\($0)\"\" 😀\"" }
    try folder.write("key,image,answer\n" + table.joined(separator: "\n") + "\n", to: "t.csv")
    try folder.write(
      """
      dataset: thousand
      source: {table: t.csv, id: key, images: [image]}
      prompt: {system: You know watches., user: "What is {key}?"}
      answer: {json: [answer]}
      split: {train: 0.9, validation: 0.1}
      provider: \(provider)
      """, to: "r.yaml")
    return folder
  }

  @Test("On a thousand records of prepare nothing is found", arguments: ["openai", "fireworks"])
  func clean(provider: String) throws {
    let folder = try thousand(provider: provider)
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", "--quiet", in: folder).code == 0)
    let run = try Program.run("check", "out", "--json", "--all", "--decode", in: folder)
    #expect(run.code == 0, "\(run.output.prefix(2000))")
    let rows = try rows(run)
    #expect(rows.filter { $0["kind"] as? String == "finding" && $0["code"] as? String != "closing" }.isEmpty)
    let summaries = rows.filter { $0["kind"] as? String == "summary" }
    #expect(summaries.compactMap { $0["provider"] as? String } == [provider, provider])
    #expect(summaries.compactMap { $0["split"] as? String } == ["train", "validation"])
    #expect(summaries.reduce(0) { $0 + ($1["images"] as? Int ?? 0) } == 1000)
    let unseen = provider == "openai" ? ["people", "faces", "children", "CAPTCHAs"] : []
    #expect(summaries.compactMap { $0["not_looked_for"] as? [String] } == [unseen, unseen])
  }

  @Test("What a provider leaves out without a word, and nobody looks for, is said where there are pictures")
  func notLookedFor() throws {
    let folder = try thousand(provider: "openai")
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", "--quiet", in: folder).code == 0)
    let sentence = "not looked for: pictures with people, faces, children, CAPTCHAs; openai skips them without a word"
    #expect(try Program.run("check", "out", in: folder).output.contains(sentence))
    #expect(try !Program.run("check", "out", "--quiet", in: folder).output.contains(sentence))
    #expect(try !Program.run("check", "out", "--provider", "fireworks", in: folder).output.contains("not looked for"))
    try folder.write([String](repeating: Self.good, count: 12).joined(separator: "\n") + "\n", to: "train.jsonl")
    #expect(try !Program.run("check", "train.jsonl", in: folder).output.contains("not looked for"))
  }

  @Test("A provider that is named twice is checked for once")
  func providerTwice() throws {
    let folder = try TemporaryFolder()
    try folder.write([String](repeating: Self.good, count: 12).joined(separator: "\n") + "\n", to: "train.jsonl")
    let run = try Program.run(
      "check", "train.jsonl", "-p", "together", "-p", "openai", "-p", "together", "--json", in: folder)
    let summaries = try rows(run).filter { $0["kind"] as? String == "summary" }
    #expect(summaries.compactMap { $0["provider"] as? String } == ["together", "openai"])
  }

  @Test("With a model, an example beyond its context is named")
  func context() throws {
    let folder = try TemporaryFolder()
    var lines = [String](repeating: Self.good, count: 12)
    // 65,535 tokens of `hello` and what the format adds.
    lines[7] = lines[7].replacing("What?", with: [String](repeating: "hello", count: 65_530).joined(separator: " "))
    try folder.write(lines.joined(separator: "\n") + "\n", to: "train.jsonl")
    let run = try Program.run("check", "train.jsonl", "--model", "gpt-4o-2024-08-06", "--json", in: folder)
    #expect(run.code == 4)
    let found = try rows(run).filter { $0["code"] as? String == "context_too_long" }
    #expect(found.compactMap { $0["line"] as? Int } == [8])
    // 3 for the answer, 4 for each of two messages, and "A watch.".
    #expect(found.compactMap { $0["found"] as? String } == ["65544 tokens"])
    #expect(try Program.run("check", "train.jsonl", in: folder).code == 0)
  }

  @Test("A fault is named with its line, its place and its remedy, and ends with 4")
  func fault() throws {
    let folder = try TemporaryFolder()
    var lines = [String](repeating: Self.good, count: 12)
    lines[4] = lines[4].replacing("user", with: "human")
    try folder.write(lines.joined(separator: "\n") + "\n", to: "train.jsonl")
    let run = try Program.run("check", "train.jsonl", "--provider", "openai", "--provider", "together", in: folder)
    #expect(run.code == 4)
    #expect(run.output.contains("train.jsonl, for openai (2026-11): would be refused"))
    #expect(run.output.contains("train.jsonl, for together (2026-11): would be refused"))
    #expect(run.output.contains("line 5: messages[0].role: \"human\"; allowed are system, user, assistant, tool"))
    #expect(run.output.contains("what to do: Use one of the provider's roles."))
    let all = try Program.run("check", "train.jsonl", "--all", in: folder)
    #expect(all.output.contains("train.jsonl:5: refused unknown_role: messages[0].role: \"human\""))
    let json = try rows(try Program.run("check", "train.jsonl", "--json", in: folder))
    let finding = try #require(json.first { $0["code"] as? String == "unknown_role" })
    #expect(finding["line"] as? Int == 5)
    #expect(finding["path"] as? String == "messages[0].role")
    #expect(finding["remedy"] as? String == "Use one of the provider's roles.")
    #expect(json.last?["verdict"] as? String == "refused")
  }

  @Test("What is only skipped, or only warned of")
  func severities() throws {
    let folder = try TemporaryFolder()
    let gray = try Data(contentsOf: URL(filePath: Program.packageFolder + "/fixtures/images/png-gray8.png")).base64EncodedString()
    let image = #"[{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(gray)"}}]"#
    let lines = [String](repeating: Self.good, count: 10)
    try folder.write((lines + [Self.good.replacing("\"What?\"", with: image)]).joined(separator: "\n") + "\n", to: "gray.jsonl")
    try folder.write(lines.joined(separator: "\r\n") + "\r\n", to: "warned.jsonl")
    let skipped = try Program.run("check", "gray.jsonl", in: folder)
    #expect(skipped.code == 4)
    #expect(skipped.output.contains("a part of it silently skipped"))
    #expect(skipped.output.contains("line 11: messages[0].content[0].image_url.url: a PNG of gray pixels"))
    let warned = try Program.run("check", "warned.jsonl", "--quiet", in: folder)
    #expect(warned.code == 0)
    #expect(warned.output.isEmpty)
  }

  @Test("A profile of one's own, and its mistakes")
  func profiles() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.good + "\n", to: "a.jsonl")
    try folder.write("extends: openai\nname: ours\nfile: {min_examples: 1}\n", to: "ours.yaml")
    try folder.write("extends: openai\nfile: {min_exmples: 1}\n", to: "wrong.yaml")
    #expect(try Program.run("check", "a.jsonl", in: folder).code == 4)
    #expect(try Program.run("check", "a.jsonl", "--provider", "ours.yaml", in: folder).code == 0)
    let wrong = try Program.run("check", "a.jsonl", "--provider", "wrong.yaml", in: folder)
    #expect(wrong.code == 64)
    #expect(wrong.errors.contains("wrong.yaml:2: unknown key \"min_exmples\" in file; did you mean min_examples?"))
    #expect(try Program.run("check", "none.jsonl", in: folder).code == 1)
  }

  @Test("A recipe with a profile of its own prepares within its limits")
  func recipe() throws {
    let folder = try TemporaryFolder()
    try folder.write("key\na\nb\nc\n", to: "t.csv")
    try folder.write("extends: openai\nname: ours\nfile: {max_bytes: 200B, min_examples: 1}\n", to: "profiles/ours.yaml")
    try folder.write(
      """
      dataset: x
      source: {table: t.csv, id: key, images: []}
      prompt: {user: "{key}"}
      answer: {text: "{key}"}
      provider: profiles/ours.yaml
      """, to: "r.yaml")
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", "--quiet", in: folder).code == 0)
    #expect(try folder.names(in: "out").filter { $0.hasPrefix("train-") }.count == 2)
    try folder.write("extends: openai\nname: ours\nfil: {}\n", to: "profiles/ours.yaml")
    let wrong = try Program.run("prepare", "r.yaml", "--output", "other", in: folder)
    #expect(wrong.code == 64)
    #expect(wrong.errors.contains("profiles/ours.yaml:3: unknown key \"fil\""))
  }
}
