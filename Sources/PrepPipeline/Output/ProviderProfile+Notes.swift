import PrepCore
import PrepProviders

extension ProviderProfile {
  /// What the user should know about a finished dataset before the provider says it.
  func notes(on tally: Tally) -> [String] {
    var notes: [String] = []
    let train = tally.recordsBySplit[.train] ?? 0
    if train < minExamples { notes.append("\(title) wants at least \(minExamples) examples in a file; train has \(train)") }
    if tally.images > 0, train > maxExamplesWithImages {
      notes.append("\(title) takes at most \(maxExamplesWithImages) examples with images; train has \(train)")
    }
    return notes
  }
}
