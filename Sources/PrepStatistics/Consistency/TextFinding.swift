/// Rows whose texts are the same, or nearly the same.
public struct TextFinding: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The same text of the user.
    case equal
    /// The same except for case, space and punctuation.
    case normalized
    /// Nearly the same: at least four fifths of the shingles of both are in both.
    case near
    /// The same input (texts and images) with different answers.
    case conflict
  }

  public var kind: Kind
  /// In the order of the plan; of near duplicates the text that stays comes first.
  public var rows: [RowReference]
  /// For conflicts, the answer of each row.
  public var answers: [String] = []
  /// For near duplicates, the number of shingles that both have, and that at least one of them has.
  public var shared = 0
  public var all = 0
  /// The number of rows beyond the limit of ``RowList``, which are not listed.
  public var leftOut = 0

  /// Whether the rows are in more than one split, so that the model is tested on what it was trained on.
  public var straddlesSplits: Bool { rows.contains { $0.split != rows[0].split } }
}
