import PrepCore
import PrepEvaluation
import PrepRecipe
import Testing

@Suite("The section evaluation of a recipe")
struct EvaluationRulesTests {
  private func rules(_ yaml: String) throws -> EvaluationRules {
    try EvaluationDocument.rules(yaml: "evaluation:\n" + yaml, name: "rules.yaml")
  }

  @Test("Everything that it may say is read as it is written")
  func reading() throws {
    let rules = try rules(
      """
        fields:
          reference_number: {compare: text, ignore: [case, spaces, punctuation]}
          case_size: {compare: number, units: true}
          minutes: {compare: number, within: 10%}
          tags: set
          text: {compare: similarity, at_least: 60%}
          size.width: number
        primary: minutes
        refusals: [Not identifiable]
        group: session
        gates:
          - {metric: accuracy, minimum: 85%}
          - {metric: accuracy, improvement: 10%, kind: points}
          - {metric: accuracy, improvement: 0.1, kind: relative, by: figure}
          - {metric: json_valid, minimum: 99%, by: figure}
          - {metric: mape, field: minutes, maximum: 15%}
          - {metric: mae, field: minutes, improvement: 20%}
          - {metric: mae, field: minutes, maximum: 4.5}
          - {field: each, worsening: 3%}
          - {metric: latency_p50, ratio: 1.2}
      """)
    let share = try #require(DecimalNumber("0.1"))
    #expect(
      rules.scoring
        == ScoringRules(
          .fields([
            .init(FieldPath("reference_number"), FieldRule(.text, ignoring: [.case, .spaces, .punctuation])),
            .init(FieldPath("case_size"), FieldRule(.number(units: true))),
            .init(FieldPath("minutes"), FieldRule(.number(within: .share(share)))),
            .init(FieldPath("tags"), FieldRule(.set)),
            .init(FieldPath("text"), FieldRule(.similarity(atLeast: 0.6))),
            .init(FieldPath("size.width"), FieldRule(.number())),
          ]), primary: .field(FieldPath("minutes")), refusals: ["Not identifiable"]))
    #expect(rules.group == "session")
    #expect(
      rules.gates == [
        GateRule(.accuracy, .minimum(0.85)), GateRule(.accuracy, .improvement(0.1, .points)),
        GateRule(.accuracy, .improvement(0.1, .relative), by: .figure), GateRule(.jsonValid, .minimum(0.99), by: .figure),
        GateRule(.mape, of: .field("minutes"), .maximum(0.15)), GateRule(.mae, of: .field("minutes"), .improvement(0.2, .relative)),
        GateRule(.mae, of: .field("minutes"), .maximum(4.5)), GateRule(.accuracy, of: .eachField, .worsening(0.03, .points)),
        GateRule(.latencyP50, .ratio(1.2)),
      ])
  }

  @Test("Answers that are no JSON")
  func answer() throws {
    #expect(try rules("  answer: {compare: number, after: \"A:\"}").scoring.subject == .answer(FieldRule(.number()), after: "A:"))
    #expect(try rules("  answer: {compare: label}").scoring.subject == .answer(FieldRule(.label), after: nil))
  }

  @Test(
    "Each mistake is named with its line and what would be right",
    arguments: [
      ("  answer: {compare: fuzzy}", "line 2: evaluation.answer.compare is \"fuzzy\"; expected one of exact, text"),
      ("  fields: {a: text}\n  answer: {compare: text}", "line 2: evaluation.fields and evaluation.answer are both given"),
      ("  fields: {a: text}\n  primary: b", "line 3: evaluation.primary is \"b\", which is no field; expected all, or one of a"),
      ("  fields: {a: {compare: text, within: 3}}", "line 2: evaluation.fields.a.within is given with compare: text"),
      ("  gates:\n    - {metric: accuracy, minimum: 85}", "line 3: evaluation.gates.1.minimum is 85; write a share, such as 85%"),
      ("  gates:\n    - {metric: accuracy}", "line 3: evaluation.gates.1 has no threshold"),
      ("  gates:\n    - {metric: accuracy, minimum: 1%, maximum: 2%}", "line 3: evaluation.gates.1 has minimum and maximum"),
      ("  gates:\n    - {metric: mae, maximum: 3}", "line 3: evaluation.gates.1 measures mae of no field"),
      ("  gates:\n    - {metric: mae, field: a, maximum: 3%}", "line 3: evaluation.gates.1.maximum is 3%; mae is no share"),
      ("  gates:\n    - {metric: latency_p50, ratio: 120%}", "line 3: evaluation.gates.1.ratio is 120%; write a number, such as 1.2"),
      ("  gates:\n    - {metric: latency_p50, improvement: 10%}",
        "line 3: evaluation.gates.1.improvement is given with latency_p50; give minimum, maximum or ratio"),
      ("  gates:\n    - {metric: accuracy, minimum: 80%, kind: points}", "line 3: evaluation.gates.1.kind is given with minimum"),
      ("  gate: []", "line 2: unknown key \"gate\" in evaluation; did you mean gates?"),
    ] as [(String, String)])
  func mistakes(yaml: String, beginning: String) {
    #expect { try rules(yaml) } throws: { error in
      guard let problem = (error as? RecipeError)?.problems.first else { return false }
      return "line \(problem.line ?? 0): \(problem.message); \(problem.remedy)".hasPrefix(beginning)
    }
  }
}
