/// One answer of a model to an item, judged, with what figures need beside the score.
package struct ScoredAnswer: Sendable {
  package var score: ItemScore
  /// Of an answer that was not taken from a cache, in milliseconds; nil when the answer does not say it.
  package var latency: Double?
  package var inputTokens: Int?
  package var outputTokens: Int?
  /// In dollars.
  package var cost: Double?

  package init(_ score: ItemScore, latency: Double? = nil, inputTokens: Int? = nil, outputTokens: Int? = nil, cost: Double? = nil)
  {
    self.score = score
    self.latency = latency
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cost = cost
  }
}

/// The answers of one model to one item.
package struct ScoredAnswers: Sendable {
  /// By repeat.
  package var answers: [ScoredAnswer]
  /// How many pairs of answers there are, and how many of them agree.
  package var pairs = 0
  package var agreeing = 0

  package init(_ answers: [ScoredAnswer]) { self.answers = answers }
}
