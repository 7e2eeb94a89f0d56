extension GoalStanding {
  /// The subject of the goal and its standing: `brand Tudor: 31 of 100 images, 69 more`.
  package var sentence: String { "\(name()): \(words)" }

  /// The subject of the goal: `brand Tudor`.
  package func name(withValue: Bool = true) -> String {
    var words: [String] = []
    if let split { words.append(split.rawValue) }
    if let column { words.append(column) }
    if withValue, let value { words.append(value.excerpt) }
    if subject == .longSide { words.append("long side") }
    return words.isEmpty ? subject.rawValue : words.joined(separator: " ")
  }

  /// The standing: `31 of 100 images, 69 more`.
  package var words: String {
    if subject == .column { return "the input has no such column" }
    guard isKnown else { return "known once the images are read" }
    if let share { return share.words }
    // The noun is omitted when the name already contains it.
    let noun = name() == noun ? "" : " \(noun)"
    guard let next else {
      guard let last = steps.last else { return "nothing is asked for" }
      return "\(amount(last, noun)), \(last.level.rawValue) reached"
    }
    let more = "\(grouped(next.missing)) more"
    if next.level == .minimum {
      // The levels after the minimum, so that users do not stop at the minimum.
      let later = steps.filter { $0.level != .minimum }.map { "\($0.level.rawValue) \(grouped($0.wanted))" }
      return "\(amount(next, noun)), \(more)" + (later.isEmpty ? "" : " (\(later.joined(separator: ", ")))")
    }
    let reached = reached.map { "\($0.rawValue) reached, " } ?? ""
    return "\(amount(next, noun)), \(reached)\(more) for \(next.level.rawValue)"
  }

  /// What there should be more of.
  package var noun: String {
    switch subject {
    case .values: "distinct values"
    case .images, .longSide: "images"
    case .examples, .share, .column: "examples"
    }
  }

  private func amount(_ step: Step, _ noun: String) -> String {
    let amount = "\(grouped(step.have)) of \(grouped(step.needed))\(noun)"
    return subject == .longSide ? "\(amount) have \(grouped(step.wanted)) pixels" : amount
  }
}

extension GoalStanding.ShareStep {
  fileprivate var words: String {
    let found = "\(GoalShare(of: have, in: total)) (\(grouped(have)) of \(grouped(total)))"
    let goal = "goal \(goal)" + (tolerance.millionths == 0 ? "" : " ± \(tolerance)")
    if isMet { return "\(found), \(goal)" }
    let remedy =
      switch (missing, surplus) {
      case (0?, let surplus?): "too many, until there are \(grouped(surplus)) more of others"
      case (0?, nil): "none are wanted"
      case (let missing?, _): "\(grouped(missing)) more"
      case (nil, _): "all others are too many"
      }
    return "\(found), \(goal): \(remedy)"
  }
}
