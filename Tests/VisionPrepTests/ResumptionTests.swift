import Foundation
import TestSupport
import Testing
import VisionPrep

@Suite("Earlier work is taken over by what an item is, never by its place")
struct ResumptionTests {
  /// A dataset that is edited again and again.
  private struct Edited {
    var rows = (0..<12).map { (id: "r\($0)", question: "q\($0)", file: $0 % 3 == 0) }
    var prompt = "Ask"
    var seed = 0
    var maxBytes = 600
    private var next = 12

    mutating func edit(with random: inout Seeded) {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: rows.shuffle(using: &random)
      case 1 where rows.count > 3: rows.remove(at: Int.random(in: 0..<rows.count, using: &random))
      case 2:
        rows.insert(("r\(next)", "new", Bool.random(using: &random)), at: Int.random(in: 0...rows.count, using: &random))
        next += 1
      case 3: rows[Int.random(in: 0..<rows.count, using: &random)].question += "!"
      case 4: prompt = ["Ask", "Say", "Tell"].randomElement(using: &random) ?? prompt
      case 5: seed = Int.random(in: 0..<3, using: &random)
      case 6: maxBytes = [600, 900, 90_000].randomElement(using: &random) ?? maxBytes
      default: break
      }
    }

    func recipe(in folder: TemporaryFolder) throws -> Recipe {
      let lines = rows.map { "\($0.id),\($0.question),\($0.file ? "dot.png" : "missing.png")" }
      try folder.write("id,q,image\n" + lines.joined(separator: "\n") + "\n", to: "t.csv")
      var recipe = Recipe(
        dataset: "edited", source: .table(path: "t.csv", id: "id", images: ["image"]),
        prompt: Recipe.Prompt(system: nil, user: .one(try Template(parsing: "\(prompt) {q}"))),
        answer: .text(try Template(parsing: "{id}")), folder: folder.path)
      recipe.files.maxBytes = ByteSize(bytes: maxBytes)
      recipe.split.seed = seed
      (recipe.split.train, recipe.split.test) = (0.5, 0.5)
      return recipe
    }
  }

  /// Every file of an output folder but the state, by name.
  private func outputs(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try folder.names() where name != ".visionprep" { files[name] = try folder.read(name) }
    return files
  }

  @Test("Edited, interrupted and run again at random, the end is what one run makes of the last edit", arguments: 0..<6)
  func edits(seed: UInt64) async throws {
    var random = Seeded(100 + seed)
    let (input, output) = (try TemporaryFolder(), try TemporaryFolder())
    let image = ReadmeTests.packageFolder.appendingPathComponent("fixtures/images/png-rgb8.png").path
    try input.write(Array(try Data(contentsOf: URL(fileURLWithPath: image))), to: "dot.png")
    var dataset = Edited()
    for round in 0..<12 {
      for _ in 0..<Int.random(in: 0...3, using: &random) { dataset.edit(with: &random) }
      let recipe = try dataset.recipe(in: input)
      var options = Preparation.Options(jobs: 2)
      if Int.random(in: 0..<5, using: &random) == 0 { options.retry = .all }
      if round < 11, Bool.random(using: &random) {
        // Interrupted somewhere.
        let preparation = try Preparation(recipe, output: output.path, options: options)
        let left = Int.random(in: 0...dataset.rows.count, using: &random)
        let (outcomes, signal) = AsyncStream<Void>.makeStream()
        let task = Task {
          defer { signal.finish() }
          return try await preparation.run { if case .outcome = $0 { signal.yield() } }
        }
        var done = 0
        for await _ in outcomes {
          done += 1
          if done >= left { task.cancel() }
        }
        _ = try await task.value
        continue
      }
      let summary = try await Preparation(recipe, output: output.path, options: options).run()
      #expect(summary.ending == .complete)
      let anew = try TemporaryFolder()
      let first = try await Preparation(recipe, output: anew.path, options: Preparation.Options(jobs: 1)).run()
      #expect(try outputs(output) == outputs(anew), "seed \(seed), round \(round)")
      #expect(summary.tally == first.tally)
      #expect(try output.names(in: ".visionprep").sorted() == ["journal", "lock", "parts", "plan.json"])
    }
  }
}
