import PrepAnswers
import PrepCore
import PrepEvaluation
import PrepJSON

/// Scores the answers to one item.
enum ScoredItem {

  /// - Parameter answers: those of each model.
  static func score(
    _ item: TestItem, ordinal: Int, _ answers: [[Answer]], by scorer: Scorer
  ) -> Result<(EvaluatedItem, [ScoredAnswers]), RunError> {
    let key: AnswerKey
    do throws(TruthFault) {
      key = try scorer.key(for: item.truth)
    } catch {
      return .failure(EvaluationRun.fault(error, at: item))
    }
    var scored: [ScoredAnswers] = []
    var shown: [[EvaluatedItem.Answer]] = []
    for given in answers {
      let answers = given.isEmpty ? [Answer(missing: item.id)] : given
      var ofModel = ScoredAnswers(answers.map { score($0, scorer, key) })
      countAgreement(of: answers, scorer, &ofModel)
      shown.append(zip(answers, ofModel.answers).map { show($0, $1, scorer.fields) })
      scored.append(ofModel)
    }
    var evaluated = EvaluatedItem(ordinal: ordinal, id: item.id, expected: Array(item.truth.words.utf8), answers: shown)
    evaluated.group = item.group
    evaluated.input = item.input
    evaluated.place = item.place
    return .success((evaluated, scored))
  }

  private static func score(_ answer: Answer, _ scorer: Scorer, _ key: AnswerKey) -> ScoredAnswer {
    let finish = AnswerFinish(answer)
    let score = (answer.text ?? []).withUnsafeBytes { scorer.score($0, by: key, finish: finish) }
    return ScoredAnswer(
      score, latency: answer.isCached ? nil : answer.latency, inputTokens: answer.usage?.input,
      outputTokens: answer.usage?.output, cost: answer.cost)
  }

  /// Counts the pairs of answers to the item that say the same: each is judged as if the other were the right one.
  private static func countAgreement(of answers: [Answer], _ scorer: Scorer, _ scored: inout ScoredAnswers) {
    guard answers.count > 1 else { return }
    let texts = zip(answers, scored.answers).compactMap { $1.score.outcome == .unscored ? nil : $0.text }
    for (number, text) in texts.enumerated() {
      let key = try? scorer.key(for: .text(String(decoding: text, as: UTF8.self)))
      for other in texts[(number + 1)...] {
        scored.pairs += 1
        let agrees =
          text == other || (key.map { key in other.withUnsafeBytes { scorer.score($0, by: key).outcome == .right } } ?? false)
        if agrees { scored.agreeing += 1 }
      }
    }
  }

  private static func show(_ answer: Answer, _ scored: ScoredAnswer, _ fields: [ScoredField]) -> EvaluatedItem.Answer {
    var outcomes = [EvaluatedItem.FieldOutcome](repeating: .none, count: fields.count)
    var values: [Int: EvaluatedItem.ReadValue] = [:]
    for field in scored.score.fields {
      let place = Int(field.field)
      outcomes[place] = EvaluatedItem.FieldOutcome(field.outcome)
      switch field.detail {
      case .number(let truth, let answer): values[place] = .number(truth: truth, answer: answer)
      case .label(_, .known(let label)): values[place] = .label(fields[place].classes[Int(label)])
      default: break
      }
    }
    var shown = EvaluatedItem.Answer(
      repeat: answer.repeat ?? 0, text: answer.text, outcome: EvaluatedItem.Outcome(scored.score.outcome), fields: outcomes,
      failure: answer.failure, latency: answer.latency)
    shown.values = values
    return shown
  }
}

extension Truth {
  /// The right answer as a person reads it.
  fileprivate var words: String {
    switch self {
    case .text(let text): text
    case .json(let value): value.compactJSON
    }
  }
}

extension AnswerFinish {
  fileprivate init(_ answer: Answer) {
    switch answer.finish {
    case .answered: self = .answered
    case .refused: self = .refused
    case .filtered: self = .filtered
    case .truncated: self = .truncated
    case .failed: self = .failed
    }
  }
}

extension EvaluatedItem.Outcome {
  fileprivate init(_ outcome: ItemScore.Outcome) {
    switch outcome {
    case .right: self = .right
    case .wrong: self = .wrong
    case .refused: self = .refused
    case .invalid: self = .invalid
    case .unscored: self = .unscored
    }
  }
}

extension EvaluatedItem.FieldOutcome {
  fileprivate init(_ outcome: FieldScore.Outcome) {
    switch outcome {
    case .right: self = .right
    case .wrong, .null: self = .wrong
    case .typeMismatch: self = .typeMismatch
    case .missing: self = .missing
    }
  }
}
