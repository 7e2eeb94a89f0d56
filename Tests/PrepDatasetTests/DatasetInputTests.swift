import PrepCore
import PrepDataset
import TestSupport
import Testing

@Suite("What records are read from")
struct DatasetInputTests {
  private static let names = [
    "test-00001.jsonl", "train-00002.jsonl", "train-00001.jsonl", "validation-00001.jsonl", "items.jsonl", "other.jsonl",
    "testimonials.jsonl", "train-00003.txt",
  ]

  private func folder(manifest: String?) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in Self.names { try folder.write("{}\n", to: name) }
    if let manifest { try folder.write(manifest, to: "manifest.json") }
    return folder
  }

  @Test(
    "A folder stands for the files of its splits, in order",
    arguments: [nil, #"{"provider":{"name":"azure","collected":"2026-11"},"dataset":"clocks","records":7}"#])
  func byName(manifest: String?) throws {
    let folder = try folder(manifest: manifest)
    let input = try DatasetInput("\(folder.path)/")
    #expect(input.files.map(\.name) == ["train-00001.jsonl", "train-00002.jsonl", "validation-00001.jsonl", "test-00001.jsonl"])
    #expect(input.files.map(\.split) == [.train, .train, .validation, .test])
    #expect(input.files.allSatisfy { $0.folder == folder.path && $0.path == "\(folder.path)/\($0.name)" })
    #expect([input].providers == (manifest == nil ? [] : ["azure"]))
    #expect([input].dataset == (manifest == nil ? nil : "clocks"))
    #expect([input, input].records == (manifest == nil ? nil : 14))
    #expect(try DatasetInput(folder.path, split: .test).files.allSatisfy { $0.split == .test })
  }

  @Test("A manifest says which files are records; it cannot name files elsewhere")
  func byManifest() throws {
    let folder = try folder(
      manifest: #"""
        {"files":[{"name":"test-00001.jsonl"},{"name":"train-00001.jsonl"},{"name":"items.jsonl"},
        {"name":"train-/../../a.jsonl"}]}
        """#)
    #expect(try DatasetInput(folder.path).files.map(\.name) == ["train-00001.jsonl", "test-00001.jsonl"])
  }

  @Test(
    "One rule tells what a file is used for by its name",
    arguments: [
      ("a/validation-00003.jsonl", Split.validation), ("a/validated.jsonl", .train), ("testimonials.jsonl", .train),
      ("validation_set.jsonl", .train), ("test.jsonl", .test), ("-", .train), ("train", .train),
    ])
  func splits(path: String, split: Split) throws {
    let input = try DatasetInput(path)
    #expect(input.files.map(\.split) == [split])
    #expect(input.files.first?.folder == nil && input.manifest == nil)
    #expect(try DatasetInput(path, split: .test).files.map(\.split) == [.test])
  }

  @Test("A folder without records, an unfinished one, and a broken manifest are refused")
  func refused() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "empty/other.jsonl")
    try folder.write("", to: "begun/train-00001.jsonl")
    try folder.write("{}", to: "begun/.visionprep/plan.json")
    try folder.write("", to: "broken/train-00001.jsonl")
    try folder.write("{", to: "broken/manifest.json")
    for (name, words) in [("empty", "no file such as"), ("begun", "no manifest.json"), ("broken", "cannot be read")] {
      let error = #expect(throws: RunError.self) { try DatasetInput("\(folder.path)/\(name)") }
      #expect(error?.message.contains(words) == true)
      #expect(error?.message.contains("\(folder.path)/\(name)") == true)
    }
  }

  @Test("The ids of records come from items.jsonl; rows of failures and damaged rows are passed over")
  func ids() throws {
    let folder = try folder(manifest: nil)
    try folder.write(
      """
      {"id":"bad","record":null}
      {"id":"a","images":[{"source":"x"}],"record":{"line":1,"file":"train-00001.jsonl"}}
      {"id":"b","rec
      {"id":"c","record":{"file":"test-00001.jsonl","line":1}}
      {"id":"d","record":{"file":"train-00001.jsonl","line":2}}
      """, to: "items.jsonl")
    let input = try DatasetInput(folder.path)
    #expect(try input.ids { _, _ in true } == ["train-00001.jsonl": [1: "a", 2: "d"], "test-00001.jsonl": [1: "c"]])
    #expect(try input.ids { $1 == 2 } == ["train-00001.jsonl": [2: "d"]])
    guard var rows = RecordIDs(folder: folder.path) else {
      Issue.record("items.jsonl is not there")
      return
    }
    #expect(try rows.id(file: "train-00001.jsonl", line: 2) == "d")
    #expect(try rows.id(file: "train-00001.jsonl", line: 3) == nil)
  }
}
