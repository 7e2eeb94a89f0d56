import Foundation

extension IgnoredDifferences {
  /// The text without what is ignored. Swift compares strings by canonical equivalence, which is equality in normal form C, so
  /// that the result need not be normalised.
  func fold(_ text: String) -> String {
    if isEmpty { return text }
    var text = text
    if let plain = text.withUTF8(foldASCII) { return plain }
    // Foundation is the only public interface to Unicode's normal forms. It takes 1 µs for a short text, and only texts that are
    // not ASCII need it.
    let plain = contains(.accents) ? text.normalizedInPieces(\.decomposedStringWithCanonicalMapping) : text
    var result = String.UnicodeScalarView()
    for scalar in plain.unicodeScalars {
      if contains(.accents), scalar.properties.generalCategory == .nonspacingMark { continue }
      if contains(.spaces), scalar.isSpace { continue }
      if contains(.punctuation), scalar.isPunctuation { continue }
      if scalar.isASCII {
        result.append(
          contains(.case) && (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar)
      } else if contains(.case) {
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
          // One by one: appending a sequence copies the whole text.
          for lower in upper.properties.lowercaseMapping.unicodeScalars { result.append(lower) }
        }
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text without what is ignored, when it is ASCII.
  private func foldASCII(_ text: UnsafeBufferPointer<UInt8>) -> String? {
    guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(unsafeUninitializedCapacity: text.count) { room in
      var count = 0
      for byte in text {
        let scalar = Unicode.Scalar(byte)
        if contains(.spaces), scalar.isSpace { continue }
        if contains(.punctuation), scalar.isPunctuation { continue }
        room[count] = contains(.case) && (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
        count += 1
      }
      return count
    }
  }
}

extension Unicode.Scalar {
  /// White space as Unicode's property White_Space has it, and the separators U+001C to U+001F, as in Python's `str.isspace`.
  var isSpace: Bool {
    isASCII ? value == 0x20 || (0x09...0x0D).contains(value) || (0x1C...0x1F).contains(value) : properties.isWhitespace
  }

  /// The general category P.
  var isPunctuation: Bool {
    if isASCII {
      switch value {
      case 0x21...0x23, 0x25...0x2A, 0x2C...0x2F, 0x3A, 0x3B, 0x3F, 0x40, 0x5B...0x5D, 0x5F, 0x7B, 0x7D: return true
      default: return false
      }
    }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation:
      return true
    default: return false
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
      ? Array(unicodeScalars) : Array(normalizedInPieces(\.precomposedStringWithCanonicalMapping).unicodeScalars)
  }
}

extension String {
  /// The text in a normal form, made piece by piece: Foundation takes quadratic time for a long text, and an answer may have
  /// megabytes.
  ///
  /// Pieces of about 64 code points are cut where the two sides do not interact. Only a run of more than 1,024 combining marks,
  /// which no language has, is cut within.
  fileprivate func normalizedInPieces(_ form: (String) -> String) -> String {
    var result = ""
    var piece = String.UnicodeScalarView()
    var count = 0
    for scalar in unicodeScalars {
      if count >= 1024 || count >= 64 && scalar.beginsPiece {
        result += form(String(piece))
        piece = String.UnicodeScalarView()
        count = 0
      }
      piece.append(scalar)
      count += 1
    }
    return result + form(String(piece))
  }
}

extension Unicode.Scalar {
  /// Whether normal forms never join it with what stands before it. Of code points that are no marks, only the vowels and finals
  /// of Hangul and the vowel signs of Kirat Rai are joined.
  fileprivate var beginsPiece: Bool {
    if value < 0x300 { return true }
    if (0x1160...0x11FF).contains(value) || (0x16D40...0x16D7F).contains(value) { return false }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: return properties.canonicalCombiningClass == .notReordered
    }
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
    for scalar in scalars { view.append(scalar) }
    self.init(view)
  }
}
