/// What a reader does where RFC 8259 leaves it open, or where a reader has a use for less than all of it.
@usableFromInline
package struct JSONOptions: Sendable, Hashable {
  @usableFromInline
  package enum DuplicateKeys: Sendable, Hashable {
    /// A fault: whichever of the values is taken, it is a guess.
    case refuse
    /// Noted in ``JSONReader/isKeyRepeated``; the caller decides.
    case report
    /// Not looked for.
    case allow
  }

  @usableFromInline
  package enum Replacement: Sendable, Hashable {
    case refuse
    /// U+FFFD stands for it.
    case replace
  }

  @usableFromInline package var duplicateKeys = DuplicateKeys.refuse
  /// How deep arrays and objects may be nested.
  @usableFromInline package var maxDepth = 512
  /// Escapes of half a surrogate pair, which no UTF-8 text can hold. Where they are replaced, ``JSONReader/loneSurrogate`` names the first.
  @usableFromInline package var loneSurrogates = Replacement.replace
  /// Bytes in strings that are not UTF-8. They are replaced as Swift's `String(decoding:)` does it.
  @usableFromInline package var invalidUTF8 = Replacement.refuse
  /// Whether a newline ends the text: each line is a text of its own.
  @usableFromInline package var isByLine = false
  /// Whether strings in skipped values are looked at. Otherwise only their ends are searched for, which is several times as fast, and what
  /// is wrong within them stays unseen.
  @usableFromInline package var checksSkippedStrings = true

  package init() {}

  /// How values are made of texts: nothing is guessed about keys, and a damaged string costs a character, not the row that it is in.
  package static let values: JSONOptions = {
    var options = JSONOptions()
    options.invalidUTF8 = .replace
    return options
  }()

  /// How JSON Lines are checked, a line at a time, by one who tells of keys and surrogates and goes on.
  package static let lines: JSONOptions = {
    var options = JSONOptions()
    options.duplicateKeys = .report
    options.isByLine = true
    return options
  }()

  /// How a few strings are picked out of a large record: the last value of a key counts, and what is not asked for is not looked at.
  package static let picking: JSONOptions = {
    var options = JSONOptions()
    options.duplicateKeys = .allow
    options.checksSkippedStrings = false
    return options
  }()
}
