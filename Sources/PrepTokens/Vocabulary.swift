import Glibc

/// The byte strings that are tokens, each with its rank: its number, and its turn when pairs are merged.
///
/// The file of an encoding has a line for each token, the base64 of its bytes, a space and its rank, in the order of the ranks.
package final class Vocabulary: Sendable {
  package let encoding: TokenEncoding
  /// The tokens' bytes in the order of their ranks, one after another.
  private let bytes: [UInt8]
  /// Where each token begins in ``bytes``; at the end also where the last one ends.
  private let starts: [UInt32]
  private let table: TokenTable
  /// The ranks of the tokens of two bytes, by these two; ``Rank/none`` where there is none.
  private let pairs: [UInt32]
  /// The ranks of the tokens of one byte: all 256 there are.
  private let singles: [UInt32]

  /// What is wrong with a vocabulary file.
  package struct FormatError: Error, Sendable, Hashable {
    /// From 1.
    package let line: Int
    package let message: String
  }

  /// Reads an encoding's file.
  /// - Throws: a line that does not have the form above. Whether the tokens are the right ones is told by the file's digest.
  package init(_ encoding: TokenEncoding, file: [UInt8]) throws(FormatError) {
    let (bytes, starts) = try Self.tokens(of: file)
    let lengths = zip(starts, starts.dropFirst()).map { Int($1 - $0) }
    let longOnes = lengths.count { $0 > ShortKey.longest }
    var table = TokenTable(short: lengths.count - longOnes, long: longOnes)
    var pairs = [UInt32](repeating: Rank.none, count: 1 << 16)
    var singles = [UInt32](repeating: Rank.none, count: 256)
    bytes.withUnsafeBytes { buffer in
      for (rank, length) in lengths.enumerated() {
        let start = Int(starts[rank])
        let token = UnsafeRawBufferPointer(rebasing: buffer[start..<start + length])
        switch length {
        case 1: singles[Int(token[0])] = UInt32(rank)
        case 2: pairs[Int(token[0]) << 8 | Int(token[1])] = UInt32(rank)
        default: table.insert(token, rank: UInt32(rank))
        }
      }
    }
    if let byte = singles.firstIndex(of: Rank.none) {
      throw FormatError(line: lengths.count, message: "there is no token for the byte \(byte)")
    }
    self.encoding = encoding
    self.bytes = bytes
    self.starts = starts
    self.table = table
    self.pairs = pairs
    self.singles = singles
  }

  /// How many tokens there are.
  package var count: Int { starts.count - 1 }

  /// The bytes of a token.
  package subscript(rank: Int) -> ArraySlice<UInt8> { bytes[Int(starts[rank])..<Int(starts[rank + 1])] }
}

/// A token's number.
enum Rank {
  /// Above all ranks: no token.
  static let none = UInt32.max
}

extension Vocabulary {
  func rank(of byte: UInt8) -> UInt32 { singles[Int(byte)] }

  /// The rank of a byte string; ``Rank/none`` when it is no token.
  @inline(__always)
  func rank(of token: UnsafeRawBufferPointer) -> UInt32 {
    switch token.count {
    case 0: Rank.none
    case 1: singles[Int(token[0])]
    case 2: pairs[Int(token[0]) << 8 | Int(token[1])]
    default: table.rank(of: token) { isToken($0, token) }
    }
  }

  private func isToken(_ rank: UInt32, _ token: UnsafeRawBufferPointer) -> Bool {
    let range = Int(starts[Int(rank)])..<Int(starts[Int(rank) + 1])
    guard range.count == token.count else { return false }
    return bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, let other = token.baseAddress else { return false }
      return memcmp(start + range.lowerBound, other, token.count) == 0
    }
  }
}

extension Vocabulary {
  private static func tokens(of file: [UInt8]) throws(FormatError) -> (bytes: [UInt8], starts: [UInt32]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(file.count * 3 / 4)
    var starts: [UInt32] = [0]
    starts.reserveCapacity(file.count / 16)
    let result = file.withUnsafeBufferPointer { file -> FormatError? in
      var index = 0
      while index < file.count {
        let line = starts.count
        guard let end = decode(file, from: index, into: &bytes), end < file.count, file[end] == UInt8(ascii: " ") else {
          return FormatError(line: line, message: "expected the base64 of a token and its rank")
        }
        index = end + 1
        var rank = 0
        let digits = index
        while index < file.count, index < digits + 9, case let digit = Int(file[index]) - 0x30, 0...9 ~= digit {
          rank = 10 * rank + digit
          index += 1
        }
        guard index > digits, index == file.count || file[index] == UInt8(ascii: "\n"), rank == line - 1 else {
          return FormatError(line: line, message: "expected the rank \(line - 1)")
        }
        index += 1
        starts.append(UInt32(bytes.count))
      }
      return nil
    }
    if let result { throw result }
    return (bytes, starts)
  }

  /// Appends what the base64 at `start` stands for.
  /// - Returns: where it ends; nil when there is none of at least one byte.
  private static func decode(_ file: UnsafeBufferPointer<UInt8>, from start: Int, into bytes: inout [UInt8]) -> Int? {
    var index = start
    var word: UInt32 = 0
    var bits = 0
    let before = bytes.count
    while index < file.count {
      guard let value = sixBits(file[index]) else { break }
      word = word << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      }
      index += 1
    }
    while index < file.count, file[index] == UInt8(ascii: "=") { index += 1 }
    return bytes.count > before && (index - start) % 4 == 0 ? index : nil
  }

  private static func sixBits(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
