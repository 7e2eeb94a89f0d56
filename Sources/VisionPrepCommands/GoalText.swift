import VisionPrep

/// Goals in words, and as JSON.
enum GoalText {
  private static let mostWarnings = 10

  /// Says on standard error which goals are not met; what is asked for each value of a column is said at once.
  static func warn(of unmet: [GoalStanding]) {
    var sentences: [String] = []
    var rest = unmet[...]
    while let goal = rest.popFirst() {
      let others = rest.prefix { $0.isAlike(goal) }
      rest = rest[others.endIndex...]
      let alike = [goal] + others
      if alike.count > 3, let few = alike.min(by: { $0.have < $1.have }), let wanted = few.next?.wanted {
        sentences.append(
          "\(name(few, withValue: false)): \(grouped(alike.count)) values have fewer than \(grouped(wanted)) \(noun(few)), such as "
            + "\(few.value?.excerpt ?? "") with \(grouped(few.have))")
      } else {
        sentences += alike.map(sentence)
      }
    }
    for sentence in sentences.prefix(mostWarnings) { Terminal.warning("goal not met: \(sentence)") }
    if sentences.count > mostWarnings { Terminal.warning("\(counted(sentences.count - mostWarnings, "more goal")) not met") }
    if !unmet.isEmpty { Terminal.warning("goals stop nothing; visionprep stats lists them all") }
  }

  /// What is counted and where it stands: `brand Tudor: 31 of 100 images, 69 more`.
  static func sentence(_ goal: GoalStanding) -> String { "\(name(goal)): \(standing(goal))" }

  private static func name(_ goal: GoalStanding, withValue: Bool = true) -> String {
    var words: [String] = []
    if let split = goal.split { words.append(split.rawValue) }
    if let column = goal.column { words.append(column) }
    if withValue, let value = goal.value { words.append(value.excerpt) }
    if goal.subject == .longSide { words.append("long side") }
    return words.isEmpty ? goal.subject.rawValue : words.joined(separator: " ")
  }

  private static func standing(_ goal: GoalStanding) -> String {
    if goal.subject == .column { return "the input has no such column" }
    guard goal.isKnown else { return "known once the images are read" }
    if let share = goal.share { return words(share) }
    // What the name says already is not said again.
    let noun = name(goal) == noun(goal) ? "" : " \(noun(goal))"
    guard let next = goal.next else {
      guard let last = goal.steps.last else { return "nothing is asked for" }
      return "\(amount(last, noun, goal.subject)), \(last.level.rawValue) reached"
    }
    let more = "\(grouped(next.missing)) more"
    if next.level == .minimum {
      // What comes after the minimum, so that nobody stops there.
      let later = goal.steps.filter { $0.level != .minimum }.map { "\($0.level.rawValue) \(grouped($0.wanted))" }
      return "\(amount(next, noun, goal.subject)), \(more)" + (later.isEmpty ? "" : " (\(later.joined(separator: ", ")))")
    }
    let reached = goal.reached.map { "\($0.rawValue) reached, " } ?? ""
    return "\(amount(next, noun, goal.subject)), \(reached)\(more) for \(next.level.rawValue)"
  }

  private static func noun(_ goal: GoalStanding) -> String {
    switch goal.subject {
    case .values: "distinct values"
    case .images, .longSide: "images"
    case .examples, .share, .column: "examples"
    }
  }

  private static func amount(_ step: GoalStanding.Step, _ noun: String, _ subject: GoalStanding.Subject) -> String {
    let amount = "\(grouped(step.have)) of \(grouped(step.needed))\(noun)"
    return subject == .longSide ? "\(amount) have \(grouped(step.wanted)) pixels" : amount
  }

  private static func words(_ share: GoalStanding.ShareStep) -> String {
    let found = "\(Share(of: share.have, in: share.total)) (\(grouped(share.have)) of \(grouped(share.total)))"
    let goal = "goal \(share.goal)" + (share.tolerance.millionths == 0 ? "" : " ± \(share.tolerance)")
    if share.isMet { return "\(found), \(goal)" }
    let remedy =
      switch (share.missing, share.surplus) {
      case (0?, let surplus?): "too many, until there are \(grouped(surplus)) more of others"
      case (0?, nil): "none are wanted"
      case (let missing?, _): "\(grouped(missing)) more"
      case (nil, _): "all others are too many"
      }
    return "\(found), \(goal): \(remedy)"
  }

  static func write(_ goal: GoalStanding, to json: inout JSONWriter) {
    json.beginObject()
    json.member("goal", goal.subject.rawValue)
    json.member("split", goal.split?.rawValue)
    json.member("column", goal.column)
    json.member("value", goal.value)
    json.member("known", goal.isKnown)
    json.member("met", goal.isMet)
    json.member("reached", goal.reached?.rawValue)
    json.key("levels")
    json.beginObject()
    for step in goal.steps {
      json.key(step.level.rawValue)
      json.beginObject()
      json.member("wanted", step.wanted)
      json.member("have", goal.isKnown ? step.have : nil)
      json.member("needed", step.needed)
      json.member("missing", goal.isKnown ? step.missing : nil)
      json.endObject()
    }
    json.endObject()
    json.key("share")
    if let share = goal.share {
      json.beginObject()
      json.member("have", share.have)
      json.member("total", share.total)
      json.key("goal")
      json.literal(decimal(share.goal))
      json.key("tolerance")
      json.literal(decimal(share.tolerance))
      json.member("missing", share.missing)
      json.member("surplus", share.surplus)
      json.endObject()
    } else {
      json.null()
    }
    json.endObject()
  }

  /// A share as a JSON number from 0 to 1.
  private static func decimal(_ share: Share) -> String {
    let digits = String(Share.million + share.millionths)
    return share == .whole ? "1" : "0.\(digits.dropFirst())"
  }
}

extension GoalStanding {
  /// The count that the goal is about.
  fileprivate var have: Int { steps.first?.have ?? 0 }

  /// Whether another standing is of the same goal for another value.
  fileprivate func isAlike(_ other: GoalStanding) -> Bool {
    value != nil && other.value != nil && split == other.split && column == other.column && subject == other.subject
      && share == nil
      && steps.map(\.wanted) == other.steps.map(\.wanted)
  }
}
