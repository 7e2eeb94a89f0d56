/// A canonical prefix code of limited length (RFC 1951, 3.2.2), made from the frequencies of the symbols.
struct PrefixCode {
  /// The number of bits of each symbol's code; 0 when it has none.
  private(set) var lengths: [UInt8]
  /// The codes with their first bit lowest, in the order in which they are written.
  private(set) var codes: [UInt16]

  /// - Parameters:
  ///   - frequencies: those of at least two symbols.
  ///   - limit: the longest length of a code.
  init(frequencies: UnsafeBufferPointer<UInt32>, limit: Int) {
    lengths = [UInt8](repeating: 0, count: frequencies.count)
    var used = frequencies.indices.filter { frequencies[$0] > 0 }
    // A code of one symbol is not complete, and some decoders refuse it.
    for symbol in 0..<2 where used.count < 2 && frequencies[symbol] == 0 { used.append(symbol) }
    used.sort { (frequencies[$0], $0) < (frequencies[$1], $1) }
    let counts = Self.lengthCounts(used.map { UInt64(frequencies[$0]) }, limit: limit)
    // The rarest symbols get the longest codes.
    var index = 0
    for length in stride(from: limit, through: 1, by: -1) {
      for _ in 0..<counts[length] {
        lengths[used[index]] = UInt8(length)
        index += 1
      }
    }
    codes = Self.canonical(lengths)
  }

  /// How many codes have each length, by Huffman's algorithm. Lengths above the limit are cut, and shorter codes are made longer
  /// until the code is complete again.
  /// - Parameter ascending: the weights of at least two symbols.
  private static func lengthCounts(_ ascending: [UInt64], limit: Int) -> [Int] {
    let leaves = ascending.count
    let nodes = 2 * leaves - 1
    var weights = ascending
    weights.reserveCapacity(nodes)
    var parents = [Int](repeating: 0, count: nodes)
    // Two queues, both ascending: the leaves, and the inner nodes in the order in which they are made.
    var leaf = 0
    var inner = leaves
    for next in leaves..<nodes {
      var sum: UInt64 = 0
      for _ in 0..<2 {
        let isLeaf = leaf < leaves && (inner == next || weights[leaf] <= weights[inner])
        let least = isLeaf ? leaf : inner
        if isLeaf { leaf += 1 } else { inner += 1 }
        sum += weights[least]
        parents[least] = next
      }
      weights.append(sum)
    }
    var depths = [Int](repeating: 0, count: nodes)
    var counts = [Int](repeating: 0, count: limit + 1)
    for node in stride(from: nodes - 2, through: 0, by: -1) {
      depths[node] = depths[parents[node]] + 1
      if node < leaves { counts[min(depths[node], limit)] += 1 }
    }
    // Kraft's sum in units of the longest code: complete when it is 1 << limit.
    var sum = (1...limit).reduce(0) { $0 + counts[$1] << (limit - $1) }
    while sum > 1 << limit {
      counts[limit] -= 1
      var shorter = limit - 1
      while counts[shorter] == 0 { shorter -= 1 }
      counts[shorter] -= 1
      counts[shorter + 1] += 2
      sum -= 1
    }
    return counts
  }

  private static func canonical(_ lengths: [UInt8]) -> [UInt16] {
    var counts = [Int](repeating: 0, count: 17)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var next = [Int](repeating: 0, count: 17)
    for length in 1...16 { next[length] = (next[length - 1] + counts[length - 1]) << 1 }
    return lengths.map { length in
      guard length > 0 else { return 0 }
      var code = next[Int(length)]
      next[Int(length)] += 1
      var reversed: UInt16 = 0
      for _ in 0..<length {
        reversed = reversed << 1 | UInt16(code & 1)
        code >>= 1
      }
      return reversed
    }
  }
}
