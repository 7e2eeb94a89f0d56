/// Finds tokens of three bytes and more by their bytes.
///
/// Merging asks about ten times for byte strings that are no tokens for each one that is, and the tables are larger than a processor's
/// nearest caches. So a small filter is asked first, and of a short token all is in one place.
struct TokenTable: Sendable {
  /// A token of up to seven bytes by its ``ShortKey``.
  private struct Entry {
    /// 0 is no key.
    var key: UInt64 = 0
    var rank: UInt32 = 0
  }

  /// An open table of the tokens of three to seven bytes.
  private var short: [Entry]
  /// An open table of the longer ones: 0, or the upper half of the hash and below it the rank + 1.
  private var long: [UInt64]
  /// A bit for each hash that a token has; about one in eight is set.
  private var filter: [UInt64]
  private var longest = 0

  /// - Parameters:
  ///   - short: how many tokens of up to seven bytes there will be.
  ///   - long: how many longer ones.
  init(short: Int, long: Int) {
    self.short = [Entry](repeating: Entry(), count: Self.capacity(short))
    self.long = [UInt64](repeating: 0, count: Self.capacity(long))
    filter = [UInt64](repeating: 0, count: max(1, Self.capacity(4 * (short + long)) / 64))
  }

  /// A power of two that at most half is used of.
  private static func capacity(_ count: Int) -> Int {
    var capacity = 64
    while capacity < 2 * count { capacity *= 2 }
    return capacity
  }

  mutating func insert(_ token: UnsafeRawBufferPointer, rank: UInt32) {
    longest = max(longest, token.count)
    let isShort = token.count <= ShortKey.longest
    let key = isShort ? ShortKey.of(token) : 0
    let hash = isShort ? Self.mixed(key) : Self.hash(token)
    let (word, bit) = filterPlace(hash)
    filter[word] |= bit
    if isShort {
      var place = Int(truncatingIfNeeded: hash) & (short.count - 1)
      while short[place].key != 0 { place = (place + 1) & (short.count - 1) }
      short[place] = Entry(key: key, rank: rank)
    } else {
      var place = Int(truncatingIfNeeded: hash) & (long.count - 1)
      while long[place] != 0 { place = (place + 1) & (long.count - 1) }
      long[place] = hash & ~0xFFFF_FFFF | UInt64(rank + 1)
    }
  }

  /// The rank of a byte string of at least three bytes; ``Rank/none`` when it is no token.
  /// - Parameter isToken: whether these are the bytes of the token of a rank.
  @inline(__always)
  func rank(of token: UnsafeRawBufferPointer, isToken: (UInt32) -> Bool) -> UInt32 {
    if token.count <= ShortKey.longest { return shortRank(ShortKey.of(token)) }
    guard token.count <= longest else { return Rank.none }
    let hash = Self.hash(token)
    guard mayHold(hash) else { return Rank.none }
    return long.withUnsafeBufferPointer { long in
      var place = Int(truncatingIfNeeded: hash) & (long.count - 1)
      while long[place] != 0 {
        if long[place] >> 32 == hash >> 32 {
          let rank = UInt32(truncatingIfNeeded: long[place]) - 1
          if isToken(rank) { return rank }
        }
        place = (place + 1) & (long.count - 1)
      }
      return Rank.none
    }
  }

  private func shortRank(_ key: UInt64) -> UInt32 {
    let hash = Self.mixed(key)
    guard mayHold(hash) else { return Rank.none }
    return short.withUnsafeBufferPointer { short in
      var place = Int(truncatingIfNeeded: hash) & (short.count - 1)
      while short[place].key != 0 {
        if short[place].key == key { return short[place].rank }
        place = (place + 1) & (short.count - 1)
      }
      return Rank.none
    }
  }

  @inline(__always)
  private func mayHold(_ hash: UInt64) -> Bool {
    let (word, bit) = filterPlace(hash)
    return filter.withUnsafeBufferPointer { $0[word] & bit != 0 }
  }

  @inline(__always)
  private func filterPlace(_ hash: UInt64) -> (word: Int, bit: UInt64) {
    (Int(truncatingIfNeeded: hash >> 32) & (filter.count - 1), 1 << (hash >> 58))
  }

  /// Mixes a byte string of at least eight bytes, eight bytes at a time; the last eight may overlap those before.
  @inline(__always)
  private static func hash(_ token: UnsafeRawBufferPointer) -> UInt64 {
    var state = UInt64(token.count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset + 8 < token.count {
      state = mixed(state ^ token.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    return mixed(state ^ token.loadUnaligned(fromByteOffset: token.count - 8, as: UInt64.self))
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x2545_F491_4F6C_DD1D).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}

/// The bytes of a short string and its length in one number, which no other string has.
enum ShortKey {
  static let longest = 7

  /// - Parameter bytes: three to seven.
  @inline(__always)
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let length = UInt64(bytes.count) << 56
    guard bytes.count >= 4 else { return UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | length }
    let behind = bytes.count - 4
    let last = UInt64(bytes.loadUnaligned(fromByteOffset: behind, as: UInt32.self))
    // The two halves agree where they overlap.
    return UInt64(bytes.loadUnaligned(as: UInt32.self)) | last << UInt64(8 * behind) | length
  }
}
