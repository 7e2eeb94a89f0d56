/// Letters that look like Latin letters, and forms of characters that are read as another character.
///
/// The table is our own choice: the Cyrillic and Greek letters whose common shapes are those of Latin letters, and the fullwidth
/// forms of East Asian keyboards. Unicode's list for this purpose (UTS #39, confusables.txt) has thousands of pairs. Most of them
/// are for letters that no keyboard has, and many of its Latin pairs are not mistakes in data (l and 1, rn and m).
enum Lookalikes {
  /// The Latin letter that a Cyrillic or Greek one looks like.
  static let latin: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs = [
      // Cyrillic, capitals and small letters.
      ("АВЕЅІЈКМНОРСТУХҮԚԜ", "ABESIJKMHOPCTYXYQW"), ("асеѕіјорхуһԁԛԝ", "acesijopxyhdqw"),
      // Greek.
      ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"), ("αικνορυχγ", "aikvopuxy"),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (foreign, latin) in pairs {
      for (letter, look) in zip(foreign.unicodeScalars, latin.unicodeScalars) { table[letter] = look }
    }
    return table
  }()

  /// The ASCII character of a fullwidth form (U+FF01 to U+FF5E).
  static func ofFullwidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) : nil
  }

  /// The character that the scalar looks like, when that is another one.
  static func look(of scalar: Unicode.Scalar) -> Unicode.Scalar? { scalar.isASCII ? nil : latin[scalar] ?? ofFullwidth(scalar) }

  /// The characters of a text that are not what they look like: fullwidth forms anywhere, and Cyrillic or Greek letters in a word
  /// that also has Latin letters. A word that is all in Cyrillic is a Cyrillic word.
  static func found(in text: String) -> [Unicode.Scalar] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return [] }
    var found: [Unicode.Scalar] = []
    var word: [Unicode.Scalar] = []
    var hasLatin = false
    func endWord() {
      if hasLatin { found += word }
      word = []
      hasLatin = false
    }
    for scalar in text.unicodeScalars {
      if ofFullwidth(scalar) != nil { found.append(scalar) }
      guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
        endWord()
        continue
      }
      if latin[scalar] != nil { word.append(scalar) }
      if isLatin(scalar) { hasLatin = true }
    }
    endWord()
    return found
  }

  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Basic Latin, Latin-1, Latin Extended-A and -B, Latin Extended Additional.
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: true
    default: false
    }
  }
}
