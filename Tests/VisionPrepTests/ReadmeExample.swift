// The README's example, compiled as it stands there; ReadmeTests compares the texts and runs it.

// README begin
import VisionPrep

func prepareWatches() async throws {
  let recipe = try Recipe(contentsOf: "watches/watches.yaml")
  let preparation = try Preparation(recipe, options: PrepareOptions(output: "out", pages: .inProcess))
  for try await event in preparation.events {
    if case .outcome(let outcome) = event, let failure = outcome.failure {
      print(outcome.id, failure.code, failure.message)
    }
  }
}
// README end
