import Glibc

/// Which classes of the encodings' patterns a character is in, for all of Unicode.
///
/// The patterns are written in general categories (`\p{Lu}`, `\p{M}` ...) and `\s`; a class is a bit here. The standard library knows
/// the categories, but takes a while to tell them, so they are kept: a byte for each code point, in memory that the system gives only
/// where something is written.
final class CharacterClasses {
  /// What a pattern asks of a character, as bits.
  enum Bit {
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`: what the head of a word is made of.
    static let head: UInt8 = 1
    /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`: what the rest of a word is made of.
    static let tail: UInt8 = 2
    /// `\p{L}`
    static let letter: UInt8 = 4
    /// `\p{N}`
    static let number: UInt8 = 8
    /// `\s`
    static let space: UInt8 = 16
    /// The character has been looked up.
    fileprivate static let known: UInt8 = 128
  }

  private let table: UnsafeMutablePointer<UInt8>

  init() {
    guard let memory = calloc(0x110000, 1) else { preconditionFailure("no memory for a table of one megabyte") }
    table = memory.assumingMemoryBound(to: UInt8.self)
    for codePoint in UInt32(0)..<0x80 { table[Int(codePoint)] = Self.classes(of: codePoint) }
  }

  deinit { free(table) }

  /// The classes of a character below U+0080.
  @inline(__always)
  func ascii(_ byte: UInt8) -> UInt8 { table[Int(byte)] }

  /// - Parameter codePoint: at most 0x10FFFF.
  @inline(__always)
  subscript(codePoint: UInt32) -> UInt8 {
    let classes = table[Int(codePoint)]
    return classes != 0 ? classes : lookUp(codePoint)
  }

  private func lookUp(_ codePoint: UInt32) -> UInt8 {
    let classes = Self.classes(of: codePoint)
    table[Int(codePoint)] = classes
    return classes
  }

  /// The classes by Unicode 16, which tiktoken goes by; the standard library may know a later version.
  private static func classes(of codePoint: UInt32) -> UInt8 {
    guard let scalar = Unicode.Scalar(codePoint), let age = scalar.properties.age, age.major <= 16 else { return Bit.known }
    switch scalar.properties.generalCategory {
    // Unicode 17 took it for a letter without case.
    case _ where codePoint == 0x295: return Bit.known | Bit.tail | Bit.letter
    case .uppercaseLetter, .titlecaseLetter: return Bit.known | Bit.head | Bit.letter
    case .lowercaseLetter: return Bit.known | Bit.tail | Bit.letter
    case .modifierLetter, .otherLetter: return Bit.known | Bit.head | Bit.tail | Bit.letter
    case .nonspacingMark, .spacingMark, .enclosingMark: return Bit.known | Bit.head | Bit.tail
    case .decimalNumber, .letterNumber, .otherNumber: return Bit.known | Bit.number
    default: return Bit.known | (scalar.properties.isWhitespace ? Bit.space : 0)
    }
  }
}
