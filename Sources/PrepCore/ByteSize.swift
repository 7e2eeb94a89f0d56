/// A number of bytes as people write it in a recipe or on a command line: `512MB`, `64MiB`, `1000`.
///
/// MB is 1,000,000 bytes and MiB 1,048,576 (IEC 80000-13).
public struct ByteSize: Sendable, Hashable, Comparable {
  public var bytes: Int

  public init(bytes: Int) { self.bytes = bytes }

  /// Parses a whole or decimal number with an optional unit (`B`, `kB`, `MB`, `GB`, `TB`, `KiB`, `MiB`, `GiB`, `TiB`).
  /// Upper and lower case are equivalent. Nil when the text is anything else, negative, or larger than `Int` holds.
  public init?(parsing text: some StringProtocol) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number >= 0 else { return nil }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    guard let factor = Self.units[unit] else { return nil }
    let value = (number * factor).rounded()
    guard value < 9e18 else { return nil }
    self.init(bytes: Int(value))
  }

  public static func < (lhs: ByteSize, rhs: ByteSize) -> Bool { lhs.bytes < rhs.bytes }

  private static let units: [String: Double] = [
    "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12, "tb": 1e12,
    "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776,
  ]
}

extension ByteSize: CustomStringConvertible {
  /// The size for people, in decimal units with at most one decimal: `34.8 MB`.
  public var description: String {
    let units: [(Double, String)] = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")]
    // A number that rounds up to a thousand of its unit is shown in the next unit.
    for (factor, unit) in units where Double(bytes) >= (factor == 1e3 ? factor : factor * 0.99995) {
      let tenths = Int((Double(bytes) / factor * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
    return bytes == 1 ? "1 byte" : "\(bytes) bytes"
  }
}
