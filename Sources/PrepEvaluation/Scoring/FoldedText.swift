import Foundation

extension IgnoredDifferences {
  /// The text without what is ignored. Swift compares strings by canonical equivalence, which is equality in normal form C, so
  /// that the result need not be normalised.
  func fold(_ text: String) -> String {
    if isEmpty { return text }
    // Foundation is the only public interface to Unicode's normal forms. It takes 1 µs for a short text, and only texts that are
    // not ASCII need it.
    let plain = contains(.accents) && !text.utf8.allSatisfy { $0 < 0x80 } ? text.decomposedStringWithCanonicalMapping : text
    var result = String.UnicodeScalarView()
    for scalar in plain.unicodeScalars {
      if scalar.isASCII {
        if contains(.spaces), scalar.isSpace { continue }
        if contains(.punctuation), scalar.isPunctuation { continue }
        if contains(.case), (0x41...0x5A).contains(scalar.value) {
          result.append(Unicode.Scalar(UInt8(scalar.value + 0x20)))
        } else {
          result.append(scalar)
        }
        continue
      }
      if contains(.accents), scalar.properties.generalCategory == .nonspacingMark { continue }
      if contains(.spaces), scalar.isSpace { continue }
      if contains(.punctuation), scalar.isPunctuation { continue }
      if contains(.case) {
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
          result.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
        }
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  /// White space as Unicode's property White_Space has it, and the separators U+001C to U+001F, as in Python's `str.isspace`.
  var isSpace: Bool {
    isASCII ? value == 0x20 || (0x09...0x0D).contains(value) || (0x1C...0x1F).contains(value) : properties.isWhitespace
  }

  /// The general category P.
  var isPunctuation: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation:
      true
    default: false
    }
  }

  /// A digit from 0 to 9; the digits of other scripts are none.
  var isDigit: Bool { (0x30...0x39).contains(value) }

  /// The general categories L and M.
  var isLetter: Bool {
    if isASCII { return (0x41...0x5A).contains(value & ~0x20) }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
      .enclosingMark:
      return true
    default: return false
    }
  }

  /// The general categories L, M and N.
  var isWordCharacter: Bool {
    if isASCII { return isLetter || isDigit }
    switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: return true
    default: return isLetter
    }
  }

  /// The general category Sc.
  var isCurrency: Bool { isASCII ? self == "$" : properties.generalCategory == .currencySymbol }
}

extension String {
  /// The code points of the text in normal form C.
  var composedScalars: [Unicode.Scalar] {
    // No code point below U+0300 changes in normal form C.
    unicodeScalars.allSatisfy { $0.value < 0x300 }
      ? Array(unicodeScalars) : Array(precomposedStringWithCanonicalMapping.unicodeScalars)
  }
}

extension RandomAccessCollection<Unicode.Scalar> {
  /// Without white space at both ends.
  var trimmed: SubSequence {
    var rest = self[...]
    while let first = rest.first, first.isSpace { rest = rest.dropFirst() }
    while let last = rest.last, last.isSpace { rest = rest.dropLast() }
    return rest
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.isSpace }), let end = scalars.lastIndex(where: { !$0.isSpace }) else {
      return ""
    }
    return String(self[start...end])
  }

  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
