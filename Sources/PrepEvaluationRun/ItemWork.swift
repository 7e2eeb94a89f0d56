import PrepAnswers
import PrepCore
import PrepEvaluation

/// An item with the rows that models answered it with, to be scored on any thread.
struct ItemWork: Sendable {
  var ordinal: Int
  var item: TestItem
  /// Rows of answer files, by model.
  var rows: [[(repeat: Int, bytes: [UInt8])]]

  func scored(by scorer: Scorer) -> Result<(EvaluatedItem, [ScoredAnswers]), RunError> {
    let answers = rows.map { $0.map { Answer(row: $0.bytes, id: item.id, repeat: $0.repeat) } }
    return ScoredItem.score(item, ordinal: ordinal, answers, by: scorer)
  }
}
