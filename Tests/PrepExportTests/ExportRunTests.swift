import Foundation
import PrepCore
import PrepDataset
import PrepDigest
import TestSupport
import Testing

@testable import PrepExport

@Suite("An export as a whole")
struct ExportRunTests {
  /// A prepared folder in small: two files of train, one of validation, and the rows of their items.
  private func prepared() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let lines = (0..<7).map {
      ExampleLines.line(images: [$0 % 2 == 0 ? ExampleLines.png : ExampleLines.jpeg], user: "Number \($0)")
    }
    let places = [
      ("train-00001", 1), ("validation-00001", 1), ("train-00001", 2), ("train-00002", 1), ("validation-00001", 2),
      ("train-00002", 2), ("train-00002", 3),
    ]
    var rows = "{\"id\":\"bad\",\"ordinal\":0,\"record\":null}\n"
    var files: [String: String] = [:]
    for (number, (file, line)) in places.enumerated() {
      rows += "{\"id\":\"item \(number)\",\"record\":{\"file\":\"\(file).jsonl\",\"line\":\(line)}}\n"
      files[file, default: ""] += lines[number] + "\n"
    }
    for (file, text) in files { try folder.write(text, to: "out/\(file).jsonl") }
    try folder.write(rows, to: "out/items.jsonl")
    try folder.write("{\"dataset\":\"clocks\",\"records\":7}", to: "out/manifest.json")
    return folder
  }

  private func export(
    _ folder: TemporaryFolder, _ target: ExportTarget, to output: String, jobs: Int = 2,
    change: (inout ExportPlan) -> Void = { _ in }
  ) throws -> ExportSummary {
    var plan = ExportPlan([try DatasetInput("\(folder.path)/out")], to: target, output: "\(folder.path)/\(output)")
    plan.jobs = jobs
    change(&plan)
    return try ExportRun(plan).run { _ in }
  }

  /// All files of a folder by their paths.
  private func contents(_ folder: TemporaryFolder, _ name: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in FileManager.default.enumerator(atPath: "\(folder.path)/\(name)")?.compactMap({ $0 as? String }) ?? [] {
      if let bytes = try? folder.read("\(name)/\(path)") { files[path] = bytes }
    }
    return files
  }

  @Test("Splits, order, ids, and equal images once")
  func llava() throws {
    let folder = try prepared()
    let summary = try export(folder, .llava, to: "llava")
    #expect(summary.dataset == "clocks")
    #expect(summary.recordsBySplit == [.train: 5, .validation: 2])
    #expect((summary.images, summary.imageFiles) == (7, 2))
    let train = try #require(JSONSerialization.jsonObject(with: Data(folder.read("llava/train.json"))) as? [[String: Any]])
    #expect(train.map { $0["id"] as? String } == ["item 0", "item 2", "item 3", "item 5", "item 6"])
    for entry in train { #expect(folder.holds("llava/\(entry["image"] as? String ?? "")")) }
    #expect(try folder.names(in: "llava") == ["export.json", "images", "train.json", "validation.json"])
  }

  @Test(
    "A folder whose files are not as its manifest says is not exported",
    arguments: ["as written", "changed", "cut", "longer", "gone"])
  func changed(how: String) throws {
    let folder = try prepared()
    let files = try folder.names(in: "out").filter { $0.hasSuffix("1.jsonl") || $0.hasSuffix("2.jsonl") }
    let listed = try files.map { name in
      let bytes = try folder.read("out/\(name)")
      return #"{"name":"\#(name)","bytes":\#(bytes.count),"sha256":"\#(SHA256Digest.of(bytes).hex)"}"#
    }
    try folder.write(#"{"dataset":"clocks","files":[\#(listed.joined(separator: ","))]}"#, to: "out/manifest.json")
    var bytes = try folder.read("out/train-00002.jsonl")
    switch how {
    case "changed": bytes[40] ^= 1
    case "cut": bytes.removeLast()
    case "longer": bytes += Array("\n".utf8)
    default: break
    }
    try folder.write(bytes, to: "out/train-00002.jsonl")
    if how == "gone" { try folder.remove("out/train-00002.jsonl") }
    guard how != "as written" else {
      #expect(try export(folder, .llava, to: "llava").records == 7)
      return
    }
    let error = #expect(throws: RunError.self) { try export(folder, .llava, to: "llava") }
    #expect(error?.code == (how == "gone" ? .notFound : .changed))
    #expect(error?.message.contains("out/train-00002.jsonl") == true)
    #expect(try folder.names(in: "llava") == [])
  }

  @Test("The same bytes for any number of jobs", arguments: ExportTarget.allCases)
  func jobs(target: ExportTarget) throws {
    let folder = try prepared()
    let change: (inout ExportPlan) -> Void = { plan in
      if case .address(let schemes) = exportFormat(target).prefix { plan.prefix = "\(schemes[0])b/" }
    }
    let one = try export(folder, target, to: "one", jobs: 1, change: change)
    let many = try export(folder, target, to: "many", jobs: 5, change: change)
    #expect(one == many)
    #expect(one.records == 7)
    #expect(try contents(folder, "one") == contents(folder, "many"))
    // There is no test split, so nothing is said of a folder for it.
    let manifest = try JSONSerialization.jsonObject(with: Data(folder.read("one/export.json"))) as? [String: Any]
    #expect((manifest?["entries"] as? [String])?.sorted() == (try folder.names(in: "one")))
  }

  @Test("A folder that holds anything is refused, and an earlier export replaced when asked for")
  func fresh() throws {
    let folder = try prepared()
    _ = try export(folder, .trl, to: "new")
    let before = try contents(folder, "new")
    #expect(throws: RunError.self) { try export(folder, .llava, to: "new") }
    #expect(try contents(folder, "new") == before)
    _ = try export(folder, .llava, to: "new") { $0.fresh = true }
    #expect(try folder.names(in: "new") == ["export.json", "images", "train.json", "validation.json"])
    try folder.write("mine", to: "new/notes.txt")
    #expect(throws: RunError.self) { try export(folder, .trl, to: "new") { $0.fresh = true } }
    #expect(folder.holds("new/train.json"))
    try folder.move("new/notes.txt", to: "new/images/notes.txt")
    let refused = #expect(throws: RunError.self) { try export(folder, .trl, to: "new") { $0.fresh = true } }
    #expect(refused?.message.contains("images/notes.txt") == true)
    #expect(folder.holds("new/train.json"))
  }

  @Test("What a killed export left does not look finished, and is no obstacle")
  func killed() throws {
    let folder = try prepared()
    try folder.write("half", to: "new/.visionprep-export/train.json")
    try folder.write("half", to: "new/.visionprep-export/images/x.png")
    _ = try export(folder, .trl, to: "new")
    #expect(try folder.names(in: "new") == ["export.json", "train", "validation"])
    // Killed while the files got their names: the manifest was not there yet.
    try folder.move("new/export.json", to: "manifest")
    try folder.write(try folder.read("manifest"), to: "new/.visionprep-export/export.json")
    #expect(throws: RunError.self) { try export(folder, .trl, to: "new") }
    _ = try export(folder, .axolotl, to: "new") { $0.fresh = true }
    #expect(try folder.names(in: "new") == ["export.json", "images", "train.jsonl", "validation.jsonl"])
  }

  @Test("An export that ends with an error leaves nothing")
  func error() throws {
    let folder = try prepared()
    #expect(throws: RunError.self) { try export(folder, .gemini, to: "new") }
    #expect(try folder.names(in: "new") == [])
    try folder.remove("out/train-00002.jsonl")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/out/train-00002.jsonl", withIntermediateDirectories: true)
    #expect(throws: RunError.self) { try export(folder, .trl, to: "new") }
    #expect(try folder.names(in: "new") == [])
  }

  @Test("Records that fail have a row, and the others go on")
  func failures() throws {
    let folder = try TemporaryFolder()
    let lines = ["{", ExampleLines.line(user: "fine"), "", ExampleLines.line(user: "User: me")]
    try folder.write(lines.joined(separator: "\n"), to: "examples.jsonl")
    let inputs = [try DatasetInput("\(folder.path)/examples.jsonl")]
    let plan = ExportPlan(inputs, to: .bedrockNova, output: "\(folder.path)/new")
    let summary = try ExportRun(plan).run { _ in }
    #expect((summary.records, summary.failed) == (1, 2))
    let rows = String(decoding: try folder.read("new/failures.jsonl"), as: UTF8.self).split(separator: "\n")
    #expect(rows.count == 2)
    #expect(
      rows[0].hasPrefix(
        #"{"file":"examples.jsonl","line":1,"id":"examples.jsonl:1","code":"invalid_json","message":"The line is not JSON"#))
    #expect(rows[1].hasPrefix(#"{"file":"examples.jsonl","line":4,"id":"examples.jsonl:4","code":"reserved_word""#))
    #expect(summary.notes == ["Amazon Bedrock, Nova wants at least 100 examples; train has 1"])
  }

  @Test(
    "Options that the format has no place for",
    arguments: [
      (ExportTarget.trl, "s3://b/", nil), (.openai, "s3://b/", nil), (.bedrock, "gs://b/", nil), (.bedrock, "s3://", nil),
      (.gemini, "s3://b/", nil),
      (.bedrock, "s3://b/", "12"), (.gemini, "gs://b/", "123456789012"),
    ])
  func options(target: ExportTarget, prefix: String, owner: String?) throws {
    let folder = try prepared()
    #expect(throws: RunError.self) {
      try export(folder, target, to: "new") {
        $0.prefix = prefix
        $0.bucketOwner = owner
      }
    }
    #expect(!folder.holds("new"))
  }

  @Test("The account of a bucket stands in each image")
  func owner() throws {
    let folder = try prepared()
    _ = try export(folder, .bedrock, to: "new") {
      $0.prefix = "s3://b/d"
      $0.bucketOwner = "123456789012"
    }
    let text = String(decoding: try folder.read("new/train.jsonl"), as: UTF8.self)
    #expect(text.contains("\"uri\":\"s3://b/d/images/"))
    #expect(text.components(separatedBy: "\"bucketOwner\":\"123456789012\"").count == 6)
  }
}
