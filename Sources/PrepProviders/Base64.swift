/// Base64 (RFC 4648, section 4), with padding and without line breaks.
package enum Base64 {
  /// The encoded length of `count` bytes.
  package static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Encodes `source` into the start of `target`, which holds at least ``encodedCount(_:)`` bytes.
  /// - Returns: the bytes written.
  package static func encode(_ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>) -> Int {
    alphabet.withUnsafeBufferPointer { alphabet in
      var read = 0
      var write = 0
      while read + 3 <= source.count {
        let word = UInt32(source[read]) << 16 | UInt32(source[read + 1]) << 8 | UInt32(source[read + 2])
        target[write] = alphabet[Int(word >> 18)]
        target[write + 1] = alphabet[Int(word >> 12 & 63)]
        target[write + 2] = alphabet[Int(word >> 6 & 63)]
        target[write + 3] = alphabet[Int(word & 63)]
        read += 3
        write += 4
      }
      let padding = UInt8(ascii: "=")
      switch source.count - read {
      case 1:
        let word = UInt32(source[read]) << 16
        target[write] = alphabet[Int(word >> 18)]
        target[write + 1] = alphabet[Int(word >> 12 & 63)]
        target[write + 2] = padding
        target[write + 3] = padding
        write += 4
      case 2:
        let word = UInt32(source[read]) << 16 | UInt32(source[read + 1]) << 8
        target[write] = alphabet[Int(word >> 18)]
        target[write + 1] = alphabet[Int(word >> 12 & 63)]
        target[write + 2] = alphabet[Int(word >> 6 & 63)]
        target[write + 3] = padding
        write += 4
      default: break
      }
      return write
    }
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
