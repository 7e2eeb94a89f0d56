/// The extent of a number by the grammar of RFC 8259, section 6.
struct JSONNumber {
  private(set) var length = 0
  private(set) var integerDigits = 0
  private(set) var hasFraction = false
  private(set) var hasExponent = false
  private(set) var hasSignedExponent = false

  /// The longest number at the start of the bytes; nil when they do not start with one.
  init?(startOf bytes: UnsafeRawBufferPointer) {
    func digits(from start: Int) -> Int {
      var end = start
      while end < bytes.count, bytes[end] &- 0x30 < 10 { end += 1 }
      return end - start
    }
    func holds(_ byte: UInt8, at index: Int) -> Bool { index < bytes.count && bytes[index] == byte }

    if holds(UInt8(ascii: "-"), at: 0) { length = 1 }
    // A leading zero stands alone: 007 is no number.
    integerDigits = holds(UInt8(ascii: "0"), at: length) ? 1 : digits(from: length)
    guard integerDigits > 0 else { return nil }
    length += integerDigits

    if holds(UInt8(ascii: "."), at: length) {
      let fraction = digits(from: length + 1)
      guard fraction > 0 else { return nil }
      hasFraction = true
      length += 1 + fraction
    }
    if holds(UInt8(ascii: "e"), at: length) || holds(UInt8(ascii: "E"), at: length) {
      hasExponent = true
      hasSignedExponent = holds(UInt8(ascii: "-"), at: length + 1) || holds(UInt8(ascii: "+"), at: length + 1)
      let start = length + (hasSignedExponent ? 2 : 1)
      let exponent = digits(from: start)
      guard exponent > 0 else { return nil }
      length = start + exponent
    }
  }
}
