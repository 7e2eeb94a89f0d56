import Foundation
import TestSupport
import Testing

@Suite("Estimating tokens and cost")
struct EstimateTests {
  private func record(_ text: String, answer: String = "yes") -> String {
    #"{"messages":[{"role":"user","content":"\#(text)"},{"role":"assistant","content":"\#(answer)"}]}"# + "\n"
  }

  private func json(
    _ arguments: String..., in folder: TemporaryFolder, code: Int32 = 0, environment: [String: String] = [:]
  ) throws -> [String: Any] {
    try json(arguments, in: folder, code: code, environment: environment)
  }

  private func json(
    _ arguments: [String], in folder: TemporaryFolder, code: Int32 = 0, environment: [String: String] = [:]
  ) throws -> [String: Any] {
    let run = try Program.start(["estimate"] + arguments + ["--json"], in: folder, environment: environment).wait()
    #expect(run.code == code, "\(run.errors)")
    return try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any] ?? [:]
  }

  private func tally(_ estimate: [String: Any], _ split: String = "train") -> [String: Any] {
    (estimate["splits"] as? [String: Any])?[split] as? [String: Any] ?? [:]
  }

  /// "hello world" has two tokens; the format adds 3 and a role for each message, and 3 for the answer.
  private static let tokensOfHello = (3 + 1 + 2) + (3 + 1 + 1) + 3

  @Test("A prepared folder is estimated by split, and its images by their size")
  func folder() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    #expect(try Program.run("prepare", "watches/watches.yaml", "--output", "out", "--quiet", in: folder).code == 0)
    let estimate = try json("out", in: folder)
    // Tiles of 512 pixels that cover the image when its short side has come down to 768.
    var wanted: [String: Int] = [:]
    for row in try folder.objects("out/items.jsonl") {
      for image in row["images"] as? [[String: Any]] ?? [] {
        let sides = [image["width"] as? Int ?? 0, image["height"] as? Int ?? 0].sorted().map(Double.init)
        let scale = min(1, 2048 / sides[1], 768 / sides[0])
        let tiles = sides.map { Int(($0 * scale / 512 - 1e-9).rounded(.up)) }
        wanted[row["split"] as? String ?? "", default: 0] += 85 + 170 * tiles[0] * tiles[1]
      }
    }
    for split in ["train", "validation", "test"] {
      #expect(tally(estimate, split)["image_tokens"] as? Int == wanted[split] ?? 0, "\(split)")
      #expect(tally(estimate, split)["complete"] as? Bool == true)
    }
    let training = try #require(estimate["training"] as? [String: Any])
    let tokens = try #require(tally(estimate)["tokens"] as? Int)
    #expect(training["tokens"] as? Int == tokens * 3)
    #expect(training["usd"] as? Double == Double(tokens * 3 * 25) / 1_000_000)
    let evaluation = try #require(estimate["evaluation"] as? [String: Any])
    let input = try #require(evaluation["input_tokens"] as? Int)
    let output = try #require(evaluation["output_tokens"] as? Int)
    // The answer's message costs three tokens and its role when it is given, and nothing when it is asked for.
    #expect(input + output + 4 * (evaluation["examples"] as? Int ?? 0) == tally(estimate, "test")["tokens"] as? Int)
  }

  /// 450,000 tokens over 3 epochs at 3.00 USD a million, from the cost plan of a team that tunes gpt-4o-mini.
  @Test("150,000 tokens for three epochs of gpt-4o-mini cost 1.35 USD")
  func cost() throws {
    let folder = try TemporaryFolder()
    let lines = 150_000 / Self.tokensOfHello
    let rest = 150_000 - lines * Self.tokensOfHello
    #expect(rest == 4)
    // What is left is four more tokens in the last line.
    try folder.write(
      String(repeating: record("hello world"), count: lines - 1) + record("hello world hello world hello world"), to: "data.jsonl"
    )
    let estimate = try json("data.jsonl", "--model", "gpt-4o-mini", in: folder)
    #expect(tally(estimate)["tokens"] as? Int == 150_000)
    let training = try #require(estimate["training"] as? [String: Any])
    #expect(training["tokens"] as? Int == 450_000)
    #expect(training["usd"] as? Double == 1.35)
    let text = try Program.run("estimate", "data.jsonl", "--model", "gpt-4o-mini", in: folder)
    #expect(text.output.contains("150,000 tokens x 3 epochs = 450,000 at 3.00 USD a million: 1.35 USD"), "\(text.output)")
  }

  @Test("Without vocabularies text tokens are unknown, and everything else is there")
  func noVocabulary() throws {
    let folder = try TemporaryFolder()
    let file = Program.packageFolder + "/fixtures/samples/watches/images/rolex-submariner.jpg"
    let url = "data:image/jpeg;base64,\(try Data(contentsOf: URL(filePath: file)).base64EncodedString())"
    try folder.write(
      #"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"\#(url)"}}]}]}"# + "\n", to: "data.jsonl")
    let environment = ["VISIONPREP_VOCABULARIES": folder.path]
    let estimate = try json("data.jsonl", in: folder, environment: environment)
    #expect(tally(estimate)["text_tokens"] is NSNull)
    #expect(tally(estimate)["tokens"] is NSNull)
    // 1400 x 1400, so four tiles.
    #expect(tally(estimate)["image_tokens"] as? Int == 765)
    #expect(estimate["training"] is NSNull)
    let run = try Program.start(["estimate", "data.jsonl"], in: folder, environment: environment).wait()
    #expect(run.code == 0)
    #expect(run.output.contains("text tokens are unknown"))
    #expect(run.output.contains("tools/install-vocabularies"))
    // A file of that name that is another one must not be counted by.
    try folder.write("IQ== 0\n", to: "o200k_base.tiktoken")
    let other = try Program.start(["estimate", "data.jsonl"], in: folder, environment: environment).wait()
    #expect(other.output.contains("is not the published vocabulary"), "\(other.output)")
  }

  @Test("Of an unknown model nothing is guessed")
  func unknownModel() throws {
    let folder = try TemporaryFolder()
    try folder.write(record("hello world"), to: "data.jsonl")
    let estimate = try json("data.jsonl", "--model", "gpt-6", in: folder)
    #expect(estimate["model_known"] as? Bool == false)
    #expect(tally(estimate)["examples"] as? Int == 1)
    #expect(tally(estimate)["tokens"] is NSNull)
    #expect(estimate["training"] is NSNull && estimate["usd_per_million"] is NSNull)
    // A known one without a price.
    let unpriced = try json("data.jsonl", "--model", "gpt-5", in: folder)
    #expect(tally(unpriced)["tokens"] as? Int == Self.tokensOfHello)
    #expect((unpriced["training"] as? [String: Any])?["usd"] is NSNull)
    let provider = try Program.run("estimate", "data.jsonl", "--provider", "opnai", in: folder)
    #expect(provider.code == 64)
    #expect(provider.errors.contains("opnai") && provider.errors.contains("openai"))
  }

  @Test("Prices and rules come from a table of one's own")
  func table() throws {
    let folder = try TemporaryFolder()
    try folder.write(record("hello world"), to: "data.jsonl")
    try folder.write(
      #"""
      {"collected": "2027-02", "source": "a contract",
       "providers": [{"name": "here", "title": "Here", "notices": [{"date": "2027-04-30", "text": "the end of training"}]}],
       "models": [{"name": "ours", "encoding": "cl100k_base", "prices": {"here": {"training": 1000, "input": 1, "output": 2}}}]}
      """#, to: "table.json")
    let estimate = try json(
      "data.jsonl", "--table", "table.json", "--provider", "here", "--model", "ours", "--epochs", "1", in: folder)
    #expect(estimate["collected"] as? String == "2027-02")
    #expect((estimate["training"] as? [String: Any])?["usd"] as? Double == Double(Self.tokensOfHello) / 1000)
    let notice = (estimate["notices"] as? [[String: Any]])?.first
    #expect(notice?["date"] as? String == "2027-04-30" && notice?["text"] as? String == "2027-04-30: the end of training")
    try folder.write("{}", to: "table.json")
    #expect(try Program.run("estimate", "data.jsonl", "--table", "table.json", in: folder).code == 64)
  }

  @Test("An example above the training context is named by file, line and id, and billed up to it")
  func tooLong() throws {
    let folder = try TemporaryFolder()
    let long = record(String(repeating: "hello world", count: 40_000).replacing("dh", with: "d h"))
    try folder.write(record("hello world") + long, to: "out/train-00001.jsonl")
    try folder.write(
      #"{"id":"first","record":{"file":"train-00001.jsonl","line":1}}"# + "\n"
        + #"{"id":"drawing 7","record":{"file":"train-00001.jsonl","line":2}}"# + "\n", to: "out/items.jsonl")
    try folder.write(
      #"{"provider":{"name":"openai"},"files":[{"name":"train-00001.jsonl"},{"name":"items.jsonl"}]}"#, to: "out/manifest.json")
    let estimate = try json("out", in: folder)
    let long1 = try #require((estimate["too_long"] as? [[String: Any]])?.first)
    #expect(long1["id"] as? String == "drawing 7")
    #expect(long1["line"] as? Int == 2)
    #expect(long1["tokens"] as? Int == 80_000 + Self.tokensOfHello - 2)
    #expect((estimate["training"] as? [String: Any])?["tokens"] as? Int == 3 * (Self.tokensOfHello + 65_536))
    let text = try Program.run("estimate", "out", in: folder)
    #expect(text.output.contains("out/train-00001.jsonl:2  drawing 7"), "\(text.output)")
    let each = try Program.run("estimate", "out", "--each", in: folder)
    #expect(each.output.hasPrefix("out/train-00001.jsonl:1  first  \(Self.tokensOfHello) tokens"), "\(each.output)")
  }

  @Test("Lines that are no examples are named, and the others are counted")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let lines = ["\u{feff}" + record("hello world"), "{\"contents\":[]}\r", String(record("hello world").dropLast())]
    try folder.write(lines.joined(separator: "\n"), to: "data.jsonl")
    let estimate = try json("data.jsonl", in: folder, code: 3)
    #expect(tally(estimate)["examples"] as? Int == 2)
    let unreadable = try #require(estimate["unreadable"] as? [[String: Any]])
    #expect(unreadable.map { $0["line"] as? Int } == [3])
    #expect(try Program.run("estimate", "nowhere.jsonl", in: folder).code == 1)
    #expect(try Program.run("estimate", in: folder).code == 64)
  }

  @Test("Files are divided by name or by option, and nothing is printed with --quiet")
  func splits() throws {
    let folder = try TemporaryFolder()
    // Names that only begin like those of splits say nothing.
    let names = ["a", "testimonials", "validation_set", "validation-1", "test", "held-out"]
    for name in names { try folder.write(record("hello world"), to: "\(name).jsonl") }
    let files = names.dropLast().map { "\($0).jsonl" } + ["--test", "held-out.jsonl"]
    let estimate = try json(files, in: folder)
    #expect(["train", "validation", "test"].map { tally(estimate, $0)["examples"] as? Int } == [3, 1, 2])
    let evaluation = try #require(estimate["evaluation"] as? [String: Any])
    #expect(evaluation["input_tokens"] as? Int == 2 * (Self.tokensOfHello - 5))
    #expect(evaluation["output_tokens"] as? Int == 2)
    let quiet = try Program.run("estimate", "a.jsonl", "--quiet", in: folder)
    #expect(quiet.code == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
  }

  @Test("Columns stay below each other when names have wide characters and combining marks")
  func alignment() throws {
    let folder = try TemporaryFolder()
    let line = #"{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}]}"# + "\n"
    let names = ["plain.jsonl", "\u{65e5}\u{672c}\u{8a9e}.jsonl", "cafe\u{301}.jsonl", "\u{1f4f7}.jsonl"]
    for name in names { try folder.write(line, to: name) }
    let run = try Program.start(["estimate"] + names, in: folder).wait()
    let rows = run.output.split(separator: "\n").filter { $0.contains(".jsonl") }
    // Three wide characters and six letters need twelve columns; a combining mark needs none, a camera two.
    #expect(
      rows.map { String($0.split(separator: "train")[0]) } == [
        "  plain.jsonl   ", "  \u{65e5}\u{672c}\u{8a9e}.jsonl  ", "  cafe\u{301}.jsonl    ", "  \u{1f4f7}.jsonl      ",
      ], "\(run.output)")
  }

  @Test(
    "How far a date is goes by the day that the environment names",
    arguments: [("2027-01-05", "after 2027-01-06, tomorrow: "), ("2027-01-08", "after 2027-01-06, 2 days ago: ")])
  func today(day: String, words: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(record("hello world"), to: "data.jsonl")
    let run = try Program.start(["estimate", "data.jsonl"], in: folder, environment: ["VISIONPREP_TODAY": day]).wait()
    let line = run.output.split(separator: "\n").first { $0.contains("2027-01-06") }
    #expect(line?.contains(words) == true)
  }
}
