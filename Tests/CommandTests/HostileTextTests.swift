import Foundation
import TestSupport
import Testing

/// Ids, paths, columns, values and recipes with what steers terminals: no verb may pass it on.
@Suite("Text that would steer a terminal is shown and not sent")
struct HostileTextTests {
  /// A color, the clipboard, a C1 control, bell, backspace, the start of the line, delete, and two ways to reorder text.
  private static let hostile = "A\u{1b}[31mB\u{1b}]52;c;eA==\u{07}\u{9b}2J\u{08}\r\u{7f}\u{202e}C\u{2066}"
  /// The same as people see it.
  private static let shown = #"A\x1b[31mB\x1b]52;c;eA==\x07\u009b2J\x08\r\x7f\u202eC\u2066"#

  /// The same where a text of several lines is shown on one.
  private static let onOneLine = shown.replacing("\\r", with: " ")

  /// What the program does with the hostile folder, and what must be among its words.
  struct Step: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var code: Int32
    var output: [String] = []
    var errors: [String] = []
    var environment: [String: String] = [:]

    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static let steps: [Step] = [
    Step(
      arguments: ["prepare", "r.yaml", "--dry-run"], code: 0,
      output: [
        "d\(shown): 6 items", "such as missing\(shown).png", "the first item, 0\(shown), in",
        "image      p0\(shown).png", "system     \(onOneLine)", "user       What is k\(onOneLine)?",
        "assistant  answer 0\(onOneLine)",
      ],
      errors: ["goal not met: kind: ", "x\(shown)"]),
    Step(
      arguments: ["prepare", "r.yaml", "--output", "out"], code: 3,
      output: ["d\(shown): 5 records", "such as gone\(shown): ", "missing\(shown).png"]),
    Step(
      arguments: ["prepare", "other.yaml", "--output", "out\(hostile)"], code: 3, output: ["files in out\(shown)\n"]),
    Step(arguments: ["prepare", "unknown.yaml", "--output", "o"], code: 64, errors: ["unknown key \"\(shown)\""]),
    Step(arguments: ["prepare", "column.yaml", "--output", "o"], code: 64, errors: ["the column \"\(shown)\""]),
    Step(arguments: ["prepare", "none\(hostile).yaml", "--output", "o"], code: 64, errors: ["none\(shown).yaml: "]),
    Step(
      arguments: ["stats", "r.yaml"], code: 4,
      output: ["d\(shown): 6 examples", "  k\(onOneLine)  5 (", "! kind: ", "answers"]),
    Step(arguments: ["stats", "r.yaml", "--quiet"], code: 4, output: ["x\(shown)"]),
    Step(
      arguments: ["stats", "r.yaml", "--output", "out"], code: 4, output: ["d\(shown): 5 records", "  k\(onOneLine)  4 ("]),
    Step(arguments: ["stats", "r.yaml", "--column", hostile], code: 64, errors: ["no column \"\(shown)\""]),
    Step(
      arguments: ["check", "chat\(hostile).jsonl"], code: 4,
      output: ["chat\(shown).jsonl, for openai", "line 2: messages[0]"]),
    Step(arguments: ["check", "chat\(hostile).jsonl", "--all"], code: 4, output: ["chat\(shown).jsonl:2: refused"]),
    Step(arguments: ["check", "none\(hostile).jsonl"], code: 1, errors: ["none\(shown).jsonl cannot be read"]),
    Step(arguments: ["check", "chat.jsonl", "--model", hostile], code: 64, errors: ["no model \(shown)"]),
    Step(
      arguments: ["duplicates", "out", "--groups", "g\(hostile).csv"], code: 4,
      output: ["d\(shown): 5 pictures", "0\(shown)  ", "answer 0\(shown)", "split: {groups: g\(shown).csv}"]),
    Step(arguments: ["duplicates", "none\(hostile)"], code: 1, errors: ["none\(shown) does not exist"]),
    Step(
      arguments: ["estimate", "chat\(hostile).jsonl", "--each"], code: 3,
      output: ["chat\(shown).jsonl:1  ", "chat\(shown).jsonl  train", "chat\(shown).jsonl:3  "]),
    Step(arguments: ["estimate", "out", "--each"], code: 0, output: ["0\(shown)  "]),
    Step(arguments: ["estimate", "out", "--provider", hostile], code: 64, errors: [shown]),
    Step(
      arguments: ["export", "out", "chat\(hostile).jsonl", "--to", "trl", "--output", "trl\(hostile)", "--name", hostile],
      code: 3, output: ["\(shown) for trl: ", "such as chat\(shown).jsonl:2: ", "files in trl\(shown)\n"]),
    Step(
      arguments: ["export", "none\(hostile).jsonl", "--to", "trl", "--output", "o"], code: 1,
      errors: ["none\(shown).jsonl"]),
    Step(arguments: ["report", "out", "--output", "page\(hostile).html"], code: 0, output: ["page\(shown).html: "]),
    Step(arguments: ["report", "none\(hostile)"], code: 1, errors: ["none\(shown) does not exist"]),
    Step(arguments: ["prepare", "r.yaml", "--output", "part\(hostile)-0", "--shard", "0/2", "--quiet"], code: 3),
    Step(arguments: ["prepare", "r.yaml", "--output", "part\(hostile)-1", "--shard", "1/2", "--quiet"], code: 0),
    Step(
      arguments: ["merge", "part\(hostile)-0", "part\(hostile)-1", "--output", "merged\(hostile)"], code: 3,
      output: ["d\(shown): 5 records", "such as gone\(shown): ", "files in merged\(shown)\n"]),
    Step(
      arguments: ["merge", "part\(hostile)-0", "part\(hostile)-0", "--output", "m"], code: 64,
      errors: ["given twice: part\(shown)-0"]),
    Step(
      arguments: ["render", "drawing\(hostile).pdf", "--output", "pages\(hostile)", "--dpi", "20"], code: 0,
      output: ["pages\(shown)/drawing\(shown)-0001.png  "]),
    Step(
      arguments: ["render", "broken\(hostile).pdf", "--output", "pages"], code: 3, errors: ["broken\(shown).pdf: "]),
    Step(arguments: ["init", "leads", "sample\(hostile)"], code: 0, output: ["sample\(shown)/leads.yaml and its sample"]),
    Step(arguments: ["init", "leads", "sample\(hostile)"], code: 64, errors: ["sample\(shown)/", "exists already"]),
    Step(
      arguments: ["doctor"], code: 4, output: ["temporary folder: none\(shown) is not writable"],
      environment: ["TMPDIR": "none\(hostile)"]),
    // What the parser of arguments says.
    Step(arguments: [hostile], code: 64, errors: [shown]),
    Step(arguments: ["init", hostile], code: 64, errors: [shown]),
    Step(arguments: ["check", "a", "--jobs", hostile], code: 64, errors: [shown]),
    Step(arguments: ["check", "a", "--split", hostile], code: 64, errors: [shown]),
    Step(arguments: ["prepare", "a", "--output", "o", "--retry", hostile], code: 64, errors: [shown]),
    Step(arguments: ["prepare", "a", "--output", "o", "--memory", hostile], code: 64, errors: [shown]),
  ]

  @Test("Through every verb, on standard output and standard error")
  func everyVerb() throws {
    let folder = try Self.hostileFolder()
    for step in Self.steps {
      let run = try Program.start(step.arguments, in: folder, environment: step.environment).wait()
      let name = step.testDescription.debugDescription
      #expect(run.code == step.code, "\(name): \(run.output.debugDescription) \(run.errors.debugDescription)")
      for (text, expected) in [(run.output, step.output), (run.errors, step.errors)] {
        #expect(Self.steering(text) == [], "\(name)")
        for words in expected { #expect(text.contains(words), "\(name): \(text.debugDescription)") }
      }
    }
  }

  @Test("A line break in an id makes no line of its own, and a tab none of its own width")
  func lineBreaks() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,image\n\"a\nvisionprep: error: b\tc\",none.png\n", to: "t.csv")
    try folder.write(
      "dataset: d\nsource: {table: t.csv, id: id, images: [image]}\nprompt: {user: u}\nanswer: {text: a}\n", to: "r.yaml")
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 3)
    #expect(run.output.contains(#"such as a\nvisionprep: error: b\tc: "#), "\(run.output)")
  }

  @Test("An argument that is not UTF-8 is refused, and nothing is written beside it")
  func foreignArgument() throws {
    let folder = try TemporaryFolder()
    let script = #"name=$(printf 'x\377\033[31m'); "$0" check "$name"; "$0" init watches "$name"; exit $?"#
    let run = try Program.start(["-c", script, Program.path], in: folder, program: "/bin/sh").wait()
    #expect(run.code == 64)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.contains(#"the argument "x\xff\x1b[31m" is not UTF-8; "#) }, "\(lines)")
    #expect(Self.steering(run.output + run.errors) == [])
    #expect(try folder.names().filter { !$0.hasPrefix(".std") } == [])
  }

  @Test("A file in a folder whose name is not UTF-8 is refused where it would be read, and passed over elsewhere")
  func foreignName() throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("init", "drawings", in: folder).code == 0)
    let script = #"""
      mkdir records; line='{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}'
      echo "$line" > records/train-1.jsonl; : > records/$(printf 'x\377'); : > drawings/drawings/$(printf 'x\377.txt')
      "$0" estimate records > before; "$0" prepare drawings/drawings.yaml --dry-run -q > before || exit 1
      echo "$line" > records/$(printf 'train-\377.jsonl')
      cp drawings/drawings/housing.pdf drawings/drawings/$(printf 'x\377.pdf')
      "$0" estimate records; "$0" prepare drawings/drawings.yaml --dry-run -q; exit $?
      """#
    let run = try Program.start(["-c", script, Program.path], in: folder, program: "/bin/bash").wait()
    #expect(run.code == 1)
    #expect(run.errors.contains(#"records holds "train-\xff.jsonl", and this name is not UTF-8; rename it"#), "\(run.errors)")
    #expect(run.errors.contains(#"the folder drawings/ holds "x\xff.pdf", and this name is not UTF-8; rename it"#))
    #expect(run.output == "")
  }

  @Test("What has no width and tags that nobody sees are shown, and what scripts need stays")
  func formatCharacters() throws {
    let folder = try TemporaryFolder()
    let name = "a\u{ad}b\u{180e}c\u{e0041}\u{e007f}d\u{1d173}e\u{200b}f"
    let kept = "\u{6dd}\u{200d}\u{200c}é한👩\u{200d}🔧"
    let run = try Program.run("check", "\(name)\(kept)", in: folder)
    #expect(
      run.errors.contains(#"a\u00adb\u180ec\U000e0041\U000e007fd\U0001d173e\u200bf"# + kept + " cannot be read"), "\(run.errors)")
    let command = "'\(Program.path)' check '\(name)' --json"
    let shown = try Program.start(["-qec", command, "/dev/null"], in: folder, program: "/usr/bin/script").wait().output
    #expect(shown.contains(#"a\u00adb\u180ec\udb40\udc41\udb40\udc7fd\ud834\udd73e\u200bf"#), "\(shown)")
    let error = try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: Any]
    #expect((error?["message"] as? String)?.hasPrefix(name) == true)
  }

  @Test("JSON has the exact text in a pipe, and escapes for a terminal")
  func json() throws {
    let folder = try Self.hostileFolder()
    let piped = try Program.run("check", "chat\(Self.hostile).jsonl", "--json", in: folder)
    let line = try #require(piped.output.split(separator: "\n").last)
    let summary = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(summary?["file"] as? String == "chat\(Self.hostile).jsonl")
    #expect(piped.output.contains("\u{9b}2J"))
    let failed = try Program.run("check", "none\(Self.hostile).jsonl", "--json", in: folder)
    let error = try JSONSerialization.jsonObject(with: Data(failed.errors.utf8)) as? [String: Any]
    #expect((error?["message"] as? String)?.hasPrefix("none\(Self.hostile).jsonl cannot be read") == true)
    // A terminal, made by util-linux.
    try folder.move("chat\(Self.hostile).jsonl", to: "chat\u{9b}\u{202e}.jsonl")
    let command = "'\(Program.path)' check 'chat\u{9b}\u{202e}.jsonl' --json; '\(Program.path)' check 'no\u{9b}' --json"
    let shown = try Program.start(["-qec", command, "/dev/null"], in: folder, program: "/usr/bin/script").wait().output
    #expect(Self.steering(shown.replacing("\r\n", with: "\n")) == [], "\(shown.debugDescription)")
    #expect(shown.contains(#"chat\u009b\u202e.jsonl"#) && shown.contains(#"no\u009b cannot be read"#), "\(shown)")
  }

  /// What must not reach a terminal: all control characters but the program's own line breaks and tabs, and what reorders text.
  private static func steering(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x09, 0x0a: false
      case 0..<0x20, 0x7f..<0xa0, 0x202a...0x202e, 0x2066...0x2069: true
      default: false
      }
    }.map { "U+" + String($0.value, radix: 16) }
  }

  /// A table, images, recipes, chat records and documents whose names and texts are hostile.
  private static func hostileFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let fixtures = Program.packageFolder + "/fixtures/"
    func copy(_ name: String, _ target: String) throws {
      try FileManager.default.copyItem(atPath: fixtures + name, toPath: "\(folder.path)/\(target)")
    }
    var rows = ["id,image,kind,answer"]
    for number in 0..<4 {
      try copy("images/png-rgb8.png", "p\(number)\(hostile).png")
      rows.append("\"\(number)\(hostile)\",\"p\(number)\(hostile).png\",\"k\(hostile)\",\"answer \(number % 2)\(hostile)\"")
    }
    try copy("images/jpeg-420.jpg", "q.jpg")
    rows.append("\"gone\(hostile)\",\"missing\(hostile).png\",\"k\(hostile)\",a")
    rows.append("q,q.jpg,other,a")
    try folder.write(rows.joined(separator: "\n") + "\n", to: "t.csv")
    // YAML has no other way for control characters than these.
    let yaml = shown.replacing("\\r", with: "\\x0d")
    func recipe(_ more: String, system: String = yaml) -> String {
      """
      dataset: "d\(yaml)"
      source: {table: t.csv, id: id, images: [image]}
      prompt: {system: "\(system)", user: "What is {kind}?"}
      answer: {text: "{answer}"}
      split: {train: 0.4, validation: 0.3, test: 0.3}
      \(more)
      """
    }
    try folder.write(recipe("goals: {columns: {kind: {shares: {\"x\(yaml)\": 40%}, values: {minimum: 20}}}}"), to: "r.yaml")
    try folder.write(recipe("", system: "other"), to: "other.yaml")
    try folder.write(recipe("\"\(yaml)\": 1"), to: "unknown.yaml")
    try folder.write(recipe("").replacing("{text: \"{answer}\"}", with: "{json: [\"\(yaml)\"]}"), to: "column.yaml")
    let good = #"{"messages":[{"role":"user","content":"What?"},{"role":"assistant","content":"A watch."}]}"#
    let role = good.replacing("\"user\"", with: "\"\(shown.replacing("\\x", with: "\\u00"))\"")
    try folder.write([good, role, "no JSON \(hostile)"].joined(separator: "\n") + "\n", to: "chat\(hostile).jsonl")
    try copy("samples/drawings/drawings/housing.pdf", "drawing\(hostile).pdf")
    try folder.write("%PDF-1.4\ngarbage", to: "broken\(hostile).pdf")
    return folder
  }
}
