/// Divides a text into the pieces that an encoding's pattern gives. Tokens never cross from one piece into the next.
///
/// The patterns are regular expressions with alternatives that are tried in order and give characters back where the rest would
/// not match. What they come to is written out here, a function for each kind of piece; the text is read once, and of what is
/// read ahead at most the run of one class is read again.
struct PieceScanner {
  /// UTF-8. A byte that is none is taken as a character of its own, without a class.
  let text: UnsafeBufferPointer<UInt8>
  let encoding: TokenEncoding
  let classes: CharacterClasses

  /// A character: its classes, and its length in bytes.
  private struct Character {
    let classes: UInt8
    let length: Int

    func isIn(_ bits: UInt8) -> Bool { classes & bits != 0 }
  }

  /// The end of the piece that begins at `start`, which is before the end of the text.
  @inline(__always)
  func end(from start: Int) -> Int {
    let first = character(at: start)
    switch encoding {
    case .o200kBase:
      if let end = word(from: start, first) { return end }
    case .cl100kBase:
      if text[start] == Byte.apostrophe, let end = contraction(at: start) { return end }
      if let end = letters(from: start, first) { return end }
    }
    if first.isIn(Class.number) { return digits(from: start) }
    if let end = symbols(from: start, first) { return end }
    return spaces(from: start)
  }
}

extension PieceScanner {
  private typealias Class = CharacterClasses.Bit

  private enum Byte {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let slash = UInt8(ascii: "/")
    static let apostrophe = UInt8(ascii: "'")
  }

  @inline(__always)
  private func character(at index: Int) -> Character {
    let byte = text[index]
    return byte < 0x80 ? Character(classes: classes.ascii(byte), length: 1) : longCharacter(at: index)
  }

  private func longCharacter(at index: Int) -> Character {
    let first = UInt32(text[index])
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, index + length <= text.count else { return Character(classes: 0, length: 1) }
    var value = first & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let next = text[index + offset]
      guard next & 0xC0 == 0x80 else { return Character(classes: 0, length: 1) }
      value = value << 6 | UInt32(next & 0x3F)
    }
    guard value < 0x110000 else { return Character(classes: 0, length: 1) }
    return Character(classes: classes[value], length: length)
  }

  /// The end of a run of characters that have one of the bits.
  @inline(__always)
  private func endOfRun(of bits: UInt8, from start: Int) -> Int {
    var index = start
    while index < text.count {
      let character = character(at: index)
      guard character.isIn(bits) else { break }
      index += character.length
    }
    return index
  }

  @inline(__always)
  private func isNewline(_ index: Int) -> Bool {
    text[index] == Byte.newline || text[index] == Byte.carriageReturn
  }

  /// `[^\r\n\p{L}\p{N}]?`, the one character that may stand before a word's letters.
  @inline(__always)
  private func mayPrecedeWord(_ first: Character, at start: Int) -> Bool {
    !first.isIn(Class.letter | Class.number) && !isNewline(start)
  }

  // MARK: o200k_base

  /// The first two alternatives of o200k_base:
  ///
  ///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
  ///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
  @inline(__always)
  private func word(from start: Int, _ first: Character) -> Int? {
    guard mayPrecedeWord(first, at: start) else {
      return first.isIn(Class.letter) ? wordWithoutPrefix(from: start).map(endWithContraction) : nil
    }
    let next = start + first.length
    let behind = next < text.count ? wordWithoutPrefix(from: next) : nil
    if let behind, behind.hasTail { return endWithContraction(behind) }
    // A mark may stand before a word and in it, and the first alternative is tried without the prefix before the second one.
    if first.isIn(Class.tail) { return wordWithoutPrefix(from: start).map(endWithContraction) }
    return behind.map(endWithContraction)
  }

  private struct Word {
    let end: Int
    /// The first alternative matches; else only the second one does.
    let hasTail: Bool
  }

  @inline(__always)
  private func wordWithoutPrefix(from start: Int) -> Word? {
    var index = start
    // Where the head ends when it gives back all behind its last character that may be the tail as well.
    var endOfShared: Int?
    while index < text.count {
      let character = character(at: index)
      guard character.isIn(Class.head) else {
        if character.isIn(Class.tail) { return Word(end: endOfRun(of: Class.tail, from: index), hasTail: true) }
        break
      }
      index += character.length
      if character.isIn(Class.tail) { endOfShared = index }
    }
    if let endOfShared { return Word(end: endOfShared, hasTail: true) }
    return index > start ? Word(end: index, hasTail: false) : nil
  }

  @inline(__always)
  private func endWithContraction(_ word: Word) -> Int {
    guard word.end < text.count, text[word.end] == Byte.apostrophe else { return word.end }
    return contraction(at: word.end) ?? word.end
  }

  // MARK: cl100k_base

  /// `[^\r\n\p{L}\p{N}]?+\p{L}++`
  @inline(__always)
  private func letters(from start: Int, _ first: Character) -> Int? {
    let begin = mayPrecedeWord(first, at: start) ? start + first.length : start
    let end = endOfRun(of: Class.letter, from: begin)
    return end > begin ? end : nil
  }

  // MARK: Both

  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)` behind an apostrophe. Upper and lower case of `s` have a third form, the long ſ.
  private func contraction(at apostrophe: Int) -> Int? {
    let rest = text[(apostrophe + 1)...]
    func lower(_ offset: Int) -> UInt8 { offset < rest.count ? rest[rest.startIndex + offset] | 0x20 : 0 }
    switch (lower(0), lower(1)) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _): return apostrophe + 2
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")), (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return apostrophe + 3
    default: return rest.starts(with: [0xC5, 0xBF]) ? apostrophe + 3 : nil
    }
  }

  /// `\p{N}{1,3}`
  private func digits(from start: Int) -> Int {
    var index = start
    for _ in 0..<3 where index < text.count {
      let character = character(at: index)
      guard character.isIn(Class.number) else { break }
      index += character.length
    }
    return index
  }

  /// ` ?[^\s\p{L}\p{N}]+[\r\n]*`; of o200k_base also slashes at the end.
  @inline(__always)
  private func symbols(from start: Int, _ first: Character) -> Int? {
    let begin = text[start] == Byte.space ? start + 1 : start
    var index = begin
    while index < text.count {
      let character = character(at: index)
      guard !character.isIn(Class.letter | Class.number | Class.space) else { break }
      index += character.length
    }
    guard index > begin else { return nil }
    while index < text.count, isNewline(index) || encoding == .o200kBase && text[index] == Byte.slash { index += 1 }
    return index
  }

  /// The alternatives for white space: up to the last line break of the run; else all of it but one character, which belongs to
  /// the word behind it; else all of it.
  ///
  ///     o200k_base          \s*[\r\n]+|\s+(?!\S)|\s+
  ///     cl100k_base   \s++$|\s*[\r\n]|\s+(?!\S)|\s
  private func spaces(from start: Int) -> Int {
    var index = start
    var last = start
    var behindNewline: Int?
    while index < text.count {
      let character = character(at: index)
      guard character.isIn(Class.space) else { break }
      last = index
      index += character.length
      if isNewline(last) { behindNewline = index }
    }
    if encoding == .cl100kBase, index == text.count { return index }
    if let behindNewline { return behindNewline }
    return index == text.count || last == start ? index : last
  }
}
