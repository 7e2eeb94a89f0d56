/// A probable mistake in a column.
public struct ColumnFinding: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A space in front, at the end or doubled, a no-break or unusual space, or an invisible character.
    case spaces
    /// Cyrillic or Greek letters in a word with Latin letters, or fullwidth forms.
    case lookalikes
    /// Values that differ only in case, space, dashes, quotes, look-alikes or composition.
    case spellings
    /// A value that differs in a letter or two from one that is much more frequent.
    case nearSpellings = "near_spellings"
    /// Values with numbers that are written in more than one way: `2015-2021`, `2015–2021`.
    case formats
    /// Numbers with different units, or some without a unit.
    case units
    /// Values that occur once in a column whose other values repeat.
    case singles
  }

  /// One value of a finding, or one way of writing.
  public struct Entry: Sendable, Hashable {
    /// The value; for formats with `#` in place of each number, and for units the unit.
    public var value: String
    /// The number of examples that have it.
    public var count: Int
    /// What is wrong with it, where that is not visible.
    public var note: String?
    /// The rows that have it. None are listed for the most frequent of the entries that should be one.
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
