import CDeflate

/// The checksum of zlib streams (RFC 1950): two sums modulo 65521.
struct Adler32 {
  private(set) var value: UInt32 = 1
  private static let modulus: UInt64 = 65_521

  mutating func add(_ bytes: UnsafePointer<UInt8>, _ count: Int) { value = libdeflate_adler32(value, bytes, count) }

  mutating func add(_ byte: UInt8) { withUnsafePointer(to: byte) { add($0, 1) } }

  /// Zeros add nothing to the first sum, and each of them adds the first sum to the second.
  mutating func add(zeros count: Int) {
    let (low, high) = (UInt64(value & 0xFFFF), UInt64(value >> 16))
    value = UInt32((high + low * (UInt64(count) % Self.modulus)) % Self.modulus) << 16 | UInt32(low)
  }
}
