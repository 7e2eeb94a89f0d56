import PrepCore
import PrepPlan
import PrepProviders

extension ProviderProfile {
  /// Notes for the user on a plan, before the work begins.
  func notes(on plan: Plan) -> [String] {
    guard let overfull = plan.overfull else { return [] }
    let items = overfull.count == 1 ? "1 item has" : "\(overfull.count) items have"
    return [
      "\(items) more images than the \(maxImagesPerExample) that \(title) takes in one example, \(overfull.first.excerpt) first; "
        + "no record comes of that (too_many_images)"
    ]
  }

  /// Notes for the user on a finished dataset: problems that the provider would report later.
  func notes(on tally: Tally) -> [String] {
    var notes: [String] = []
    let train = tally.recordsBySplit[.train] ?? 0
    if train < file.minExamples {
      notes.append("\(title) wants at least \(counted(file.minExamples, "example")) in a file; train has \(train)")
    }
    if let most = file.maxExamples, train > most {
      notes.append("\(title) takes at most \(counted(most, "example")); train has \(train)")
    }
    if let most = file.maxExamplesWithImages, tally.images > 0, train > most {
      notes.append("\(title) takes at most \(counted(most, "example")) with images; train has \(train)")
    }
    return notes
  }
}
