/// What the files of an evaluation name before the first item is known: its models and the fields of their answers.
package struct ReportSubjects: Sendable, Hashable {
  /// The dataset and its split.
  package var dataset: String
  package var split: String
  /// The models' names, in the order of ``EvaluatedItem/answers``.
  package var models: [String]
  /// The fields' names, in the order of ``EvaluatedItem/Answer/fields``.
  package var fields: [String]
  /// The places of the models that are compared; nil when there is none.
  package var baseline: Int?
  package var candidate: Int?

  package init(
    dataset: String, split: String, models: [String], fields: [String], baseline: Int? = nil, candidate: Int? = nil
  ) {
    self.dataset = dataset
    self.split = split
    self.models = models
    self.fields = fields
    self.baseline = baseline
    self.candidate = candidate
  }
}
