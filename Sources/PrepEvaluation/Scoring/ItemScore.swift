/// How the answer to one item is judged.
package struct ItemScore: Sendable, Hashable {
  package enum Outcome: UInt8, Sendable, Hashable, CaseIterable {
    case right
    case wrong
    /// The model or its service declined to answer: see ``Refusals``. Counts as wrong.
    case refused
    /// The answer holds no value that the rules could judge: no JSON, no number, no class or several. Counts as wrong.
    case invalid
    /// There is no answer, because the call failed or no row has one; or the truth has none of the fields that count. Counts
    /// neither as right nor as wrong.
    case unscored
  }

  /// How the answer's JSON was read.
  package enum JSONReading: UInt8, Sendable, Hashable, CaseIterable {
    /// The whole answer is JSON.
    case valid
    /// JSON was found in a code fence or in prose, or it had a flaw that leaves its meaning clear: see ``AnswerReading``.
    case repaired
    case none
  }

  package var outcome: Outcome
  /// Nil when the rules want no JSON, and when there is no answer.
  package var json: JSONReading?
  /// Whether the answer has keys, at its outermost level, that neither the truth nor a rule has. They do not make it wrong.
  package var hasFurtherKeys = false
  /// The fields that the truth has and the rules compare, in the order of ``Scorer/fields``. A refused or invalid item has them
  /// too, as missing or as far as they could be read, because it counts as wrong everywhere. An unscored item has none.
  package var fields: [FieldScore] = []

  package init(_ outcome: Outcome, json: JSONReading? = nil) {
    self.outcome = outcome
    self.json = json
  }
}

/// How one field of one answer is judged.
package struct FieldScore: Sendable, Hashable {
  package var detail: Detail
  package var outcome: Outcome
  /// The place of the field in ``Scorer/fields``.
  package var field: Int32

  package enum Outcome: UInt8, Sendable, Hashable, CaseIterable {
    case right
    case wrong
    /// The value has another JSON type than the truth's. Counts as wrong.
    case typeMismatch
    /// The answer lacks the key, though the truth has it, be it with null. Counts as wrong.
    case missing
    /// The value is null, and the truth's is not. Counts as wrong.
    case null
  }

  /// What figures need besides right and wrong.
  package enum Detail: Sendable, Hashable {
    case none
    /// Both values, each finite. Absent when one is no number, or too large for a `Double`, or their units differ.
    case number(truth: Double, answer: Double)
    /// Elements of a set or a list: those that the answer shares with the truth, those that only the answer has, and those that
    /// only the truth has. Of a list, what is outside of the longest common subsequence is not shared.
    case elements(shared: Int32, onlyAnswer: Int32, onlyTruth: Int32)
    /// chrF, from 0 to 1; 0 when there is no text to compare.
    case similarity(Double)
    /// Places in ``ScoredField/classes``.
    case label(truth: Int32, answer: AnsweredClass)
  }

  package var isRight: Bool { outcome == .right }
}

/// The class that an answer gives.
package enum AnsweredClass: Sendable, Hashable {
  /// A place in ``ScoredField/classes``.
  case known(Int32)
  /// A class that no truth has.
  case other
  case none
}

/// How an answer came to its end.
package enum AnswerFinish: Sendable, Hashable, CaseIterable {
  case answered
  /// The service says that the model declined. The item is refused, whatever the text is.
  case refused
  /// A filter of the service held the answer back. The item is refused.
  case filtered
  /// The answer was cut off at the most tokens. It is scored like any other; what was cut off usually makes it invalid.
  case truncated
  /// The call failed, or no row has an answer. The item is unscored.
  case failed, missing
}
