import Foundation
import Testing
import VisionPrep

@Suite("The library prepares recipes")
struct PreparationTests {
  private static let samples = ReadmeTests.packageFolder.appendingPathComponent("fixtures/samples").path

  /// A folder of its own, removed with the value.
  private final class Output: Sendable {
    let path = NSTemporaryDirectory() + "visionprep-library-" + UUID().uuidString
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private func options(_ output: Output) -> PrepareOptions {
    PrepareOptions(output: output.path, pages: .inProcess, jobs: 2)
  }

  @Test("Events come in order: the plan, an outcome an item in plan order, the end")
  func events() async throws {
    let output = Output()
    let recipe = try Recipe(contentsOf: Self.samples + "/drawings/drawings.yaml")
    let preparation = try Preparation(recipe, options: options(output))
    var planned = 0
    var ordinals: [Int] = []
    var summary: RunSummary?
    for try await event in preparation.events {
      switch event {
      case .planned(let plan): planned = plan.items
      case .note, .resumed: Issue.record("nothing was there before")
      case .outcome(let outcome):
        #expect(summary == nil)
        ordinals.append(outcome.ordinal)
      case .ended(let ended): summary = ended
      }
    }
    #expect(planned == 4)
    #expect(ordinals == [0, 1, 2, 3])
    #expect(summary?.ending == .complete)
    #expect(summary?.tally.records == 4)
    #expect(FileManager.default.fileExists(atPath: output.path + "/manifest.json"))
  }

  @Test("A recipe can be built in code")
  func inCode() async throws {
    let output = Output()
    let user = try Template(parsing: "Classify {address}")
    var recipe = Recipe(
      dataset: "code",
      source: .sqlite(
        path: "leads.db", query: "SELECT address, classification FROM property_scans", id: "address", images: []),
      prompt: Recipe.Prompt(system: nil, user: .one(user)), answer: .json(["classification"]), folder: Self.samples + "/leads")
    recipe.split.validation = 0.5
    recipe.split.train = 0.5
    let summary = try await Preparation(recipe, options: options(output)).run()
    #expect(summary.tally.records == 22)
    #expect((summary.tally.recordsBySplit[.validation] ?? 0) > 2)
  }

  @Test("Two runs live in one process, each in its folder")
  func twoRuns() async throws {
    let recipe = try Recipe(contentsOf: Self.samples + "/watches/watches.yaml")
    let output = Output()
    let other = Output()
    async let first = Preparation(recipe, options: options(output)).run()
    async let second = Preparation(recipe, options: options(other)).run()
    let roots = try await (first.root, second.root)
    #expect(roots.0 == roots.1)
    #expect(!roots.0.isEmpty)
  }

  @Test("Leaving the loop stops the run, and the next one goes on")
  func leaving() async throws {
    let output = Output()
    let recipe = try Recipe(contentsOf: Self.samples + "/watches/watches.yaml")
    for try await event in try Preparation(recipe, options: options(output)).events {
      if case .outcome = event { break }
    }
    // The first run lets go of the folder when what was in flight is done.
    var summary: RunSummary?
    while summary == nil {
      do throws(RunError) {
        summary = try await Preparation(recipe, options: options(output)).run()
      } catch {
        guard error.kind == .locked else { throw error }
        await Task.yield()
      }
    }
    #expect(summary?.ending == .complete)
    #expect(summary?.tally.done == 15)
  }

  @Test("Cancelling the task ends the run as interrupted")
  func cancelling() async throws {
    let output = Output()
    let recipe = try Recipe(contentsOf: Self.samples + "/drawings/drawings.yaml")
    let preparation = try Preparation(recipe, options: options(output))
    let task = Task {
      var last: RunEvent?
      for try await event in preparation.events {
        last = event
        if case .planned = event { withUnsafeCurrentTask { $0?.cancel() } }
      }
      return last
    }
    guard case .ended(let summary)? = try await task.value else {
      Issue.record("the run has no end")
      return
    }
    #expect(summary.ending == .interrupted || summary.tally.done == 4)
  }

  @Test("Parts of two machines are merged, and the root is that of one")
  func merging() async throws {
    let recipe = try Recipe(contentsOf: Self.samples + "/leads/leads.yaml")
    let whole = Output()
    let root = try await Preparation(recipe, options: options(whole)).run().root
    let parts = [Output(), Output()]
    for (index, part) in parts.enumerated() {
      var options = options(part)
      options.shard = try #require(Shard(index: index, count: 2))
      let summary = try await Preparation(recipe, options: options).run()
      #expect(summary.shard == options.shard)
      #expect((1..<22).contains(summary.items))
    }
    let merged = Output()
    let merge = Merge(parts: parts.map(\.path), output: merged.path)
    var outcomes = 0
    for try await event in merge.events {
      if case .outcome = event { outcomes += 1 }
      if case .ended(let summary) = event { #expect(summary.root == root) }
    }
    #expect(outcomes == 22)
    await #expect(throws: RunError.self) { try await merge.run() }
    await #expect(throws: RunError.self) { try await Merge(parts: [parts[0].path], output: merged.path).run() }
  }

  @Test("Errors are typed and say what to do")
  func errors() async throws {
    #expect(throws: RecipeError.self) { try Recipe(yaml: "dataset: x", folder: ".") }
    let output = Output()
    var recipe = try Recipe(contentsOf: Self.samples + "/leads/leads.yaml")
    recipe.folder = "/nonexistent"
    let preparation = try Preparation(recipe, options: options(output))
    await #expect(throws: RunError.self) { try await preparation.run() }
    recipe.provider = "nobody"
    #expect(throws: RunError.self) { try Preparation(recipe, options: options(output)) }
  }

  @Test("A plan says what there is to do and writes nothing")
  func plan() async throws {
    let output = Output()
    let recipe = try Recipe(contentsOf: Self.samples + "/cards/cards.yaml")
    let plan = try await Preparation(recipe, options: options(output)).plan()
    #expect(plan.items == 6)
    #expect(plan.withFiles == 6)
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test("A page is drawn and an image is probed")
  func pageAndProbe() async throws {
    let document = try Document(contentsOf: Self.samples + "/drawings/drawings/shaft.pdf")
    var options = PageOptions(pages: .inProcess)
    options.dpi = 72
    let page = try await document.page(0, options: options)
    #expect(page.format == .png)
    #expect((page.width, page.height) == (1191, 842))
    let probe = try ImageProbe(page.bytes)
    #expect((probe.width, probe.height) == (1191, 842))
    #expect(probe.mode == "rgb")
    await #expect(throws: Failure.self) { try await document.page(7, options: options) }
  }
}
