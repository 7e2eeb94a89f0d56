/// Finds texts that are nearly the same as an earlier one.
///
/// Two texts are as alike as their sets of shingles (five code points in a row of the normalised text). The measure is the size
/// of the intersection divided by the size of the union (Jaccard), and the threshold is four fifths. The texts are examined in
/// order. A text that is so much like an earlier text that was kept is a near duplicate of the first such text; any other text is
/// kept. So the first text of a cluster stays, as somebody who removes duplicates would want.
///
/// The only estimate is that shingles are identified by 32 bits of a hash. Not all pairs are compared. Two sets that are so alike
/// must share one of their few rarest members (the prefix filter of Bayardo, Ma and Srikant, Scaling Up All Pairs Similarity
/// Search, 2007), at places that leave enough members after them (the positional filter of Xiao, Wang, Lin and Yu, Efficient
/// Similarity Joins for Near Duplicate Detection, 2008). And they have nearly the same bits in a small map of their members (the
/// bitmap filter of Sandes, Teodoro and Melo, Bitmap Filter: Speeding up Exact Set Similarity Joins with Bitwise Operations,
/// 2020).
struct NearDuplicates {
  struct Match: Hashable {
    /// The numbers of the texts, in the order in which they were added.
    var text: Int
    var original: Int
    /// The number of shingles that both texts have, and that at least one of them has.
    var shared: Int
    var all: Int
  }

  /// Code points of a shingle.
  static let length = 5
  /// Texts with fewer distinct shingles say too little to be compared.
  static let fewestShingles = 6

  /// The most shingles of all texts that are held, 4 bytes each.
  private let capacity: Int
  /// The most places in the index that are examined, for texts that nearly all share their rarest shingles.
  private let budget: Int

  /// The distinct shingles of each text, sorted, one text after another.
  private var shingles: [UInt32] = []
  /// Where the shingles of each text begin.
  private var starts = [0]
  /// The number of each text that is held.
  private var texts: [Int] = []
  /// A bit for each shingle of a text, by its highest bits. Each bit in which two texts differ is a shingle that one of them
  /// lacks.
  private var maps: [SIMD8<UInt64>] = []
  /// About how many texts have a shingle; shingles with the same lowest bits are counted together. The count only decides which
  /// members of a set are considered rare.
  private var frequencies = [UInt32](repeating: 0, count: Self.buckets)
  /// The first text that was not examined, because there was no more room or time; nil when all were examined.
  private(set) var firstLeftOut: Int?

  private static let buckets = 1 << 22

  init(capacity: Int = 64_000_000, budget: Int = 1_000_000_000) {
    self.capacity = capacity
    self.budget = budget
  }

  /// Adds a text. The numbers must rise.
  mutating func add(_ text: NormalizedText, number: Int) {
    let scalars = text.scalars
    guard firstLeftOut == nil, scalars.count >= Self.length + Self.fewestShingles - 1 else { return }
    guard shingles.count + scalars.count <= capacity else {
      firstLeftOut = number
      return
    }
    var set = (0...(scalars.count - Self.length)).map { Self.hash(scalars[$0..<($0 + Self.length)]) }
    set.sort()
    var distinct = 0
    for shingle in set where distinct == 0 || shingle != set[distinct - 1] {
      set[distinct] = shingle
      distinct += 1
    }
    guard distinct >= Self.fewestShingles else { return }
    var map = SIMD8<UInt64>()
    for shingle in set[..<distinct] {
      frequencies[Int(shingle) & (Self.buckets - 1)] += 1
      map[Int(shingle >> 29)] |= 1 << UInt64(shingle >> 23 & 63)
    }
    maps.append(map)
    shingles += set[..<distinct]
    starts.append(shingles.count)
    texts.append(number)
  }

  /// FNV-1a over the code points, mixed so that all bits depend on all code points.
  private static func hash(_ scalars: ArraySlice<Unicode.Scalar>) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for scalar in scalars { hash = (hash ^ UInt64(scalar.value)) &* 0x100_0000_01b3 }
    hash = (hash ^ hash >> 32) &* 0xd6e8_feb8_6659_fd93
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// All near duplicates among the texts that were added, in order.
  mutating func matches() -> [Match] {
    let (matches, end) = shingles.withUnsafeBufferPointer { search($0) }
    if let end { firstLeftOut = texts[end] }
    return matches
  }

  /// A rare shingle of a text that is kept. Those with equal lowest bits form a chain.
  private struct Place {
    var shingle: UInt32
    var text: UInt32
    /// The place among the text's shingles, the rarest first.
    var position: UInt32
    /// The previous place in the chain, or -1.
    var next: Int32
  }

  private func search(_ shingles: UnsafeBufferPointer<UInt32>) -> (matches: [Match], end: Int?) {
    func set(_ text: Int) -> UnsafeBufferPointer<UInt32> {
      UnsafeBufferPointer(rebasing: shingles[starts[text]..<starts[text + 1]])
    }
    var chains = [Int32](repeating: -1, count: Self.buckets)
    var places: [Place] = []
    var lastAsked = [UInt32](repeating: .max, count: texts.count)
    var candidates: [Int] = []
    var matches: [Match] = []
    var visits = 0
    for x in texts.indices {
      if visits > budget || places.count > Int(Int32.max) { return (matches, x) }
      let own = set(x)
      let rarest = rarest(own)
      candidates.removeAll(keepingCapacity: true)
      for (position, shingle) in rarest.enumerated() {
        var index = chains[Int(shingle) & (Self.buckets - 1)]
        while index >= 0 {
          let place = places[Int(index)]
          index = place.next
          visits += 1
          guard place.shingle == shingle, lastAsked[Int(place.text)] != UInt32(x) else { continue }
          lastAsked[Int(place.text)] = UInt32(x)
          let y = Int(place.text)
          let other = starts[y + 1] - starts[y]
          // At the first shingle that both have, this one and those after it may be shared.
          let needed = Self.needed(own.count, other)
          guard min(own.count - position, other - Int(place.position)) >= needed else { continue }
          let lacking = own.count + other - 2 * needed
          if Int((maps[x] ^ maps[y]).nonzeroBitCount.wrappedSum()) <= lacking { candidates.append(y) }
        }
      }
      candidates.sort()
      var found: Match?
      for y in candidates where found == nil {
        let other = set(y)
        guard let shared = Self.shared(own, other, atLeast: Self.needed(own.count, other.count)) else { continue }
        found = Match(text: texts[x], original: texts[y], shared: shared, all: own.count + other.count - shared)
      }
      if let found {
        matches.append(found)
        continue
      }
      for (position, shingle) in rarest.enumerated() {
        let bucket = Int(shingle) & (Self.buckets - 1)
        places.append(Place(shingle: shingle, text: UInt32(x), position: UInt32(position), next: chains[bucket]))
        chains[bucket] = Int32(places.count - 1)
      }
    }
    return (matches, nil)
  }

  /// The rarest shingles of a text. Two sets that are alike must share one of these: all but four fifths, and one more.
  private func rarest(_ set: UnsafeBufferPointer<UInt32>) -> [UInt32] {
    let count = set.count - (4 * set.count + 4) / 5 + 1
    let ranked = set.map { UInt64(frequencies[Int($0) & (Self.buckets - 1)]) << 32 | UInt64($0) }.sorted()
    return ranked.prefix(count).map { UInt32(truncatingIfNeeded: $0) }
  }

  /// How many shingles sets of these sizes must share: 5 shared >= 4 all.
  private static func needed(_ left: Int, _ right: Int) -> Int { (4 * (left + right) + 8) / 9 }

  /// How many members two sorted sets share; nil when fewer than `least`.
  private static func shared(
    _ left: UnsafeBufferPointer<UInt32>, _ right: UnsafeBufferPointer<UInt32>, atLeast least: Int
  ) -> Int? {
    var (i, j, shared) = (0, 0, 0)
    // How many members may still be missing on either side.
    var (leftSpare, rightSpare) = (left.count - least, right.count - least)
    while i < left.count, j < right.count {
      let (own, other) = (left[i], right[j])
      if own == other {
        shared += 1
        i += 1
        j += 1
      } else if own < other {
        i += 1
        leftSpare -= 1
        if leftSpare < 0 { return nil }
      } else {
        j += 1
        rightSpare -= 1
        if rightSpare < 0 { return nil }
      }
    }
    return shared >= least ? shared : nil
  }
}
