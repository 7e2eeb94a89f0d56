/// The symbols of deflate for lengths and distances (RFC 1951, 3.2.5).
enum DeflateSymbols {
  static let endOfBlock = 256
  /// The symbol of the shortest length.
  static let firstLength = 257
  static let literalsAndLengths = 286
  static let distances = 30
  static let shortest = 3
  static let longest = 258
  /// The largest distance.
  static let reach = 32_768

  /// The first length of each symbol from ``firstLength`` on, and the number of bits that tell which of its lengths is meant.
  static let lengthBases: [Int] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  static let lengthBits: [Int] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]

  /// The same for distances.
  static let distanceBases: [Int] = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
    12_289, 16_385, 24_577,
  ]
  static let distanceBits: [Int] = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]

  /// The symbol of each length, minus ``firstLength``, indexed by length - 3.
  static let ofLength: [UInt8] = (shortest...longest).map { length in
    UInt8(lengthBases.lastIndex { $0 <= length } ?? 0)
  }

  /// The symbol of each distance: distances up to 256 are indexed by distance - 1, longer ones by 256 + (distance - 1) / 128.
  static let ofDistance: [UInt8] = (0..<512).map { index in
    let distance = index < 256 ? index + 1 : (index - 256) * 128 + 1
    return UInt8(distanceBases.lastIndex { $0 <= distance } ?? 0)
  }
}
