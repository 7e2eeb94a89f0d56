import Testing

/// How large an evaluation is.
struct Shape: Sendable, CustomTestStringConvertible {
  var models: Int
  var fields: Int
  var items: Int
  var repeats = 1

  var testDescription: String { "\(models) models, \(fields) fields, \(items) items, \(repeats) repeats" }

  func sample(text: String = "", seed: UInt64 = 1) -> SampleEvaluation {
    SampleEvaluation(models: models, fields: fields, items: items, repeats: repeats, text: text, seed: seed)
  }
}

let shapes = [
  Shape(models: 2, fields: 3, items: 24), Shape(models: 1, fields: 3, items: 24), Shape(models: 3, fields: 4, items: 30),
  Shape(models: 2, fields: 0, items: 12), Shape(models: 2, fields: 60, items: 20), Shape(models: 2, fields: 3, items: 0),
  Shape(models: 1, fields: 0, items: 0), Shape(models: 2, fields: 4, items: 18, repeats: 3),
  Shape(models: 0, fields: 0, items: 0),
]
