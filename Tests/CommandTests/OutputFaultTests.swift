import Foundation
import TestSupport
import Testing

@Suite("Results that cannot be written are a failure, and a reader that has gone is none")
struct OutputFaultTests {
  /// A folder with a recipe and what prepare makes of it.
  private static func prepared() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    #expect(try Program.run("init", "leads", in: folder).code == 0)
    #expect(try Program.run("prepare", "leads/leads.yaml", "--output", "out", "--quiet", in: folder).code == 0)
    try folder.copyFixtures("samples/drawings/drawings/housing.pdf", to: "housing.pdf")
    return folder
  }

  /// Every verb that prints, in a shell that gives it another standard output.
  private static let verbs = [
    "prepare leads/leads.yaml --output again", "prepare leads/leads.yaml --dry-run", "stats leads/leads.yaml",
    "stats leads/leads.yaml --output out --json", "check out", "check out --json", "check out --all", "estimate out",
    "estimate out --each --json", "duplicates out", "duplicates out --json", "report out", "export out --to trl --output trl",
    "merge out --output merged", "render housing.pdf --output pages --dpi 20", "doctor", "doctor --json", "init cards", "--help",
    "--version",
  ]

  private func shell(_ script: String, in folder: TemporaryFolder) throws -> Program.Ending {
    try Program.start(["-c", script, Program.path], in: folder, program: "/bin/bash").wait()
  }

  @Test("A full disk is named on standard error, and the exit code says it")
  func full() throws {
    let folder = try Self.prepared()
    for verb in Self.verbs {
      let run = try shell("\"$0\" \(verb) > /dev/full", in: folder)
      #expect(run.code == 1, "\(verb)")
      let last = try #require(run.errors.split(separator: "\n").last, "\(verb)")
      guard verb.hasSuffix("--json") else {
        #expect(
          last == "visionprep: error: standard output cannot be written: no space left on device; make room, and run it again")
        continue
      }
      let error = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any], "\(verb)")
      #expect(error["code"] as? String == "disk_full" && error["errno"] as? Int == 28 && error["exit_code"] as? Int == 1)
    }
    // What is written besides the result is there.
    for name in ["again/manifest.json", "trl/export.json", "pages/housing-0001.png"] { #expect(folder.holds(name), "\(name)") }
  }

  @Test("What a verb fails for is said instead of what standard output lacks")
  func ownFailure() throws {
    let run = try shell("\"$0\" check none.jsonl > /dev/full", in: try TemporaryFolder())
    #expect(run.code == 1)
    #expect(run.errors.contains("none.jsonl") && !run.errors.contains("standard output"))
  }

  @Test("A closed pipe ends a verb without a word, as it ends other programs")
  func closedPipe() throws {
    let folder = try Self.prepared()
    for verb in ["check out --json", "estimate out --each", "stats leads/leads.yaml", "prepare leads/leads.yaml --output again"] {
      // The reader has ended before the verb begins.
      let run = try shell("{ sleep 0.2; exec \"$0\" \(verb) 2> errors; } | true; exit ${PIPESTATUS[0]}", in: folder)
      #expect(run.code == 128 + 13, "\(verb)")
      let errors = String(decoding: try folder.read("errors"), as: UTF8.self)
      #expect(!errors.contains("error") && !errors.contains("standard output"), "\(verb): \(errors)")
    }
    #expect(try folder.outputs("again") == folder.outputs("out"))
  }

  @Test("A closed standard output is a failure, and no file is taken for it")
  func closed() throws {
    let folder = try Self.prepared()
    let run = try shell("\"$0\" prepare leads/leads.yaml --output again --quiet --json >&-", in: folder)
    #expect(run.code == 1)
    #expect(run.errors.contains("standard output cannot be written"))
    #expect(try folder.outputs("again") == folder.outputs("out"))
  }
}
