extension String {
  /// The columns that a terminal with a fixed pitch needs for the text.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// The text with spaces after it, up to a number of columns.
  func padded(to columns: Int) -> String { self + String(repeating: " ", count: Swift.max(0, columns - displayWidth)) }

  /// The text with spaces before it, as numbers are written below each other.
  func padded(before columns: Int) -> String { String(repeating: " ", count: Swift.max(0, columns - displayWidth)) + self }
}

extension Character {
  /// 2 for what East Asian text sets in a square and for emoji, 0 for combining marks alone, else 1. A character is as wide as
  /// its widest scalar: marks add nothing to the letter below them.
  var displayWidth: Int { unicodeScalars.reduce(0) { Swift.max($0, $1.displayWidth) } }
}

extension Unicode.Scalar {
  /// The columns of one scalar; wide and fullwidth as in East Asian Width (UAX #11), by blocks.
  fileprivate var displayWidth: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if properties.isEmojiPresentation { return 2 }
    switch value {
    case 0x1100...0x115F,  // the first parts of Hangul syllables
      0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,  // CJK, kana, Yi, Hangul
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,  // compatibility and fullwidth forms
      0x16FE0...0x18DF2, 0x1AFF0...0x1B2FB,  // Tangut, Khitan, kana
      0x1F200...0x1F265, 0x20000...0x3FFFD:  // squared ideographs, CJK extensions
      return 2
    default: return 1
    }
  }
}
