import PrepEvaluation
import PrepJSON
import VisionPrep

/// What `evaluate --dry-run` prints: what a test set can show before anything is asked.
extension EvaluationText {
  static func people(_ plan: Evaluation.Plan) -> Section {
    var section = Section("\(counted(plan.items, "item")) to judge", labelWidth: 22)
    if let least = plan.power.allRightProves {
      section.add("all right would prove", "an accuracy of at least \(FigureWords.percent(least))")
    }
    let share = FigureWords.percent(plan.power.discordant)
    if let difference = plan.power.detectableDifference {
      section.add(
        "smallest difference", "\(FigureWords.points(difference)) points between two models, found with a probability of 80 %")
      section.add("", "if one model alone is right in \(share) of the items")
    } else {
      section.add("smallest difference", "none: even if one model alone is right in \(share) of the items, 80 % of such")
      section.add("", "test sets would not find it")
    }
    return section
  }

  static func json(_ plan: Evaluation.Plan) -> JSONLine {
    JSONLine { json in
      json.member("items", plan.items)
      json.number("all_right_proves", plan.power.allRightProves)
      json.number("detectable_difference", plan.power.detectableDifference)
      json.number("discordant", plan.power.discordant)
    }
  }
}

extension JSONWriter {
  /// Writes a key with a number; nil becomes null.
  fileprivate mutating func number(_ name: String, _ value: Double?) {
    key(name)
    if let value { literal("\(value)") } else { null() }
  }
}
