/// What stands behind a mark in a text, such as behind `A:` in `6 × 7 = 42. A: 42`.
///
/// The last occurrence of the mark counts, code point by code point. What follows it, without white space at both ends, is the
/// value; of a number or a label only the first line of that. Without an occurrence, or when nothing follows, there is no marked
/// value. Then the text holds a number or a class only when it is nothing else (a quantity by the first rule of ``NumberSearch``, or a class
/// by the first rule of ``LabelSearch``), and
/// every other comparison takes the whole text.
enum MarkedAnswer {
  /// The text behind the last mark; nil when there is none.
  static func value(in text: String, behind mark: String) -> String? {
    let bytes = Array(text.utf8)
    let wanted = Array(mark.utf8)
    guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
    var place = bytes.count - wanted.count
    while place >= 0 {
      if bytes[place] == first, bytes[place...].starts(with: wanted) {
        let rest = String(decoding: bytes[(place + wanted.count)...], as: UTF8.self).trimmed
        return rest.isEmpty ? nil : rest
      }
      place -= 1
    }
    return nil
  }

  /// The first line of a text, without white space at its end.
  static func firstLine(of text: String) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.firstIndex(where: { $0 == "\n" || $0 == "\r" }) else { return text }
    return String(text[..<end]).trimmed
  }
}
