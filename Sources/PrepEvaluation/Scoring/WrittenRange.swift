/// A range of numbers as people write it: `2010-2020`, `2010 – 2020`, `2010 to 2020`, `between 10 and 20 mm`.
///
/// White space at the ends is dropped, and then a word `from` or `between` (in any case) with white space behind it. The text is
/// cut in two at one of these: the words `to` and `and` (in lower case) with white space on both sides, `...`, `..`, `…`, `–` (U+2013), `—`
/// (U+2014), U+2012, U+2010 and `-`, but not at the first character. Both parts must be a ``Quantity``. The first
/// cut for which they are is the range; the kinds of cuts are tried in the order given here, and of one kind from the left. When the
/// lower end has no unit, it has the unit of the upper end. Texts above 128 bytes are no ranges.
///
/// Ranges are equal when their lower ends are equal numbers, and so are their upper ends, and units are the same or one has none.
struct WrittenRange: Sendable, Hashable {
  let lower: Quantity
  let upper: Quantity

  init?(_ text: String) {
    guard text.utf8.count <= 128 else { return nil }
    var scalars = Array(text.unicodeScalars)[...].trimmed
    for word in ["from", "between"] {
      let count = word.unicodeScalars.count
      if String(scalars.prefix(count)).lowercased() == word, let next = scalars.dropFirst(count).first, next.isSpace {
        scalars = scalars.dropFirst(count).trimmed
        break
      }
    }
    for separator in Self.separators {
      let mark = Array(separator.unicodeScalars)
      let isWord = mark[0].isLetter
      for start in scalars.indices.dropFirst() where scalars[start...].starts(with: mark) {
        let end = start + mark.count
        if isWord {
          guard end < scalars.endIndex, scalars[end].isSpace, scalars[start - 1].isSpace else { continue }
        }
        guard var lower = Quantity(scalars[..<start]), let upper = Quantity(scalars[end...]) else { continue }
        lower.unit = lower.unit ?? upper.unit
        self.lower = lower
        self.upper = upper
        return
      }
    }
    return nil
  }

  private static let separators = [
    "to", "and", "...", "..", "\u{2026}", "\u{2013}", "\u{2014}", "\u{2012}", "\u{2010}", "-",
  ]

  func equals(_ other: WrittenRange) -> Bool {
    lower.number == other.lower.number && upper.number == other.upper.number && lower.hasUnit(of: other.lower)
      && upper.hasUnit(of: other.upper)
  }
}
