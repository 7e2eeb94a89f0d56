import Foundation
import TestSupport
import Testing

@Suite("Ctrl-C and SIGTERM end every verb in one way")
struct InterruptionTests {
  /// Verbs that are at work for longer than the test needs to interrupt them.
  private static let verbs: [[String]] = [
    ["check", "-"], ["check", "-", "--json"], ["check", "big.jsonl", "--json"], ["estimate", "big.jsonl"],
    ["estimate", "big.jsonl", "--json"], ["stats", "r.yaml"], ["stats", "r.yaml", "--json"], ["prepare", "r.yaml", "--dry-run"],
    ["prepare", "r.yaml", "--dry-run", "--json"], ["export", "big.jsonl", "--to", "trl", "--output", "trl"],
    ["export", "big.jsonl", "--to", "trl", "--output", "trl", "--json"],
  ]

  @Test("With exit code 75, a sentence, and with --json an error", arguments: verbs, [SIGINT, SIGTERM])
  func interrupted(verb: [String], signal: Int32) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "dataset: d\nsource: {table: big.jsonl, images: []}\nprompt: {user: \"{messages}\"}\nanswer: {text: \"{messages}\"}\n",
      to: "r.yaml")
    if verb[1] != "-" {
      let line = #"{"messages":[{"role":"user","content":"What?"},{"role":"assistant","content":"A watch."}]}"# + "\n"
      try folder.write(String(repeating: line, count: 400_000), to: "big.jsonl")
    }
    let input = Pipe()
    let running = try Program.start(verb, in: folder, input: input)
    try waitUntil(running.process, catches: signal)
    kill(running.process.processIdentifier, signal)
    let run = try running.wait()
    try input.fileHandleForWriting.close()
    #expect(running.process.terminationReason == .exit)
    #expect(run.code == 75)
    let last = try #require(run.errors.split(separator: "\n").last)
    guard verb.contains("--json") else {
      #expect(last.hasPrefix("visionprep: interrupted before all was done") && last.hasSuffix("; run it again"), "\(last)")
      return
    }
    let error = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    #expect(error["code"] as? String == "interrupted" && error["exit_code"] as? Int == 75)
    #expect(error["remedy"] as? String == "run it again")
  }

  /// Before a process has its own answer to a signal, the signal kills it.
  private func waitUntil(_ process: Process, catches signal: Int32) throws {
    for _ in 0..<1000 {
      let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      let caught = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last ?? "0"
      if (UInt64(caught, radix: 16) ?? 0) & 1 << UInt64(signal - 1) != 0 { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("the program never catches signal \(signal)")
  }
}
