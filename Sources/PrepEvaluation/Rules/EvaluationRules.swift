/// What counts in an answer, and what a model must reach: the section `evaluation` of a recipe.
public struct EvaluationRules: Sendable, Hashable {
  package var scoring: ScoringRules
  /// The column of the input by which items belong together; nil when each stands for itself.
  public var group: String?
  public var gates: [GateRule]

  package init(scoring: ScoringRules = ScoringRules(), group: String? = nil, gates: [GateRule] = []) {
    self.scoring = scoring
    self.group = group
    self.gates = gates
  }
}
