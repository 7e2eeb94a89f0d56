import Foundation
import TestSupport
import Testing
import VisionPrep

@Suite("Every verb ends when its task is cancelled")
struct CancellationTests {
  /// A verb, on a prepared folder.
  struct Verb: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var run: @Sendable (_ recipe: Recipe, _ folder: String, _ other: String) async throws -> Void
  }

  static let verbs = [
    Verb(testDescription: "plan") { recipe, _, _ in _ = try await Preparation(recipe).plan() },
    Verb(testDescription: "statistics") { recipe, _, _ in _ = try await Preparation(recipe).statistics(of: .planned) },
    Verb(testDescription: "consistency") { recipe, _, _ in
      _ = try await Preparation(recipe).consistency(of: .planned, columns: ["brand"])
    },
    Verb(testDescription: "check") { _, folder, _ in try await DatasetCheck([folder]).run() },
    Verb(testDescription: "estimate") { _, folder, _ in _ = try await Estimation([folder]).run() },
    Verb(testDescription: "duplicates") { _, folder, _ in _ = try await DuplicateSearch(folder).run() },
    Verb(testDescription: "report") { _, folder, other in try await DatasetReport(folder, page: other + "/r.html").run() },
    Verb(testDescription: "export") { _, folder, other in try await DatasetExport([folder], to: .trl, output: other).run() },
    Verb(testDescription: "render") { _, _, _ in
      try await PDFPages(contentsOf: CancellationTests.samples + "/drawings/drawings/shaft.pdf").run()
    },
    Verb(testDescription: "doctor") { _, _, _ in _ = try await Diagnosis().run() },
  ]

  static let samples = ReadmeTests.packageFolder.appendingPathComponent("fixtures/samples").path

  /// A prepared folder that all of these look at.
  private static let prepared = Task {
    let folder = try TemporaryFolder()
    try await Preparation(try Recipe(contentsOf: samples + "/watches/watches.yaml"), output: folder.path).run()
    return folder
  }

  @Test("A task that was cancelled before does no work, and says so", .timeLimit(.minutes(10)), arguments: verbs)
  func cancelled(verb: Verb) async throws {
    let (folder, other) = (try await Self.prepared.value, try TemporaryFolder())
    let recipe = try Recipe(contentsOf: Self.samples + "/watches/watches.yaml")
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      try await verb.run(recipe, folder.path, other.path + "/new")
    }
    task.cancel()
    let error = await #expect(throws: RunError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(!other.holds("new/r.html") && !other.holds("new/train.jsonl"))
  }

  @Test("A preparation and a merge that were cancelled before end as interrupted", .timeLimit(.minutes(10)))
  func interrupted() async throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    let recipe = try Recipe(contentsOf: Self.samples + "/watches/watches.yaml")
    let preparing = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await Preparation(recipe, output: folder.path).run()
    }
    preparing.cancel()
    #expect(try await preparing.value.ending == .interrupted)
    try await Preparation(recipe, output: folder.path).run()
    let merging = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await DatasetMerge([folder.path], output: other.path).run()
    }
    merging.cancel()
    #expect(try await merging.value.ending == .interrupted)
  }
}
