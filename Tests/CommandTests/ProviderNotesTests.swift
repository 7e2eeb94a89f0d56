import TestSupport
import Testing

@Suite("What prepare says of the provider before the work")
struct ProviderNotesTests {
  private func folder(profile: String, table: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.copyFixtures("images", to: "images")
    try folder.write("extends: openai\nname: ours\ntitle: Our house\nfile: {min_examples: 1}\n\(profile)\n", to: "ours.yaml")
    try folder.write(table, to: "t.jsonl")
    try folder.write(
      """
      dataset: x
      source: {table: t.jsonl, id: id, images: [pictures]}
      prompt: {user: What?}
      answer: {text: "{id}"}
      provider: ours.yaml
      """, to: "r.yaml")
    return folder
  }

  private static let picture = "images/png-rgb8.png"

  @Test("What has ended or ends soon is said once, and is no part of the output")
  func closings() throws {
    let folder = try folder(
      profile: """
        models: [{name: old, closes: 2020-02-01}, {name: new, closes: 9999-02-01}]
        closing: [{date: 2020-01-01, what: the house is closed}, {date: 9999-01-01, what: the world is closed}]
        """,
      table: "{\"id\": \"a\", \"pictures\": [\"\(Self.picture)\"]}\n")
    for command in [["prepare", "r.yaml", "--output", "out"], ["prepare", "r.yaml", "--dry-run"]] {
      let run = try Program.start(command, in: folder).wait()
      #expect(run.code == 0)
      let notes = run.errors.split(separator: "\n").filter { $0.contains("closed") || $0.contains("stop") }
      #expect(notes.count == 2, "\(run.errors)")
      #expect(notes.first?.hasPrefix("visionprep: note: Our house: from 2020-01-01 on, ") == true)
      #expect(notes.first?.hasSuffix(" days ago: the house is closed") == true)
      #expect(notes.last?.hasPrefix("visionprep: note: Our house: old stops on 2020-02-01, ") == true)
      #expect(!run.output.contains("2020"))
    }
    for (name, bytes) in try folder.outputs("out") {
      #expect(!String(decoding: bytes, as: UTF8.self).contains("2020-0"), "\(name)")
    }
    let quiet = try Program.run("prepare", "r.yaml", "--output", "other", "--quiet", in: folder)
    #expect(quiet.errors.isEmpty)
  }

  @Test("Items with more images than an example may have are counted before the work")
  func tooManyImages() throws {
    let rows = [1, 2, 3, 3].enumerated().map { number, count in
      "{\"id\": \"k\(number)\", \"pictures\": [\([String](repeating: "\"\(Self.picture)\"", count: count).joined(separator: ", "))]}\n"
    }
    let folder = try folder(profile: "images: {per_example: 2}", table: rows.joined())
    let note = "2 items have more images than the 2 that Our house takes in one example, k2 first"
    let plan = try Program.run("prepare", "r.yaml", "--dry-run", in: folder)
    #expect(plan.output.contains(note), "\(plan.output)")
    #expect(plan.output.contains("cannot become records, as the input shows already: 2"))
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 3)
    #expect(run.errors.contains(note))
    let codes = try folder.objects("out/items.jsonl").map { ($0["failure"] as? [String: Any])?["code"] as? String }
    #expect(codes == [nil, nil, "too_many_images", "too_many_images"])
  }
}
