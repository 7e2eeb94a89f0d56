/// A checksum that detects torn entries of an append-only file: FNV-1a, 64 bits.
package enum EntryChecksum {
  package static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// The eight bytes of a word, the lowest first.
  package static func bytes(of word: UInt64) -> [UInt8] {
    stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
  }
}
