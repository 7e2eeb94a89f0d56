import VisionPrep

/// What a program does with the library from a recipe to a page about the dataset. Documents show it as an example.
/// - Returns: what it would say to its user.
func makeDataset(recipe path: String, output: String) async throws -> [String] {
  var lines: [String] = []
  let preparation = try Preparation(try Recipe(contentsOf: path), output: output)

  // A run that is cancelled when its first item is done.
  let (firstOutcome, signal) = AsyncStream<String>.makeStream()
  let task = Task {
    try await preparation.run { progress in
      if case .outcome(let outcome) = progress { signal.yield(outcome.id) }
    }
  }
  for await id in firstOutcome {
    lines.append("first \(id)")
    task.cancel()
    break
  }
  lines.append("cancelled \(try await task.value.ending)")

  // The next run goes on from there.
  let summary = try await preparation.run()
  lines.append("prepared \(summary.tally.records) of \(summary.items), \(summary.ending)")

  for checked in try await DatasetCheck([output]).run() { lines.append("check \(checked.provider) \(checked.verdict)") }
  let estimate = try await Estimation([output]).run()
  lines.append("estimate \(estimate.whole.examples) examples, \(estimate.whole.images) images")
  let page = try await DatasetReport(output, page: output + "/report.html").run()
  lines.append("report \(page.shown) of \(page.records) records")
  do {
    try await Preparation(try Recipe(contentsOf: path), output: "/proc/none").run()
  } catch let error as RunError {
    lines.append("error \(error.code)")
  }
  return lines
}
