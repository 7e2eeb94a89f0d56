/// Byte-pair encoding of one piece: of all pairs of neighbours whose bytes together are a token, the one of the lowest rank is merged,
/// the first of them when there are several, until there is no such pair.
///
/// It has the memory for that, which is used again for each piece.
struct PairMerging {
  /// The tokens of the last piece, in order.
  private(set) var tokens: [UInt32] = []
  /// Of each part of a short piece: where it begins; at the end also where the last one ends.
  private var starts: [Int] = []
  /// Of each part, the rank of it and its right neighbour together.
  private var ranks: [UInt32] = []

  /// Above this many bytes, looking at all pairs for each merge takes longer than keeping them in order.
  static let longestShortPiece = 96

  /// Encodes a piece of at least one byte into ``tokens``.
  mutating func encode(_ piece: UnsafeRawBufferPointer, with vocabulary: Vocabulary) {
    if piece.count <= Self.longestShortPiece {
      encodeShort(piece, with: vocabulary)
    } else {
      tokens = OrderedMerging.tokens(of: piece, with: vocabulary)
    }
  }

  private mutating func encodeShort(_ piece: UnsafeRawBufferPointer, with vocabulary: Vocabulary) {
    starts.removeAll(keepingCapacity: true)
    ranks.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    for index in 0..<piece.count {
      starts.append(index)
      tokens.append(vocabulary.rank(of: piece[index]))
      ranks.append(index + 1 < piece.count ? vocabulary.rank(of: piece, index..<index + 2) : Rank.none)
    }
    starts.append(piece.count)
    while true {
      var lowest = Rank.none
      var left = 0
      for (index, rank) in ranks.enumerated() where rank < lowest {
        lowest = rank
        left = index
      }
      if lowest == Rank.none { return }
      tokens[left] = lowest
      tokens.remove(at: left + 1)
      starts.remove(at: left + 1)
      ranks.remove(at: left + 1)
      if left > 0 { ranks[left - 1] = vocabulary.rank(of: piece, starts[left - 1]..<starts[left + 1]) }
      ranks[left] = left + 2 < starts.count ? vocabulary.rank(of: piece, starts[left]..<starts[left + 2]) : Rank.none
    }
  }
}

/// The same for a long piece, in a time that grows little faster than its length: the pairs are in a heap.
private struct OrderedMerging {
  private let piece: UnsafeRawBufferPointer
  private let vocabulary: Vocabulary
  /// Of the part that begins at a byte: its token, the rank of it and its right neighbour together, and where its neighbours begin.
  private var tokens: [UInt32]
  private var ranks: [UInt32]
  private var next: [UInt32]
  private var previous: [UInt32]
  /// Rank and beginning of each pair. One whose rank has changed since stays until it comes up.
  private var heap = Heap()

  static func tokens(of piece: UnsafeRawBufferPointer, with vocabulary: Vocabulary) -> [UInt32] {
    var merging = OrderedMerging(piece, vocabulary)
    merging.run()
    var tokens: [UInt32] = []
    var index = 0
    while index < piece.count {
      tokens.append(merging.tokens[index])
      index = Int(merging.next[index])
    }
    return tokens
  }

  private init(_ piece: UnsafeRawBufferPointer, _ vocabulary: Vocabulary) {
    precondition(piece.count < Int(UInt32.max), "a piece is addressed with 32 bits")
    self.piece = piece
    self.vocabulary = vocabulary
    tokens = piece.map { vocabulary.rank(of: $0) }
    next = (0..<UInt32(piece.count)).map { $0 + 1 }
    previous = (0..<UInt32(piece.count)).map { $0 == 0 ? 0 : $0 - 1 }
    ranks = [UInt32](repeating: Rank.none, count: piece.count)
    for index in 0..<piece.count - 1 {
      ranks[index] = vocabulary.rank(of: piece, index..<index + 2)
      if ranks[index] != Rank.none { heap.append(key(index)) }
    }
    heap.order()
  }

  private func key(_ index: Int) -> UInt64 { UInt64(ranks[index]) << 32 | UInt64(index) }

  private mutating func run() {
    while let lowest = heap.popLowest() {
      let left = Int(lowest & 0xFFFF_FFFF)
      guard ranks[left] != Rank.none, key(left) == lowest else { continue }
      let right = Int(next[left])
      let end = Int(next[right])
      tokens[left] = ranks[left]
      ranks[right] = Rank.none
      next[left] = UInt32(end)
      if end < piece.count { previous[end] = UInt32(left) }
      rate(left)
      if left > 0 { rate(Int(previous[left])) }
    }
  }

  /// Finds the rank of a part and its right neighbour anew.
  private mutating func rate(_ left: Int) {
    let right = Int(next[left])
    ranks[left] = right < piece.count ? vocabulary.rank(of: piece, left..<Int(next[right])) : Rank.none
    if ranks[left] != Rank.none { heap.push(key(left)) }
  }
}

extension Vocabulary {
  @inline(__always)
  fileprivate func rank(of piece: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt32 {
    rank(of: UnsafeRawBufferPointer(rebasing: piece[range]))
  }
}

/// A binary heap, the lowest value first.
private struct Heap {
  private var values: [UInt64] = []

  mutating func append(_ value: UInt64) { values.append(value) }

  /// Brings what was appended into order.
  mutating func order() {
    for index in (0..<values.count / 2).reversed() { sink(from: index) }
  }

  mutating func push(_ value: UInt64) {
    values.append(value)
    var index = values.count - 1
    while index > 0, values[(index - 1) / 2] > value {
      values[index] = values[(index - 1) / 2]
      index = (index - 1) / 2
    }
    values[index] = value
  }

  mutating func popLowest() -> UInt64? {
    guard let lowest = values.first, let last = values.popLast() else { return nil }
    if !values.isEmpty {
      values[0] = last
      sink(from: 0)
    }
    return lowest
  }

  private mutating func sink(from start: Int) {
    let value = values[start]
    var index = start
    while true {
      var child = 2 * index + 1
      guard child < values.count else { break }
      if child + 1 < values.count, values[child + 1] < values[child] { child += 1 }
      guard values[child] < value else { break }
      values[index] = values[child]
      index = child
    }
    values[index] = value
  }
}
