/// A SHA-256 digest (FIPS 180-4): 32 bytes.
package struct SHA256Digest: Sendable, Hashable {
  /// The digest as four big-endian words, first bytes first.
  package let words: (UInt64, UInt64, UInt64, UInt64)

  init(bytes: [UInt8]) {
    func word(_ index: Int) -> UInt64 {
      bytes[8 * index..<8 * index + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    words = (word(0), word(1), word(2), word(3))
  }

  package static func == (lhs: SHA256Digest, rhs: SHA256Digest) -> Bool { lhs.words == rhs.words }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }

  /// 64 lower-case hexadecimal digits.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 64) { target in
      var position = 0
      for word in [words.0, words.1, words.2, words.3] {
        for shift in stride(from: 60, through: 0, by: -4) {
          target[position] = digits[Int(word >> UInt64(shift) & 15)]
          position += 1
        }
      }
      return 64
    }
  }
}
