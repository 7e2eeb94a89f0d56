/// Remembers how many tokens short pieces have, since the same words come again and again.
///
/// A place for each hash, which the last piece of that hash holds.
struct PieceCounts {
  /// A piece of up to 15 bytes: its bytes, zeros, and its length in the last byte.
  struct Key: Equatable {
    let low: UInt64
    let high: UInt64

    static let longest = 15

    /// - Parameter range: of at most ``longest`` bytes.
    @inline(__always)
    init(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) {
      let length = range.count
      var words = SIMD2<UInt64>()
      if range.lowerBound + 16 <= text.count {
        words = text.loadUnaligned(fromByteOffset: range.lowerBound, as: SIMD2<UInt64>.self)
      } else {
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: text[range])) }
      }
      let bits = UInt64(8 * length)
      low = length < 8 ? words[0] & (1 << bits - 1) : words[0]
      high = (length < 8 ? 0 : words[1] & (1 << (bits - 64) - 1)) | UInt64(length) << 56
    }

    @inline(__always)
    var hash: Int {
      let product = (low ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: high ^ 0xD6E8_FEB8_6659_FD93)
      return Int(truncatingIfNeeded: product.high ^ product.low)
    }
  }

  private struct Entry {
    /// No piece has the length 0.
    var low: UInt64 = 0
    var high: UInt64 = 0
    var count: UInt32 = 0
  }

  private var entries = [Entry](repeating: Entry(), count: 1 << 15)

  /// The number of tokens of a piece, when it is remembered.
  @inline(__always)
  subscript(key: Key) -> Int? {
    let entry = entries[key.hash & (1 << 15 - 1)]
    return entry.low == key.low && entry.high == key.high ? Int(entry.count) : nil
  }

  mutating func remember(_ count: Int, _ key: Key) {
    entries[key.hash & (1 << 15 - 1)] = Entry(low: key.low, high: key.high, count: UInt32(count))
  }
}
