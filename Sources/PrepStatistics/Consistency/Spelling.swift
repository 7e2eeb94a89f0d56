/// What all spellings of a value have in common, and what is wrong with one of them.
enum Spelling {
  /// A text without the differences between spellings of one value: case, space, kinds of dashes and quotes, letters that only
  /// look Latin. Two folds that are canonically equivalent are equal as Swift's strings.
  static func fold(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let plain = Lookalikes.look(of: scalar) ?? scalar
      if isSpace(plain) || isInvisible(plain) { continue }
      if dashes.contains(plain) {
        result.append("-")
      } else if quotes.contains(plain) {
        result.append("'")
      } else {
        result.append(contentsOf: plain.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(result)
  }

  /// Hyphens, dashes and the minus sign.
  private static let dashes: Set<Unicode.Scalar> = Set(
    "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{FE63}".unicodeScalars)
  private static let quotes: Set<Unicode.Scalar> = Set("'\u{2018}\u{2019}\u{201B}\u{60}\u{B4}\u{2032}".unicodeScalars)

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
  }

  /// Zero-width space, soft hyphen, direction marks, byte order mark. Joiners are not included, because scripts need them.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF: true
    default: false
    }
  }

  /// What is wrong with the spaces of a value, in words; nil when nothing is wrong.
  static func spaceFault(in text: String) -> String? {
    var faults: [String] = []
    var last: Unicode.Scalar?
    func add(_ fault: String) { if !faults.contains(fault) { faults.append(fault) } }
    for scalar in text.unicodeScalars {
      if isInvisible(scalar) {
        add("invisible character \(codePoint(scalar))")
      } else if isSpace(scalar) {
        if last == nil { add("space in front") }
        if let last, isSpace(last) { add("two spaces together") }
        if scalar == "\u{A0}" || scalar == "\u{202F}" {
          add("no-break space \(codePoint(scalar))")
        } else if scalar == "\t" || scalar == "\n" || scalar == "\r" {
          add(scalar == "\t" ? "tab" : "line break")
        } else if scalar != " " {
          add("unusual space \(codePoint(scalar))")
        }
      }
      last = scalar
    }
    if let last, isSpace(last) { add("space at the end") }
    return faults.isEmpty ? nil : faults.joined(separator: ", ")
  }

  /// `U+00A0`.
  static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
