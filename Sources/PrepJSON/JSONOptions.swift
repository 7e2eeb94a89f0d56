/// The reader's behaviour where RFC 8259 leaves it open, or where the caller needs only a part of the text.
@usableFromInline
package struct JSONOptions: Sendable, Hashable {
  @usableFromInline
  package enum DuplicateKeys: Sendable, Hashable {
    /// Is a fault: choosing either value would be a guess.
    case refuse
    /// Is reported in ``JSONReader/isKeyRepeated``; the caller decides.
    case report
    /// Is not checked.
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
  /// Escapes of a lone surrogate, which UTF-8 cannot represent. When they are replaced, ``JSONReader/loneSurrogate`` names the
  /// first.
  @usableFromInline package var loneSurrogates = Replacement.replace
  /// Bytes in strings that are not UTF-8. They are replaced like in Swift's `String(decoding:)`.
  @usableFromInline package var invalidUTF8 = Replacement.refuse
  /// Whether a newline ends the text, so that each line is its own text.
  @usableFromInline package var isByLine = false
  /// Whether strings in skipped values are checked. Otherwise only their ends are searched, which is several times as fast, and
  /// faults inside them go unnoticed.
  @usableFromInline package var checksSkippedStrings = true

  package init() {}

  /// Options for building values from texts: repeated keys are refused, and a damaged string loses a character but not its row.
  package static let values: JSONOptions = {
    var options = JSONOptions()
    options.invalidUTF8 = .replace
    return options
  }()

  /// Options for checking JSON Lines, line by line: repeated keys and lone surrogates are reported, and reading continues.
  package static let lines: JSONOptions = {
    var options = JSONOptions()
    options.duplicateKeys = .report
    options.isByLine = true
    return options
  }()

  /// Options for extracting a few strings from a large record: the last value of a key counts, and everything else is not
  /// checked.
  package static let picking: JSONOptions = {
    var options = JSONOptions()
    options.duplicateKeys = .allow
    options.checksSkippedStrings = false
    return options
  }()
}
