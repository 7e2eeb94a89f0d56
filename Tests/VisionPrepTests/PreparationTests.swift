import Foundation
import Synchronization
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

  private func preparation(
    _ recipe: Recipe, _ output: Output, _ change: (inout Preparation.Options) -> Void = { _ in }
  ) throws -> Preparation {
    var options = Preparation.Options(jobs: 2)
    change(&options)
    return try Preparation(recipe, output: output.path, options: options)
  }

  private func sample(_ name: String) throws -> Recipe { try Recipe(contentsOf: Self.samples + "/\(name)/\(name).yaml") }

  /// What a run told, in order.
  private final class Log: Sendable {
    private let lines = Mutex<[RunProgress]>([])
    @Sendable func add(_ progress: RunProgress) { lines.withLock { $0.append(progress) } }
    var all: [RunProgress] { lines.withLock { $0 } }
    var outcomes: [Outcome] { all.compactMap { if case .outcome(let outcome) = $0 { outcome } else { nil } } }
  }

  @Test("Progress comes in order: the plan, then an outcome an item in plan order")
  func progress() async throws {
    let output = Output()
    let log = Log()
    var recipe = try sample("drawings")
    // Small pages are drawn soon.
    recipe.render.dpi = 30
    recipe.image.minSide = nil
    let summary = try await preparation(recipe, output).run(progress: log.add)
    guard case .planned(let plan)? = log.all.first else {
      Issue.record("the plan does not come first")
      return
    }
    #expect(plan.items > 3)
    #expect(log.outcomes.map(\.ordinal) == Array(0..<plan.items))
    #expect(log.all.count == plan.items + 1)
    #expect(summary.ending == .complete)
    #expect(summary.tally.records == plan.items)
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
    let summary = try await preparation(recipe, output).run()
    #expect(summary.tally.records == 200)
    #expect((summary.tally.recordsBySplit[.validation] ?? 0) > 2)
  }

  @Test("Two runs live in one process, each in its folder")
  func twoRuns() async throws {
    let recipe = try Recipe(contentsOf: Self.samples + "/watches/watches.yaml")
    let output = Output()
    let other = Output()
    async let first = preparation(recipe, output).run()
    async let second = preparation(recipe, other).run()
    let roots = try await (first.root, second.root)
    #expect(roots.0 == roots.1)
    #expect(!roots.0.isEmpty)
  }

  @Test("Two runs of one value at once: one does the work, the other says that the folder is taken", .timeLimit(.minutes(10)))
  func oneFolder() async throws {
    let output = Output()
    let preparation = try preparation(sample("watches"), output)
    let endings = await withTaskGroup(of: Result<RunSummary, any Error>.self) { group in
      for _ in 0..<4 {
        group.addTask {
          do { return .success(try await preparation.run()) } catch { return .failure(error) }
        }
      }
      var endings: [Result<RunSummary, any Error>] = []
      for await ending in group { endings.append(ending) }
      return endings
    }
    let items = try await preparation.plan().items
    // One that came after another had ended finds all done.
    var complete = 0
    for ending in endings {
      switch ending {
      case .success(let summary):
        #expect(summary.ending == .complete && summary.tally.done == items)
        complete += 1
      case .failure(let error): #expect((error as? RunError)?.code == .locked)
      }
    }
    #expect(complete >= 1)
  }

  @Test("A cancelled run ends as interrupted, and the next one goes on", .timeLimit(.minutes(10)))
  func cancelling() async throws {
    let output = Output()
    let preparation = try preparation(sample("watches"), output)
    let (outcomes, signal) = AsyncStream<Void>.makeStream()
    let task = Task { try await preparation.run { if case .outcome = $0 { signal.yield() } } }
    for await _ in outcomes { break }
    task.cancel()
    let first = try await task.value
    let items = try await preparation.plan().items
    #expect(first.ending == .interrupted || first.tally.done == items)
    let log = Log()
    let second = try await preparation.run(progress: log.add)
    #expect(second.ending == .complete)
    #expect(second.tally.done == items)
    #expect(second.resumed == first.tally.done)
    #expect(log.outcomes.count == items - first.tally.done)
  }

  @Test("Plan and counts may be asked for at once, with helpers that count pages", .timeLimit(.minutes(10)))
  func atOnce() async throws {
    let output = Output()
    var recipe = try sample("drawings")
    recipe.render.per = .page
    recipe.answer = .text(Template(literal: "drawn"))
    let program = try #require(builtProgram)
    let preparation = try preparation(recipe, output) { $0.pages = .helpers(executable: program) }
    let wanted = try await preparation.plan()
    #expect(wanted.items > 0 && wanted.failing == 0)
    for _ in 0..<8 {
      async let plan = preparation.plan()
      async let statistics = preparation.statistics(of: .planned)
      async let other = preparation.plan()
      #expect(try await plan == wanted)
      #expect(try await other == wanted)
      #expect(try await statistics.examples.total == wanted.items)
    }
  }

  @Test("Parts of two machines are merged, and the root is that of one")
  func merging() async throws {
    let recipe = try sample("leads")
    let whole = Output()
    let one = try await preparation(recipe, whole).run()
    let parts = [Output(), Output()]
    for (index, part) in parts.enumerated() {
      let shard = try #require(Shard(index: index, count: 2))
      let summary = try await preparation(recipe, part) { $0.shard = shard }.run()
      #expect(summary.shard == shard)
      #expect((1..<one.items).contains(summary.items))
    }
    let merged = Output()
    let merge = DatasetMerge(parts.map(\.path), output: merged.path)
    let log = Log()
    #expect(try await merge.run(progress: log.add).root == one.root)
    #expect(log.outcomes.count == one.items)
    // Again there is nothing to do.
    #expect(try await merge.run().resumed == one.items)
    await #expect(throws: RunError.self) { try await DatasetMerge([parts[0].path], output: merged.path).run() }
  }

  @Test("Errors are typed and say what to do")
  func errors() async throws {
    #expect(throws: RecipeError.self) { try Recipe(yaml: "dataset: x", folder: ".") }
    let output = Output()
    var recipe = try Recipe(contentsOf: Self.samples + "/leads/leads.yaml")
    recipe.folder = "/nonexistent"
    let preparation = try preparation(recipe, output)
    await #expect(throws: RunError.self) { try await preparation.run() }
    recipe.provider = "nobody"
    #expect(throws: RunError.self) { try Preparation(recipe) }
  }

  @Test("A plan says what there is to do and writes nothing")
  func plan() async throws {
    let output = Output()
    let recipe = try Recipe(contentsOf: Self.samples + "/cards/cards.yaml")
    let plan = try await preparation(recipe, output).plan()
    #expect(plan.items == 70)
    #expect(plan.withFiles == 70)
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test("A page is drawn and an image is probed")
  func pageAndProbe() async throws {
    var options = PDFPages.Options()
    options.dpi = 72
    let document = PDFPages(contentsOf: Self.samples + "/drawings/drawings/shaft.pdf", options: options)
    let page = try await document.page(0)
    #expect(page.format == .png)
    #expect((page.width, page.height) == (1191, 842))
    let probe = try ImageProbe(page.bytes)
    #expect((probe.width, probe.height) == (1191, 842))
    #expect(probe.mode == "rgb")
    let error = await #expect(throws: RunError.self) { try await document.page(7) }
    #expect(error?.code == .document && error?.failure?.code == .noPages)
    let missing = await #expect(throws: RunError.self) { try await PDFPages(contentsOf: "/nonexistent.pdf").run() }
    #expect(missing?.failure?.code == .notFound)
  }
}
