/// How large an evaluation is.
package struct EvaluationShape: Sendable, CustomStringConvertible {
  package var models: Int
  package var fields: Int
  package var items: Int
  package var repeats = 1

  package var description: String { "\(models) models, \(fields) fields, \(items) items, \(repeats) repeats" }

  package func sample(text: String = "", seed: UInt64 = 1) -> SampleEvaluation {
    SampleEvaluation(models: models, fields: fields, items: items, repeats: repeats, text: text, seed: seed)
  }

  /// Usual ones, and those at which something is missing.
  package static let all = [
    EvaluationShape(models: 2, fields: 3, items: 24), EvaluationShape(models: 1, fields: 3, items: 24),
    EvaluationShape(models: 3, fields: 4, items: 30), EvaluationShape(models: 2, fields: 0, items: 12),
    EvaluationShape(models: 2, fields: 60, items: 20), EvaluationShape(models: 2, fields: 3, items: 0),
    EvaluationShape(models: 1, fields: 0, items: 0), EvaluationShape(models: 2, fields: 4, items: 18, repeats: 3),
    EvaluationShape(models: 0, fields: 0, items: 0),
  ]
}
