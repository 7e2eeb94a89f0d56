/// A text without the differences that do not change its meaning: in lower case, and everything but letters, marks and numbers
/// replaced by one space.
///
/// Letters, marks and numbers are the general categories L, M and N of Unicode.
struct NormalizedText {
  let scalars: [Unicode.Scalar]

  init(_ text: String) {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(text.utf8.count)
    var isBetween = false
    for scalar in text.unicodeScalars {
      guard Self.isKept(scalar) else {
        isBetween = !scalars.isEmpty
        continue
      }
      if isBetween { scalars.append(" ") }
      isBetween = false
      if scalar.isASCII {
        scalars.append(scalar.value < 0x5B && scalar.value > 0x40 ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar)
      } else {
        scalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    self.scalars = scalars
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
      .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }

  /// FNV-1a over the scalars.
  var hash: TextHash {
    var hash = TextHash()
    for scalar in scalars { hash.add(scalar.value) }
    return hash
  }
}

/// FNV-1a, 64 bits. Among a million different texts, two are mistaken for equal once in some ten million tables.
struct TextHash: Sendable, Hashable {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt32) {
    for shift: UInt32 in [0, 8, 16, 24] { value = (value ^ UInt64(word >> shift & 0xff)) &* 0x100_0000_01b3 }
  }

  /// Adds a text preceded by its length, so that two texts never run into each other.
  mutating func add(_ text: String) {
    add(UInt32(truncatingIfNeeded: text.utf8.count))
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  static func of(_ text: String) -> TextHash {
    var hash = TextHash()
    hash.add(text)
    return hash
  }
}
