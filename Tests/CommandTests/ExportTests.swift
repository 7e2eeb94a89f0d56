import Foundation
import TestSupport
import Testing

@Suite("Export writes each format from what prepare wrote")
struct ExportTests {
  /// The watches, prepared once for all tests.
  private static let watches: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    #expect(try Program.run("prepare", "watches/watches.yaml", "--output", "out", "--quiet", in: folder).code == 0)
    return folder
  }

  struct Target: Sendable, CustomTestStringConvertible {
    var name: String
    var options: [String] = []
    /// What stands in the folder beside export.json.
    var entries: [String]
    /// Where the training records are.
    var train: String
    /// Words of the first record.
    var words: [String]

    var testDescription: String { name }
  }

  private static let apiFiles = ["test-00001.jsonl", "train-00001.jsonl", "validation-00001.jsonl"]
  private static let stackFiles = ["images", "test.jsonl", "train.jsonl", "validation.jsonl"]

  static let targets = [
    Target(
      name: "openai", entries: apiFiles, train: "train-00001.jsonl", words: [#""detail":"high""#, "data:image/jpeg;base64,"]),
    Target(
      name: "azure", entries: apiFiles, train: "train-00001.jsonl", words: [#""detail":"high""#, "data:image/jpeg;base64,"]),
    Target(
      name: "together", entries: apiFiles, train: "train-00001.jsonl", words: [#"{"type":"image_url","image_url":{"url":"data:"#]),
    Target(
      name: "fireworks", entries: apiFiles, train: "train-00001.jsonl", words: [#"{"type":"image_url","image_url":{"url":"data:"#]
    ),
    Target(
      name: "gemini", options: ["--uri-prefix", "gs://b/w/"], entries: ["images"] + apiFiles, train: "train-00001.jsonl",
      words: [#""fileData":{"mimeType":"image/jpeg","fileUri":"gs://b/w/images/"#, #""role":"model""#]),
    Target(
      name: "bedrock", options: ["--uri-prefix", "s3://b/w", "--bucket-owner", "123456789012"], entries: stackFiles,
      train: "train.jsonl",
      words: [#""s3Location":{"uri":"s3://b/w/images/"#, #""bucketOwner":"123456789012""#]),
    Target(
      name: "bedrock-nova", options: ["--uri-prefix", "s3://b/w/"], entries: stackFiles, train: "train.jsonl",
      words: [#"{"schemaVersion":"bedrock-conversation-2024","#]),
    Target(
      name: "trl", entries: ["test", "train", "validation"], train: "train/metadata.jsonl",
      words: [#"{"images_file_names":["images/"#, #"{"type":"image"}"#]),
    Target(
      name: "llama-factory", entries: ["dataset_info.json"] + stackFiles, train: "train.jsonl",
      words: [#"{"conversations":[{"from":"human","value":"#, "<image>"]),
    Target(
      name: "ms-swift", options: ["--uri-prefix", "/data"], entries: stackFiles, train: "train.jsonl",
      words: [#""images":["/data/images/"#]),
    Target(name: "axolotl", entries: stackFiles, train: "train.jsonl", words: [#"{"type":"image","path":"images/"#]),
    Target(
      name: "llava", entries: ["images", "test.json", "train.json", "validation.json"], train: "train.json",
      words: [#"{"id":"images/"#, #""value":"<image>\n"#]),
    Target(
      name: "webdataset", entries: ["test-000000.tar", "train-000000.tar", "validation-000000.tar"], train: "train-000000.tar",
      words: ["ustar", #""image":"0.jpg""#]),
  ]

  @Test("The files of the format, and the same for another number of threads", arguments: targets)
  func format(target: Target) throws {
    let folder = try Self.watches.get()
    let output = "new-\(target.name)"
    let run = try Program.start(["export", "out", "--to", target.name, "--output", output] + target.options, in: folder).wait()
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("watches for \(target.name): 15 records"))
    #expect(try folder.names(in: output) == (target.entries + ["export.json"]).sorted())
    let text = String(decoding: try folder.read("\(output)/\(target.train)").prefix(2_000_000), as: UTF8.self)
    for word in target.words { #expect(text.contains(word), "\(word)") }

    let manifest = try #require(folder.objects("\(output)/export.json").first)
    #expect(manifest["records"] as? Int == 15)
    let splits = manifest["splits"] as? [String: Int]
    #expect(splits == ["train": 12, "validation": 2, "test": 1])
    let images = manifest["images"] as? [String: Int]
    #expect(images?["count"] == 15)
    #expect(images?["converted"] == (["fireworks", "bedrock-nova"].contains(target.name) ? 2 : 0))

    let alone =
      ["export", "out", "--to", target.name, "--output", "alone-\(target.name)", "--jobs", "1", "--quiet"] + target.options
    let other = try Program.start(alone, in: folder).wait()
    #expect(other.output.isEmpty)
    #expect(try folder.read("alone-\(target.name)/export.json") == folder.read("\(output)/export.json"))
  }

  @Test("What OpenAI gets is what prepare wrote")
  func same() throws {
    let folder = try Self.watches.get()
    #expect(try Program.run("export", "out", "--to", "openai", "--output", "same", "--quiet", in: folder).code == 0)
    for name in Self.apiFiles { #expect(try folder.read("same/\(name)") == folder.read("out/\(name)")) }
  }

  @Test("Files of others, with a record that fails: code 3, a row, and the summary says why")
  func failure() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}
      {"messages":[{"role":"user","content":"<image>"},{"role":"assistant","content":"b"}]}

      """, to: "mine/train.jsonl")
    try folder.write(
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#, to: "mine/validation.jsonl")
    let run = try Program.run(
      "export", "mine/train.jsonl", "mine/validation.jsonl", "--to", "llama-factory", "--name", "mine", "--output", "lf",
      in: folder)
    #expect(run.code == 3)
    #expect(run.output.contains("mine for llama-factory: 2 records, 1 failed"))
    #expect(run.output.contains("such as mine/train.jsonl:2: messages[0] holds \"<image>\""))
    let rows = try folder.objects("lf/failures.jsonl")
    #expect(rows.map { $0["code"] as? String } == ["reserved_word"])
    let information = try #require(folder.objects("lf/dataset_info.json").first)
    #expect(information.keys.sorted() == ["mine_train", "mine_validation"])

    let json = try Program.run("export", "mine/train.jsonl", "--to", "trl", "--output", "json", "--json", in: folder)
    #expect(json.code == 0)
    let summary = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(summary["records"] as? Int == 2)
  }

  @Test("A folder that holds anything is refused")
  func notEmpty() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#, to: "train.jsonl")
    #expect(try Program.run("export", "train.jsonl", "--to", "trl", "--output", "new", in: folder).code == 0)
    let refused = try Program.run("export", "train.jsonl", "--to", "axolotl", "--output", "new", in: folder)
    #expect(refused.code == 1)
    #expect(refused.errors.contains("--fresh"))
    #expect(try Program.run("export", "train.jsonl", "--to", "axolotl", "--output", "new", "--fresh", in: folder).code == 0)
    #expect(try folder.names(in: "new") == ["export.json", "train.jsonl"])
  }

  @Test("An input that is not there, or no dataset, ends with 1 and writes nothing")
  func input() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "empty/notes.txt")
    for name in ["none.jsonl", "empty"] {
      let run = try Program.run("export", name, "--to", "trl", "--output", "new", in: folder)
      #expect(run.code == 1)
      #expect(run.errors.contains(name))
      #expect(!folder.holds("new/export.json"))
    }
  }
}
