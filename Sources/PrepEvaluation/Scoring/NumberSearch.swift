/// Finds the number that an answer in prose gives.
///
/// When all of the text is a ``Quantity`` without a unit, or with one in the table of ``MeasureUnit``, that is the number. Else all numbers of the text are found, from the left:
/// - A number begins at a digit, or at `.` with a digit behind it, and is a ``WrittenNumber`` in which U+0020 separates no
///   thousands. The search goes on behind it, also when it is written in a way that is no number.
/// - A number right behind a letter, a digit, `_` or `.` belongs to a name or a version, and is not counted: `M8`, `v1.2`.
/// - A currency symbol right before it is its unit, and is passed over in the next rule.
/// - A sign right before it counts at the beginning of the text, behind white space, behind a currency symbol, and behind
///   one of `([{=:<>~≈*|`. So `10-20` are 10 and 20.
/// - Its unit is what stands right behind it: the longest run of letters (categories L and M) and the characters `%°²³µ"″`, when
///   it is not empty; else, behind a single space or U+00A0, such a run when it is in the table of ``MeasureUnit`` and not `in`.
///   The unit in front counts only when there is none behind.
///
/// Which of them is the answer:
/// - Without a mark (``MarkedAnswer``), the last one: people conclude at the end, and correct themselves behind the error.
/// - Behind a mark, the first one. But when a retraction (``ProseWords/retractions``) stands behind the mark with a number
///   behind it, the first number behind the last such retraction.
///
/// Without any number the answer is invalid.
enum NumberSearch {
  static func number(in text: String, isMarked: Bool) -> Quantity? {
    if let quantity = wholeQuantity(text) { return quantity }
    let scalars = Array(text.unicodeScalars)
    let found = all(in: scalars)
    guard isMarked, let first = found.first else { return found.last?.quantity }
    let words = ProseWords(scalars)
    for place in words.retractions.reversed() {
      let end = words.ends[place - 1]
      if let number = found.first(where: { $0.start >= end }) { return number.quantity }
    }
    return first.quantity
  }

  /// The quantity that a whole text is; nil when its unit is an unknown word, as in `45 is right`.
  static func wholeQuantity(_ text: String) -> Quantity? { Quantity(text).flatMap { $0.unit?.isKnown == false ? nil : $0 } }

  private static func all(in text: [Unicode.Scalar]) -> [(start: Int, quantity: Quantity)] {
    var found: [(start: Int, quantity: Quantity)] = []
    var place = 0
    while place < text.count {
      guard text[place].isDigit || text[place] == ".", let number = WrittenNumber(in: text[...], at: place, groupsBySpace: false)
      else {
        place += 1
        continue
      }
      defer { place = number.end }
      var start = place
      if start > 0, text[start - 1].isWordCharacter || text[start - 1] == "_" || text[start - 1] == "." { continue }
      var currency: MeasureUnit?
      if start > 0, text[start - 1].isCurrency {
        start -= 1
        currency = MeasureUnit(text[start...start])
      }
      var isNegative = false
      if start > 0, text[start - 1].isSign, start == 1 || mayPrecedeSign(text[start - 2]) {
        start -= 1
        isNegative = text[start] != "+"
      }
      guard let value = number.value(isNegative: isNegative) else { continue }
      found.append((start, Quantity(number: value, unit: unit(in: text, at: number.end) ?? currency)))
    }
    return found
  }

  private static func mayPrecedeSign(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isSpace || scalar.isCurrency || "([{=:<>~≈*|".unicodeScalars.contains(scalar)
  }

  private static func unit(in text: [Unicode.Scalar], at place: Int) -> MeasureUnit? {
    let attached = run(in: text, at: place)
    if !attached.isEmpty { return MeasureUnit(attached) }
    guard place < text.count, text[place] == " " || text[place] == "\u{A0}" else { return nil }
    let behindSpace = run(in: text, at: place + 1)
    guard !behindSpace.isEmpty, behindSpace.count <= 32 else { return nil }
    let spelling = String(behindSpace)
    return spelling == "in" || MeasureUnit.known(spelling) == nil ? nil : MeasureUnit(behindSpace)
  }

  private static func run(in text: [Unicode.Scalar], at start: Int) -> ArraySlice<Unicode.Scalar> {
    text[min(start, text.count)...].prefix { $0.isLetter || symbols.contains($0) }
  }

  private static let symbols: Set<Unicode.Scalar> = ["%", "°", "²", "³", "µ", "\"", "″"]
}
