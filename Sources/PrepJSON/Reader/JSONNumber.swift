/// A number by the grammar of RFC 8259, section 6, taken character by character.
@usableFromInline
package struct JSONNumber: Sendable, Hashable {
  @usableFromInline
  enum State: UInt8, Sendable {
    case start, minus, zero, integer, point, fraction, letter, sign, exponent
  }

  @usableFromInline var state = State.start
  @usableFromInline var isNegative = false
  @usableFromInline var value = 0
  package private(set) var integerDigits = 0
  package private(set) var hasFraction = false
  package private(set) var hasExponent = false
  package private(set) var hasSignedExponent = false

  package init() {}

  /// Takes the next character.
  /// - Returns: false when the character cannot continue the number; the character is not consumed then.
  package mutating func take(_ byte: UInt8) -> Bool {
    switch (state, byte) {
    case (.start, UInt8(ascii: "-")):
      isNegative = true
      state = .minus
    case (.start, UInt8(ascii: "0")), (.minus, UInt8(ascii: "0")):
      // A leading zero stands alone: 007 is no number.
      integerDigits = 1
      state = .zero
    case (.start, UInt8(ascii: "1")...UInt8(ascii: "9")), (.minus, UInt8(ascii: "1")...UInt8(ascii: "9")),
      (.integer, UInt8(ascii: "0")...UInt8(ascii: "9")):
      if integerDigits < Self.mostDigits { value = value * 10 + Int(byte - 0x30) }
      integerDigits += 1
      state = .integer
    case (.zero, UInt8(ascii: ".")), (.integer, UInt8(ascii: ".")):
      hasFraction = true
      state = .point
    case (.point, UInt8(ascii: "0")...UInt8(ascii: "9")): state = .fraction
    case (.fraction, UInt8(ascii: "0")...UInt8(ascii: "9")): break
    case (.zero, UInt8(ascii: "e")), (.integer, UInt8(ascii: "e")), (.fraction, UInt8(ascii: "e")),
      (.zero, UInt8(ascii: "E")), (.integer, UInt8(ascii: "E")), (.fraction, UInt8(ascii: "E")):
      hasExponent = true
      state = .letter
    case (.letter, UInt8(ascii: "+")), (.letter, UInt8(ascii: "-")):
      hasSignedExponent = true
      state = .sign
    case (.letter, UInt8(ascii: "0")...UInt8(ascii: "9")), (.sign, UInt8(ascii: "0")...UInt8(ascii: "9")): state = .exponent
    case (.exponent, UInt8(ascii: "0")...UInt8(ascii: "9")): break
    default: return false
    }
    return true
  }

  /// Any number with this many digits fits into an `Int`.
  private static let mostDigits = 18

  /// Whether the characters taken so far form a number.
  package var isComplete: Bool {
    switch state {
    case .zero, .integer, .fraction, .exponent: true
    case .start, .minus, .point, .letter, .sign: false
    }
  }

  /// Whether it is a zero, which no digit may follow.
  var isZero: Bool { state == .zero }

  /// The number when it is whole, has at most 18 digits, and is written without fraction and exponent.
  package var whole: Int? {
    guard isComplete, !hasFraction, !hasExponent, integerDigits <= Self.mostDigits else { return nil }
    return isNegative ? -value : value
  }
}
