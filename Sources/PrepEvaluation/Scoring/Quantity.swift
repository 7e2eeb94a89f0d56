/// A number as people write it, and its unit if it has one: `40 mm`, `1,5 h`, `$1,234.50`, `−3`, `12 %`.
///
/// A text is a quantity when all of it, without white space at its ends, is
/// 1. a sign, or none: `+`, `-` or U+2212;
/// 2. a currency symbol (category Sc), or none; white space may follow;
/// 3. a number, see ``WrittenNumber``, in which spaces may separate thousands;
/// 4. white space, or none;
/// 5. a unit, see ``MeasureUnit``, or none. When there is a unit, the currency symbol is ignored.
struct Quantity: Sendable, Hashable {
  var number: DecimalNumber
  /// Nil when there is none.
  var unit: MeasureUnit?

  init(number: DecimalNumber, unit: MeasureUnit? = nil) {
    self.number = number
    self.unit = unit
  }

  init?(_ text: String) {
    // Nobody writes longer ones; an answer may be megabytes.
    guard text.utf8.count <= 4096 else { return nil }
    self.init(Array(text.unicodeScalars)[...])
  }

  init?(_ text: ArraySlice<Unicode.Scalar>) {
    let text = text.trimmed
    var place = text.startIndex
    var isNegative = false
    if place < text.endIndex, text[place].isSign {
      isNegative = text[place] != "+"
      place += 1
    }
    var currency: MeasureUnit?
    if place < text.endIndex, text[place].isCurrency {
      currency = MeasureUnit(text[place...place])
      place += 1
      while place < text.endIndex, text[place].isSpace { place += 1 }
    }
    guard let written = WrittenNumber(in: text, at: place, groupsBySpace: true),
      let number = written.value(isNegative: isNegative)
    else { return nil }
    let rest = text[written.end...].trimmed
    self.number = number
    if rest.isEmpty {
      unit = currency
    } else {
      guard let unit = MeasureUnit(rest) else { return nil }
      self.unit = unit
    }
  }

  /// Whether the units are the same, or one is not given.
  func hasUnit(of other: Quantity) -> Bool { unit == nil || other.unit == nil || unit == other.unit }
}

/// A number within a text.
///
/// It is digits (0 to 9) in groups with a mark between two groups each: `.`, `,`, `'`, U+2019, or one of the spaces U+00A0,
/// U+2009 and U+202F, where quantities are read also U+0020. A mark belongs to the number only when a digit follows. A space
/// belongs to it only when exactly three digits follow and one to three digits come before it. A first group of no digits is
/// allowed before `.` alone (`.5`).
///
/// What the marks mean:
/// - A single `.` and no other mark: the decimal mark.
/// - A single `,` and no other mark: separates thousands when exactly three digits follow and one to three digits come before,
///   of which the first is not 0 (`1,234`); else it is the decimal mark (`1,5`, `0,125`).
/// - One kind of mark, but `.` and `,` several times and others at least once: separates thousands.
/// - Several kinds: the last mark is the decimal mark. It must be `.` or `,` and occur once; all others must be of one kind and
///   separate thousands.
///
/// Where thousands are separated, the first group has one to three digits and each further one before the decimal mark has
/// three. What breaks these rules, such as `1.2.3`, is no number.
///
/// An exponent may follow: `e` or `E`, a sign or none, digits, and then no letter and no digit.
struct WrittenNumber {
  /// Behind the number's last character.
  let end: Int
  private let builder: DecimalBuilder?

  /// - Parameter start: where a number should begin.
  /// - Returns: nil when no digit is there, and no `.` with a digit behind it.
  init?(in text: ArraySlice<Unicode.Scalar>, at start: Int, groupsBySpace: Bool) {
    func isDigit(_ place: Int) -> Bool { place < text.endIndex && text[place].isDigit }
    var place = start
    while isDigit(place) { place += 1 }
    var groups = [start..<place]
    var marks: [Unicode.Scalar] = []
    guard place > start || place < text.endIndex && text[place] == "." && isDigit(place + 1) else { return nil }
    while place < text.endIndex, isDigit(place + 1), let mark = Self.mark(text[place], groupsBySpace: groupsBySpace) {
      var next = place + 1
      while isDigit(next) { next += 1 }
      let isThousands = next - place == 4 && (1...3).contains(groups[groups.count - 1].count)
      if mark == " ", !isThousands { break }
      marks.append(mark)
      groups.append(place + 1..<next)
      place = next
    }
    var exponent = 0
    if place < text.endIndex, text[place] == "e" || text[place] == "E" {
      var next = place + 1
      var isNegative = false
      if next < text.endIndex, text[next].isSign {
        isNegative = text[next] != "+"
        next += 1
      }
      let digits = next
      while isDigit(next) {
        exponent = min(exponent * 10 + Int(text[next].value - 0x30), DecimalBuilder.mostExponent)
        next += 1
      }
      if next > digits, next == text.endIndex || !text[next].isWordCharacter {
        place = next
        if isNegative { exponent = -exponent }
      } else {
        exponent = 0
      }
    }
    end = place
    guard let whole = Self.wholeGroups(groups, marks, text) else {
      builder = nil
      return
    }
    var builder = DecimalBuilder()
    for (index, group) in groups.enumerated() {
      builder.isBehindPoint = index >= whole
      for place in group { builder.take(UInt8(text[place].value)) }
    }
    builder.exponent = exponent
    self.builder = builder
  }

  /// The number; nil when its marks contradict each other.
  func value(isNegative: Bool) -> DecimalNumber? {
    guard var builder else { return nil }
    builder.isNegative = isNegative
    return DecimalNumber(builder)
  }

  /// A mark by its kind: all spaces are one kind, and so are both apostrophes.
  private static func mark(_ scalar: Unicode.Scalar, groupsBySpace: Bool) -> Unicode.Scalar? {
    switch scalar {
    case ".", ",": scalar
    case "'", "\u{2019}": "'"
    case "\u{A0}", "\u{2009}", "\u{202F}": " "
    case " " where groupsBySpace: " "
    default: nil
    }
  }

  /// How many groups stand before the decimal mark; nil when the marks contradict each other.
  private static func wholeGroups(_ groups: [Range<Int>], _ marks: [Unicode.Scalar], _ text: ArraySlice<Unicode.Scalar>) -> Int? {
    guard let first = marks.first, let last = marks.last else { return 1 }
    var whole = groups.count
    if marks.count == 1 {
      let isDecimal =
        first == "."
        || first == "," && !(groups[1].count == 3 && (1...3).contains(groups[0].count) && text[groups[0].lowerBound] != "0")
      if isDecimal { return 1 }
    } else if !marks.allSatisfy({ $0 == first }) {
      guard last == "." || last == ",", marks.dropLast().allSatisfy({ $0 == first }), first != last else { return nil }
      whole -= 1
    }
    guard (1...3).contains(groups[0].count), groups[1..<whole].allSatisfy({ $0.count == 3 }) else { return nil }
    return whole
  }
}

extension Unicode.Scalar {
  /// A sign of a number; U+2212 is the minus sign.
  var isSign: Bool { self == "+" || self == "-" || self == "\u{2212}" }
}
