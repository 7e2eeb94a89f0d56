/// A decimal number of any length, exactly: 1, 1.0 and 1e0 are equal, and 0.1 is a tenth.
///
/// An exponent beyond ±10^12 counts as ±10^12. -0 equals 0.
package struct DecimalNumber: Sendable, Hashable {
  private(set) var isNegative: Bool
  /// The significant digits, up to the 19th, as a whole number; it does not end in 0 unless the number is 0 or has more digits.
  private(set) var magnitude: UInt64
  /// ASCII digits from the 20th on; empty in nearly all numbers. It does not end in 0.
  private(set) var furtherDigits: [UInt8]
  /// The power of ten of the last digit.
  private(set) var exponent: Int

  /// - Parameter text: a number as JSON writes it; nil for anything else.
  package init?(_ text: String) {
    var text = text
    let builder = text.withUTF8 { bytes -> DecimalBuilder? in
      var builder = DecimalBuilder()
      var rest = bytes[...]
      if rest.first == UInt8(ascii: "-") {
        builder.isNegative = true
        rest.removeFirst()
      }
      var digits = 0
      while let byte = rest.first, byte &- 0x30 < 10 {
        builder.take(byte)
        digits += 1
        rest.removeFirst()
      }
      guard digits > 0 else { return nil }
      if rest.first == UInt8(ascii: ".") {
        rest.removeFirst()
        builder.isBehindPoint = true
        guard let byte = rest.first, byte &- 0x30 < 10 else { return nil }
        while let byte = rest.first, byte &- 0x30 < 10 {
          builder.take(byte)
          rest.removeFirst()
        }
      }
      if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
        rest.removeFirst()
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
          isNegative = sign == UInt8(ascii: "-")
          rest.removeFirst()
        }
        guard !rest.isEmpty else { return nil }
        var exponent = 0
        while let byte = rest.first, byte &- 0x30 < 10 {
          exponent = min(exponent * 10 + Int(byte &- 0x30), DecimalBuilder.mostExponent)
          rest.removeFirst()
        }
        builder.exponent = isNegative ? -exponent : exponent
      }
      return rest.isEmpty ? builder : nil
    }
    guard let builder else { return nil }
    self.init(builder)
  }

  init(_ builder: DecimalBuilder) {
    magnitude = builder.magnitude
    furtherDigits = builder.furtherDigits
    isNegative = builder.isNegative && builder.magnitude > 0
    exponent = builder.magnitude == 0 ? 0 : builder.exponent - builder.fractionDigits + builder.zeros
  }

  /// The nearest floating-point number; nil when it is too large for one.
  package var double: Double? {
    let size: Double
    if furtherDigits.isEmpty, magnitude < 1 << 53, (-22...22).contains(exponent) {
      // Both are exact, so one operation rounds correctly.
      size = exponent < 0 ? Double(magnitude) / Self.powers[-exponent] : Double(magnitude) * Self.powers[exponent]
    } else {
      guard let parsed = Double("\(magnitude)\(String(decoding: furtherDigits, as: UTF8.self))e\(exponent)") else { return nil }
      size = parsed
    }
    guard size.isFinite else { return nil }
    return isNegative ? -size : size
  }

  private static let powers: [Double] = (0...22).map { exponent in (0..<exponent).reduce(1.0) { power, _ in power * 10 } }

  /// The number in units of a power of ten; nil when it is not whole in them or does not fit.
  func scaled(to exponent: Int) -> Int128? {
    guard furtherDigits.isEmpty, let size = Int128(magnitude).shifted(by: self.exponent - exponent) else { return nil }
    return isNegative ? -size : size
  }
}

/// Takes the digits of a number one by one.
struct DecimalBuilder {
  static let mostExponent = 1_000_000_000_000

  var isNegative = false
  /// Whether the digits that come next are those of the fraction.
  var isBehindPoint = false
  var exponent = 0
  private(set) var magnitude: UInt64 = 0
  private(set) var furtherDigits: [UInt8] = []
  private(set) var fractionDigits = 0
  /// Zeros at the end, which count only when another digit follows.
  private(set) var zeros = 0
  private var digits = 0

  /// - Parameter digit: in ASCII.
  @inline(__always)
  mutating func take(_ digit: UInt8) {
    if isBehindPoint { fractionDigits += 1 }
    guard digit != UInt8(ascii: "0") else {
      if magnitude > 0 { zeros += 1 }
      return
    }
    while zeros > 0 {
      append(UInt8(ascii: "0"))
      zeros -= 1
    }
    append(digit)
  }

  private mutating func append(_ digit: UInt8) {
    digits += 1
    if digits <= 19 { magnitude = magnitude * 10 + UInt64(digit &- 0x30) } else { furtherDigits.append(digit) }
  }
}

extension Int128 {
  /// The number times a power of ten; nil when it does not fit, or the power is negative.
  func shifted(by power: Int) -> Int128? {
    guard self != 0 else { return 0 }
    guard (0...38).contains(power) else { return nil }
    var result = self
    for _ in 0..<power {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result
  }
}

extension Tolerance {
  /// Whether a number is near enough to the true one.
  func allows(_ answer: DecimalNumber, for truth: DecimalNumber) -> Bool {
    if answer == truth { return true }
    return exactly(answer, truth) ?? nearly(answer, truth)
  }

  private func exactly(_ answer: DecimalNumber, _ truth: DecimalNumber) -> Bool? {
    let unit = min(answer.exponent, truth.exponent)
    guard let first = answer.scaled(to: unit), let second = truth.scaled(to: unit) else { return nil }
    let (difference, overflow) = first.subtractingReportingOverflow(second)
    guard !overflow, difference != .min else { return nil }
    var allowed: Int128
    var allowedUnit: Int
    switch self {
    case .share(let share):
      guard share.furtherDigits.isEmpty else { return nil }
      let (product, overflow) = abs(second).multipliedReportingOverflow(by: Int128(share.magnitude))
      if overflow { return nil }
      allowed = product
      allowedUnit = unit + share.exponent
    case .absolute(let amount):
      guard amount.furtherDigits.isEmpty else { return nil }
      allowed = Int128(amount.magnitude)
      allowedUnit = amount.exponent
    }
    if allowedUnit > unit {
      guard let shifted = allowed.shifted(by: allowedUnit - unit) else { return nil }
      allowed = shifted
      allowedUnit = unit
    }
    guard let shifted = abs(difference).shifted(by: unit - allowedUnit) else { return nil }
    return shifted <= allowed
  }

  private func nearly(_ answer: DecimalNumber, _ truth: DecimalNumber) -> Bool {
    guard let first = answer.double, let second = truth.double else { return false }
    switch self {
    case .share(let share): return (share.double).map { abs(first - second) <= $0 * abs(second) } ?? true
    case .absolute(let amount): return amount.double.map { abs(first - second) <= $0 } ?? true
    }
  }
}
