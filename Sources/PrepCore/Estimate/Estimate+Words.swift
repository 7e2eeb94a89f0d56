extension Estimate {
  /// What training costs, in words.
  package var trainingWords: String {
    guard let training else {
      return tally(of: .train).examples == 0 ? "there is no training example" : "unknown, since the text tokens are"
    }
    let least = training.isComplete ? "" : "at least "
    let tokens =
      "\(least)\(grouped(training.tokens / max(1, epochs))) tokens x \(counted(epochs, "epoch")) = \(grouped(training.tokens))"
    guard let prices, let cost = training.cost else {
      return "\(tokens); the price of \(model) at \(provider) is not known"
    }
    return "\(tokens) at \(prices.training) a million: \(least)\(cost); validation is free"
  }

  /// What evaluation costs, in words.
  package var evaluationWords: String {
    guard let evaluation else { return "unknown, since the text tokens are" }
    let least = evaluation.isComplete ? "" : "at least "
    let tokens =
      "\(counted(evaluation.examples, "example")), asked once: \(least)\(grouped(evaluation.input)) tokens in, "
      + "\(grouped(evaluation.output)) out"
    guard let prices, let cost = evaluation.cost else {
      return "\(tokens); the price of \(model) at \(provider) is not known"
    }
    return "\(tokens), at \(prices.input) and \(prices.output) a million: \(least)\(cost)"
  }

  /// What is not known, a sentence each.
  package var notes: [String] {
    var notes: [String] = []
    if case .missing(let why) = vocabulary { notes.append("text tokens are unknown: \(why)") }
    for (reason, count) in whole.unknownImages.sorted(by: { $0.key < $1.key }) {
      let why =
        switch reason {
        case "address": "their records hold addresses alone, so their sizes are not known"
        case "unreadable": "their headers cannot be read"
        default: "how \(model) counts them is not known"
        }
      notes.append("tokens of \(counted(count, "image")) are unknown: \(why)")
    }
    for (name, count) in whole.uncounted.sorted(by: { $0.key < $1.key }) {
      notes.append("\(counted(count, "example")) with \(name), whose tokens follow no published rule, and are not counted")
    }
    if !unreadable.isEmpty { notes.append("\(counted(unreadable.count, "line")) could not be read and are not counted") }
    return notes
  }
}
