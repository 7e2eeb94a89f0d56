import Foundation
import TestSupport
import Testing

@Suite("Wrong usage and wrong recipes are answered with what would be right")
struct UsageTests {
  @Test(
    "Wrong options end with 64 and name the remedy",
    arguments: [
      (["prepare", "x.yaml"], "--output"),
      (["prepare", "x.yaml", "--output", "o", "--jobs", "0"], "1 to 1024"),
      (["prepare", "x.yaml", "--output", "o", "--memory", "much"], "2GB"),
      (["prepare", "x.yaml", "--output", "o", "--resume", "--fresh"], "one of them"),
      (["prepare", "x.yaml", "--output", "o", "--prompt", "best"], "tuned, base"),
      (["prepare", "x.yaml", "--output", "o", "--shard", "8/8"], "--shard 3/8"),
      (["stats", "x.yaml", "--json", "--quiet"], "one of them"),
      (["stats", "x.yaml", "--column", ""], "--column brand"),
      (["merge", "--output", "o"], "dir"),
      (["merge", "part-0"], "--output"),
      (["export", "out", "--output", "o"], "--to"),
      (["export", "out", "--to", "paper", "--output", "o"], "llama-factory"),
      (["export", "x.jsonl", "--to", "trl", "--uri-prefix", "s3://b/", "--output", "o"], "leave the address out (--uri-prefix)"),
      (["export", "x.jsonl", "--to", "gemini", "--uri-prefix", "s3://b/", "--output", "o"], "gs://bucket/folder/"),
      (["export", "x.jsonl", "--to", "bedrock", "--bucket-owner", "me", "--output", "o"], "12 digits"),
      (["init", "clocks"], "watches"),
      (["render", "x.pdf", "--output", "o", "--pages", "zero"], "1-3,5"),
      (["render", "x.pdf", "--output", "o", "--dpi", "0"], "1 to 4800"),
      (["check"], "file.jsonl"),
      (["check", "x.jsonl", "--jobs", "0"], "1 to 1024"),
      (["check", "x.jsonl", "--split", "dev"], "train, validation, test"),
      (["check", "x.jsonl", "--provider", "opnai"], "choose one of azure"),
      (["check", "x.jsonl", "--provider", "none.yaml"], "none.yaml"),
      (["check", "x.jsonl", "--model", "gpt-3"], "gpt-4o-2024-08-06"),
      (["paint"], "Unknown verb 'paint'; expected one of init, prepare"),
      (["prepair", "x.yaml"], "Unknown verb 'prepair'. Did you mean 'prepare'?"),
      (["chekc", "out"], "Did you mean 'check'?"),
      (["prepare", "x.yaml", "--output", "o", "--limit", "-3"], "--limit is -3; expected at least 1"),
      (["estimate", "x.jsonl", "--epochs", "-1"], "--epochs is -1; expected a number from 1 to 1000"),
      (["render", "x.pdf", "--output", "o", "--dpi", "-2.5"], "--dpi is -2.5; expected"),
      (
        ["check", "x.jsonl", "--model", "gpt-5"],
        "choose one of gpt-4o-2024-08-06, gpt-4o-mini-2024-07-18, gpt-4.1-2025-04-14, gpt-4.1-mini-2025-04-14"
      ),
      (["check", "x.jsonl", "--provider", "azure", "--model", "gpt-5"], "choose one of gpt-4o-2024-08-06, gpt-4.1-2025-04-14"),
    ])
  func usage(arguments: [String], remedy: String) throws {
    let folder = try TemporaryFolder()
    let run = try Program.start(arguments, in: folder).wait()
    #expect(run.code == 64)
    #expect(run.errors.contains(remedy), "\(run.errors)")
  }

  @Test(
    "Every verb with --jobs says the same of a number that makes no sense",
    arguments: [
      ["prepare", "x.yaml", "--output", "o"], ["check", "x.jsonl"], ["duplicates", "x"], ["report", "x"],
      ["export", "x", "--to", "trl", "--output", "o"], ["render", "x.pdf", "--output", "o"],
    ], ["0", "1025"])
  func jobs(verb: [String], count: String) throws {
    let folder = try TemporaryFolder()
    let run = try Program.start(verb + ["--jobs", count], in: folder).wait()
    #expect(run.code == 64)
    #expect(run.errors.hasPrefix("Error: --jobs is \(count); expected a number from 1 to 1024, for example --jobs 4.\n"))
  }

  @Test(
    "With --json, what ends the program is one object on the last line of standard error, and there is no result",
    arguments: [
      (
        ["prepare", "r.yaml", "--output", "o", "--json"], 64, "unknown_column",
        ["file": "r.yaml", "line": "5", "key": "answer.json"]
      ),
      (["prepare", "wrong.yaml", "--output", "o", "--json"], 64, "recipe", ["file": "wrong.yaml"]),
      (["prepare", "none.yaml", "--output", "o", "--json"], 64, "recipe", ["file": "none.yaml"]),
      (["prepare", "r.yaml", "--json"], 64, "usage", [:]),
      (["check", "none.jsonl", "--json"], 1, "not_found", ["errno": "2"]),
      (["check", "x", "--split", "dev", "--json"], 64, "usage", [:]),
      (["duplicates", "none", "--json"], 1, "not_found", ["message": "none does not exist", "errno": "2"]),
      (["merge", "none", "--output", "o", "--json"], 1, "not_found", ["message": "none does not exist"]),
      (["stats", "r.yaml", "--output", "none", "--json"], 64, "unknown_column", [:]),
      (["duplicates", ".", "--json"], 64, "usage", ["message": ". is no output folder of prepare: it has no manifest.json"]),
      (["duplicates", "r.yaml", "--json"], 64, "usage", ["message": "r.yaml is not a folder"]),
      (["prepare", "one.yaml", "--output", "o", "--json"], 64, "recipe", ["line": "4", "remedy": "did you mean image?"]),
      (
        ["check", "x", "--jobs", "0", "--json"], 64, "usage",
        ["message": "--jobs is 0", "remedy": "expected a number from 1 to 1024, for example --jobs 4."]
      ),
      (["check", "x", "--jbos", "3", "--json"], 64, "usage", ["remedy": "Did you mean '--jobs'?"]),
      (["check", "--json"], 64, "usage", ["remedy": "See 'visionprep check --help' for more information."]),
      (["render", "none.pdf", "--output", "o", "--json"], 1, "not_found", [:]),
      (["paint", "--json"], 64, "usage", [:]),
    ])
  func jsonErrors(arguments: [String], code: Int32, name: String, place: [String: String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("question,answer\na,b\n", to: "t.csv")
    try folder.write(
      "dataset: x\nsource: {table: t.csv, images: []}\nprompt: {user: \"{question}\"}\nanswer:\n  json: [answr]\n", to: "r.yaml")
    try folder.write("datset: x\nimgae: {}\n", to: "wrong.yaml")
    try folder.write(
      "dataset: x\nsource: {table: t.csv, images: []}\nprompt: {user: \"{question}\"}\nimgae: {}\nanswer: {text: \"{answer}\"}\n",
      to: "one.yaml")
    let run = try Program.start(arguments, in: folder).wait()
    #expect(run.code == code)
    #expect(run.output.isEmpty)
    let line = try #require(run.errors.split(separator: "\n").last)
    let error = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(run.errors)")
    #expect(error["kind"] as? String == "error")
    #expect(error["code"] as? String == name)
    #expect(error["exit_code"] as? Int == Int(code))
    #expect((error["message"] as? String)?.isEmpty == false)
    for (key, value) in place { #expect(error[key].map { "\($0)" } == value, "\(line)") }
    if arguments[1] == "wrong.yaml" {
      let problems = try #require(error["problems"] as? [[String: Any]])
      #expect(problems.contains { $0["line"] as? Int == 2 && ($0["message"] as? String)?.contains("imgae") == true })
    }
  }

  @Test("A recipe with several mistakes names each with its line")
  func recipe() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      dataset: x
      source: {table: t.csv, images: []}
      imgae: {format: jpg}
      prompt: {user: "Look at {"}
      answer: {text: "{a}"}
      split: {train: 0.5}
      """, to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 64)
    #expect(run.errors.contains("r.yaml:3: unknown key \"imgae\" at the top; did you mean image?"))
    #expect(run.errors.contains("r.yaml:4: prompt.user is no valid template"))
    #expect(run.errors.contains("r.yaml:6:"))
    #expect(!folder.holds("out"))
  }

  @Test("A column that the table does not have is named with the recipe's line")
  func column() throws {
    let folder = try TemporaryFolder()
    try folder.write("question,answer\na,b\n", to: "t.csv")
    try folder.write(
      """
      dataset: x
      source: {table: t.csv, images: []}
      prompt: {user: "{question}"}
      answer:
        json: [answr]
      """, to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 64)
    #expect(run.errors.contains("r.yaml:5: answer.json names the column \"answr\""))
    #expect(run.errors.contains("its columns are question, answer"))
  }

  @Test("Twice the same id is an error that names both rows")
  func doubledID() throws {
    let folder = try TemporaryFolder()
    try folder.write("key,a\nk1,x\nk2,y\nk1,z\n", to: "t.csv")
    try folder.write(
      """
      dataset: x
      source: {table: t.csv, id: key, images: []}
      prompt: {user: "{a}"}
      answer: {text: "{a}"}
      """, to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 64)
    #expect(run.errors.contains("r.yaml:2: the id \"k1\" stands on line 2 and again on line 4"))
  }

  @Test("A missing table ends the run with 1")
  func missingTable() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "dataset: x\nsource: {table: none.csv, images: []}\nprompt: {user: \"{a}\"}\nanswer: {text: \"{a}\"}\n", to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 1)
    #expect(run.errors.contains("none.csv"))
  }

  @Test("An output folder that cannot be made ends the run with 1 and leaves nothing")
  func outputInTheWay() throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("init", "leads", in: folder).code == 0)
    try folder.write("a file", to: "out")
    let run = try Program.run("prepare", "leads/leads.yaml", "--output", "out", in: folder)
    #expect(run.code == 1)
    #expect(run.errors.contains("out"))
  }

  @Test("Another recipe's folder is not touched, and --fresh takes it")
  func otherPlan() throws {
    let folder = try TemporaryFolder()
    for recipe in ["leads", "intents"] { #expect(try Program.run("init", recipe, in: folder).code == 0) }
    #expect(try Program.run("prepare", "leads/leads.yaml", "--output", "out", in: folder).code == 0)
    let before = try folder.outputs("out")
    let refused = try Program.run("prepare", "intents/intents.yaml", "--output", "out", in: folder)
    #expect(refused.code == 1)
    #expect(refused.errors.contains("--fresh"))
    #expect(try folder.outputs("out") == before)
    #expect(try Program.run("prepare", "intents/intents.yaml", "--output", "out", "--fresh", in: folder).code == 0)
    #expect(try folder.outputs("out") != before)
  }

  @Test("An init that failed half way leaves no files, and can be given again")
  func initAgain() throws {
    let folder = try TemporaryFolder()
    // A file where the folder of the images should be.
    try folder.write("in the way", to: "watches/images")
    let failed = try Program.run("init", "watches", in: folder)
    #expect(failed.code == 1)
    #expect(failed.errors.contains("; "), "no remedy: \(failed.errors)")
    #expect(try folder.names(in: "watches") == ["images"])
    try folder.remove("watches/images")
    #expect(try Program.run("init", "watches", in: folder).code == 0)
  }

  @Test("Every verb has help with an example")
  func help() throws {
    let folder = try TemporaryFolder()
    let verbs = [
      "init", "prepare", "stats", "check", "estimate", "duplicates", "export", "merge", "render", "doctor",
    ]
    for verb in verbs {
      let run = try Program.run(verb, "--help", in: folder)
      #expect(run.code == 0)
      #expect(run.output.contains("visionprep \(verb)"), "\(verb)")
    }
  }

  @Test("A dry run prints the plan and writes nothing")
  func dryRun() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("drawings")
    let run = try Program.run("prepare", "drawings/drawings.yaml", "--dry-run", in: folder)
    #expect(run.code == 0)
    #expect(run.output.contains("drawings: 4 items"))
    #expect(run.output.contains("4 from PDF pages"))
    #expect(!folder.holds("out"))
  }

  /// What reads each of the pipes, and the exit code.
  private static let pipeReaders: [(arguments: String, code: Int32)] = [
    ("prepare pipe.yaml --output out", 64), ("check pipe.jsonl", 1), ("check pipes", 1),
    ("check x.jsonl --provider ./pipe.yaml", 64), ("estimate pipe.jsonl", 1), ("estimate pipes", 1),
    ("estimate x.jsonl --table pipe.jsonl", 1), ("export pipe.jsonl --to trl --output o", 1),
    ("export pipes --to trl --output o", 1), ("duplicates manifest", 1), ("report manifest", 1), ("merge manifest --output o", 1),
    ("check manifest", 1), ("render pipe.jsonl --output o", 1),
  ]

  @Test(
    "A pipe that nobody writes to is refused at once, wherever a file is read", .timeLimit(.minutes(5)), arguments: pipeReaders)
  func pipe(arguments: String, code: Int32) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "x.jsonl")
    for name in ["pipes", "manifest"] {
      try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: false)
    }
    for name in ["pipe.yaml", "pipe.jsonl", "pipes/train.jsonl", "manifest/manifest.json"] {
      try #require(mkfifo("\(folder.path)/\(name)", 0o600) == 0)
    }
    let run = try Program.start(arguments.split(separator: " ").map(String.init), in: folder).wait()
    #expect(run.code == code)
    #expect(run.errors.contains("is no regular file"), "\(run.errors)")
  }

  @Test(
    "A day that is none is refused before anything is said of dates, and an empty variable is none",
    arguments: [
      ("tomorrow", 64), ("2026-02-29", 64), ("2100-02-29", 64), ("2026-04-31", 64), ("2026-01-00", 64), ("2028-02-29", 0),
      ("", 0),
    ])
  func day(today: String, code: Int32) throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#, to: "x.jsonl")
    let run = try Program.start(["estimate", "x.jsonl"], in: folder, environment: ["VISIONPREP_TODAY": today]).wait()
    #expect(run.code == code)
    #expect(run.errors.contains("VISIONPREP_TODAY=2026-11-30") == (code == 64))
  }

  @Test("A recipe that begins with a byte order mark is read")
  func byteOrderMark() throws {
    let folder = try TemporaryFolder()
    try folder.write("question,answer\na,b\n", to: "t.csv")
    try folder.write(
      "\u{FEFF}dataset: x\nsource: {table: t.csv, images: []}\nprompt: {user: \"{question}\"}\nanswer: {text: \"{answer}\"}\n",
      to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 0 && run.output.contains("x: 1 record"), "\(run.errors)")
  }

  @Test("A recipe that is too large is told of in words for people")
  func largeRecipe() throws {
    let folder = try TemporaryFolder()
    try folder.write([UInt8](repeating: UInt8(ascii: "#"), count: 20_000_000), to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 64 && run.errors.contains("the recipe has 20 MB; at most 16.8 MB are read"), "\(run.errors)")
  }
}
