// The README's example, compiled as it stands there; ReadmeTests compares the texts and runs it.

// README begin
import VisionPrep

func prepareWatches() async throws {
  let recipe = try Recipe(contentsOf: "watches/watches.yaml")
  let summary = try await Preparation(recipe, output: "out").run { progress in
    if case .outcome(let outcome) = progress, let failure = outcome.failure {
      print(outcome.id, failure.code, failure.message)
    }
  }
  print(summary.tally.records, "records,", summary.tally.failed, "failed")
}
// README end
