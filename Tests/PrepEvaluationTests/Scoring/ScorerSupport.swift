import PrepJSON

@testable import PrepEvaluation

extension JSONValue {
  /// A value from its text.
  init(json text: String) throws { self = try JSONValue(Array(text.utf8)) }
}

/// The score of one answer to one truth.
func scored(
  _ rules: ScoringRules, _ truth: String, _ answer: String, _ finish: AnswerFinish = .answered, further: [String] = []
) throws -> ItemScore {
  var scorer = Scorer(rules)
  for truth in [truth] + further { try scorer.learn(.text(truth)) }
  return scorer.score(answer, by: try scorer.key(for: .text(truth)), finish: finish)
}

/// The score of a field `f` whose truth and answer are JSON values.
func field(_ rule: FieldRule, _ truth: String, _ answer: String) throws -> FieldScore {
  let rules = ScoringRules(.fields([ScoringRules.Field(FieldPath("f"), rule)]))
  let score = try scored(rules, "{\"f\":\(truth)}", "{\"f\":\(answer)}")
  return score.fields[0]
}
