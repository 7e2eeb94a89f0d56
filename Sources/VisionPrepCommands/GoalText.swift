import PrepJSON
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
          "\(few.name(withValue: false)): \(grouped(alike.count)) values have fewer than \(grouped(wanted)) \(few.noun), such as "
            + "\(few.value?.excerpt ?? "") with \(grouped(few.have))")
      } else {
        sentences += alike.map(\.sentence)
      }
    }
    for sentence in sentences.prefix(mostWarnings) { Terminal.warning("goal not met: \(sentence)") }
    if sentences.count > mostWarnings { Terminal.warning("\(counted(sentences.count - mostWarnings, "more goal")) not met") }
    if !unmet.isEmpty { Terminal.warning("goals stop nothing; visionprep stats lists them all") }
  }

  /// Writes the members of a goal's object.
  static func write(_ goal: GoalStanding, to json: inout JSONWriter) {
    json.member("goal", goal.subject.rawValue)
    json.member("split", goal.split?.rawValue)
    json.member("column", goal.column)
    json.member("value", goal.value)
    json.member("known", goal.isKnown)
    json.member("met", goal.isMet)
    json.member("reached", goal.reached?.rawValue)
    json.object("levels") { json in
      for step in goal.steps {
        json.object(step.level.rawValue) { json in
          json.member("wanted", step.wanted)
          json.member("have", goal.isKnown ? step.have : nil)
          json.member("needed", step.needed)
          json.member("missing", goal.isKnown ? step.missing : nil)
        }
      }
    }
    json.object("share", goal.share) { json, share in
      json.member("have", share.have)
      json.member("total", share.total)
      json.key("goal")
      json.literal(decimal(share.goal))
      json.key("tolerance")
      json.literal(decimal(share.tolerance))
      json.member("missing", share.missing)
      json.member("surplus", share.surplus)
    }
  }

  /// A share as a JSON number from 0 to 1.
  private static func decimal(_ share: GoalShare) -> String {
    let digits = String(GoalShare.million + share.millionths)
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
