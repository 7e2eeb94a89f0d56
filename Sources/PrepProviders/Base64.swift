import CPrepKernels

/// Base64 (RFC 4648, section 4), with padding and without line breaks.
package enum Base64 {
  /// The encoded length of `count` bytes.
  package static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Encodes `source` into the start of `target`, which holds at least ``encodedCount(_:)`` bytes.
  /// - Parameter isPortable: without AVX2, for tests; the characters are the same.
  /// - Returns: the bytes written.
  package static func encode(
    _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>, isPortable: Bool = false
  ) -> Int {
    let count = encodedCount(source.count)
    precondition(target.count >= count, "no room for the characters")
    vp_base64_encode(source.baseAddress, source.count, target.baseAddress, isPortable ? 1 : 0)
    return count
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The bytes behind a text; nil when it is no base64 with padding, or its last bits are not zero.
  package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let body = text.reversed().drop { $0 == UInt8(ascii: "=") }.count
    guard text.count % 4 == 0, text.count - body <= 2 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(body * 3 / 4)
    var word: UInt32 = 0
    var bits = 0
    for character in text.prefix(body) {
      let value = values[Int(character)]
      guard value < 64 else { return nil }
      word = word << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      }
    }
    return word & (1 << UInt32(bits) - 1) == 0 ? bytes : nil
  }

  /// The value of each character; 255 for what is none of the alphabet.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()
}
