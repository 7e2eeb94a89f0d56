import Foundation
import PrepCheck
import PrepCore
import PrepProviders
import TestSupport
import Testing

@Suite("Files as a whole")
struct FileTests {
  private static let ten = [String](repeating: Checking.good, count: 10).joined(separator: "\n") + "\n"

  private func codes(_ bytes: [UInt8], provider: String = "openai", name: String = "train.jsonl", split: Split = .train) throws
    -> [CheckCode]
  {
    try Checking.check(bytes, provider: provider, name: name, split: split).findings.map(\.code).filter { $0 != .closing }
  }

  @Test("Ten good lines are accepted")
  func good() throws {
    let report = try Checking.check(Array(Self.ten.utf8))
    #expect(report.findings.allSatisfy { $0.code == .closing })
    #expect(report.summary.verdict == .accepted)
    #expect(report.summary.lines == 10 && report.summary.examples == 10)
    #expect(report.summary.images == 10 && report.summary.examplesWithImages == 10)
    #expect(report.summary.bytes == Self.ten.utf8.count)
  }

  @Test("A file that is no text of lines is said to be what it is, and not read on")
  func foreign() throws {
    #expect(try codes([]) == [.notJSONLines])
    #expect(try codes([0x1F, 0x8B, 8, 0, 0, 0]) == [.notJSONLines])
    #expect(try codes([0xFF, 0xFE, 0x7B, 0]) == [.notJSONLines])
    let finding = try Checking.check([0x28, 0xB5, 0x2F, 0xFD, 1]).findings.first
    #expect(finding?.line == nil)
    #expect(finding?.found == "a Zstandard file")
  }

  @Test("A byte order mark, which only Azure wants")
  func byteOrderMark() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array(Self.ten.utf8)
    #expect(try codes(bytes) == [.byteOrderMark])
    #expect(try codes(bytes, provider: "azure") == [])
  }

  @Test("CR LF is a warning, counted once a file")
  func carriageReturns() throws {
    let report = try Checking.check(Array(Self.ten.replacing("\n", with: "\r\n").utf8))
    let findings = report.findings.filter { $0.code != .closing }
    #expect(findings.map(\.code) == [.carriageReturn])
    #expect(findings.first?.found == "10 lines with CR LF")
    #expect(report.summary.verdict == .accepted)
  }

  @Test("The last line may be without newline, and may not be cut")
  func end() throws {
    #expect(try codes(Array(Self.ten.utf8.dropLast())) == [.noFinalNewline])
    #expect(try codes(Array(Self.ten.utf8.dropLast(3))) == [.truncatedLine])
    #expect(try codes(Array((Self.ten + "\n\n").utf8)) == [.emptyLine])
    let empty = try Checking.check(Array((Self.ten + "\n\n").utf8))
    #expect(empty.summary.counts[.emptyLine]?.count == 2)
    #expect(empty.summary.lines == 12 && empty.summary.examples == 10)
    #expect(empty.findings.first?.line == 11)
  }

  @Test("Too few examples, of training files alone")
  func tooFew() throws {
    let nine = Array(Self.ten.utf8.dropFirst(Checking.good.utf8.count + 1))
    #expect(try codes(nine) == [.tooFewExamples])
    #expect(try codes(nine, split: .validation) == [])
    #expect(try codes(nine, provider: "azure") == [.tooFewExamples])
    #expect(try codes(nine, provider: "fireworks") == [])
    #expect(try codes(nine, provider: "together") == [])
  }

  @Test("A name that does not end in .jsonl")
  func name() throws {
    #expect(try codes(Array(Self.ten.utf8), name: "train.json") == [.wrongExtension])
    #expect(try codes(Array(Self.ten.utf8), name: "TRAIN.JSONL") == [])
  }

  @Test("Limits of a profile: file, examples, examples with images, dimensions, bytes of an image")
  func limits() throws {
    let yaml = """
      extends: openai
      name: small
      images: {per_example: 1, max_bytes: 50, sides: [100, 200]}
      file: {max_bytes: 1kB, max_examples: 9, max_examples_with_images: 8}
      verdicts: {image_too_large: refused, too_many_examples: warning}
      """
    let profile = try ProviderProfile(yaml: yaml, file: "small.yaml")
    var findings: [CheckFinding] = []
    let summary = try FileCheck(profile, options: CheckOptions()).check(Array(Self.ten.utf8), name: "a.jsonl") {
      findings.append($0)
    }
    #expect(summary.counts[.fileTooLarge]?.count == 1)
    #expect(summary.counts[.tooManyExamples] == CheckSummary.Count(severity: .warning, count: 1))
    #expect(summary.counts[.tooManyWithImages]?.count == 1)
    #expect(summary.counts[.imageTooLarge] == CheckSummary.Count(severity: .refused, count: 10))
    #expect(summary.counts[.imageDimensions]?.count == 10)
    #expect(findings.first?.code == .fileTooLarge)
  }

  @Test("Of each code the first findings are handed on, and all are counted, whatever the parts are")
  func limited() throws {
    let lines = (0..<200).map { $0 % 3 == 0 ? "x" : Checking.good }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    let whole = try Checking.check(bytes) { $0.limit = 5 }
    #expect(whole.findings.filter { $0.code == .invalidJSON }.map(\.line) == [1, 4, 7, 10, 13])
    #expect(whole.summary.counts[.invalidJSON]?.count == 67)
    #expect(whole.summary.linesBySeverity == [.refused: 67])
    for size in [100, 1000, 10_000] {
      for jobs in [1, 2, 5] {
        let cut = try Checking.check(bytes) { ($0.limit, $0.partSize, $0.jobs) = (5, size, jobs) }
        #expect(cut.findings == whole.findings)
        #expect(cut.summary == whole.summary)
      }
    }
  }

  @Test("Parts, blocks and threads change nothing of what is found", arguments: [1, 2, 3, 4])
  func parts(seed: UInt64) throws {
    var random = Seeded(seed)
    let faults = ChatFaultTests.text + ChatFaultTests.shape + ChatFaultTests.images
    var bytes: [UInt8] = []
    for _ in 0..<80 {
      let line = Bool.random(using: &random) ? Checking.good : (faults.randomElement(using: &random)?.line ?? "")
      bytes += Array(line.utf8) + (Bool.random(using: &random) ? [0x0A] : [0x0D, 0x0A])
    }
    let whole = try Checking.check(bytes)
    for (size, block, jobs) in [(1, 16, 2), (37, 64, 3), (999, 100, 1), (4096, 1 << 20, 4), (1 << 20, 17, 1)] {
      let cut = try Checking.check(bytes) { ($0.partSize, $0.blockSize, $0.jobs) = (size, block, jobs) }
      // A run of empty lines is told once a part.
      #expect(cut.findings.filter { $0.code != .emptyLine } == whole.findings.filter { $0.code != .emptyLine })
      #expect(cut.summary == whole.summary)
    }
  }

  @Test("A file on disk, through a pipe, and in memory are the same")
  func sources() throws {
    let folder = try TemporaryFolder()
    let bytes = Array((Self.ten + "x\n" + Self.ten).utf8)
    try folder.write(bytes, to: "a.jsonl")
    let profile = try #require(ProviderProfile.named("openai"))
    var options = CheckOptions()
    (options.partSize, options.jobs) = (1000, 2)
    let path = folder.path + "/a.jsonl"
    // As a shell passes one: <(cat a.jsonl)
    let ends = Pipe()
    let pipe = "/dev/fd/\(ends.fileHandleForReading.fileDescriptor)"
    let writer = Thread {
      try? ends.fileHandleForWriting.write(contentsOf: Data(bytes))
      try? ends.fileHandleForWriting.close()
    }
    writer.start()
    var found: [[CheckFinding]] = []
    for name in [path, pipe] {
      var findings: [CheckFinding] = []
      var summary = try FileCheck(profile, options: options).check(name, split: .train) { findings.append($0) }
      #expect(summary.bytes == bytes.count)
      #expect(summary.lines == 21)
      summary.file = ""
      found.append(
        findings.map { finding in
          var finding = finding
          finding.file = ""
          return finding
        })
    }
    #expect(found[0] == found[1])
    #expect(found[0].first?.line == 11)
  }

  @Test("A named pipe is refused at once")
  func namedPipe() throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder.path + "/train.jsonl", 0o600) == 0)
    let check = FileCheck(try #require(ProviderProfile.named("openai")), options: CheckOptions())
    let error = #expect(throws: RunError.self) { try check.check(folder.path + "/train.jsonl", split: .train) { _ in } }
    #expect(error?.code == .input && error?.message.hasSuffix("train.jsonl is no regular file") == true)
  }

  @Test("Files that cannot be read, and folders")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let profile = try #require(ProviderProfile.named("openai"))
    let check = FileCheck(profile, options: CheckOptions())
    #expect(throws: RunError.self) { try check.check(folder.path + "/none.jsonl", split: .train) { _ in } }
    #expect(throws: RunError.self) { try check.check(folder.path, split: .train) { _ in } }
  }

  @Test("Dates on which something ends are said with their distance from today")
  func dates() throws {
    func closings(_ today: String?, model: String? = nil) throws -> [String] {
      try Checking.check(Array(Self.ten.utf8)) { options in
        options.today = today.flatMap { CalendarDay($0) }
        options.model = model
      }.findings.filter { $0.code == .closing }.map(\.found)
    }
    #expect(try closings("2026-11-21").first?.hasPrefix("after 2027-01-06, in 46 days: nobody can create") == true)
    #expect(try closings("2027-01-14", model: "gpt-4o-2024-08-06").last == "gpt-4o-2024-08-06 stops on 2027-01-14, today")
    #expect(try closings("2027-03-01").last?.hasSuffix("stop on 2027-01-14, 46 days ago") == true)
    #expect(try closings(nil).last?.hasSuffix("stop on 2027-01-14") == true)
  }

  @Test(
    "Days of the calendar",
    arguments: [
      ("2026-11-21", "2026-11-22", "tomorrow"), ("2024-02-28", "2024-03-01", "in 2 days"),
      ("2023-02-28", "2023-03-01", "tomorrow"),
      ("2000-01-01", "2026-11-21", "in 9821 days"), ("2027-01-14", "2027-01-13", "yesterday"),
      ("2100-02-28", "2100-03-01", "tomorrow"),
    ])
  func days(from: String, to: String, distance: String) throws {
    let from = try #require(CalendarDay(from)), to = try #require(CalendarDay(to))
    #expect(from.distance(to: to) == distance)
  }
}
