/// Something in a column that is probably not meant.
public struct ColumnFinding: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Space in front, at the end, doubled, no-break or unusual; characters that cannot be seen.
    case spaces
    /// Cyrillic or Greek letters in a word with Latin ones, fullwidth forms.
    case lookalikes
    /// Values that differ in case, space, dashes, quotes, look-alikes or composition alone.
    case spellings
    /// A value that is a letter or two away from one that is much more frequent.
    case nearSpellings = "near_spellings"
    /// Values with numbers that are written in more than one way: `2015-2021`, `2015–2021`.
    case formats
    /// Numbers with different units, or some without.
    case units
    /// Values that occur once in a column whose others repeat.
    case singles
  }

  /// One value of a finding, or one way of writing.
  public struct Entry: Sendable, Hashable {
    /// The value; for formats with `#` for each number, and for units the unit.
    public var value: String
    /// Examples that have it.
    public var count: Int
    /// What is wrong with it, where that cannot be seen.
    public var note: String?
    /// The rows that have it; none are listed for the most frequent entry of those that should be one.
    public var rows = RowList()
    public var isListed = true
    /// The values that the entry stands for.
    var members: [String]

    init(value: String, count: Int, note: String? = nil, members: [String]? = nil) {
      self.value = value
      self.count = count
      self.note = note
      self.members = members ?? [value]
    }
  }

  public var kind: Kind
  public var column: String
  /// The most frequent first.
  public var entries: [Entry]
}
