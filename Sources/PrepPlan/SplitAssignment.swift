import PrepCore
import PrepDigest
import PrepSystem

/// Divides items into train, validation and test. All items of a group go to the same split.
///
/// Without strata, a group's split depends only on its hash and the seed, so that added or removed rows do not move others.
///
/// With strata, the groups are sorted by stratum and then by hash, and each group goes to the split that is furthest below its
/// share so far. So each stratum, and all strata together, come as near to the shares as whole groups allow. Sorting uses
/// temporary files.
final class SplitAssignment {
  private let options: Recipe.Splitting
  /// (group, group, ordinal, stratum), for strata only.
  private var entries = ExternalSorter()
  /// (ordinal, split, 0, 0), after `finish`.
  private var assigned = ExternalSorter()

  init(_ options: Recipe.Splitting) { self.options = options }

  private func hash(group: String) -> (UInt64, UInt64) {
    let words = SHA256Digest.of(fields: String(options.seed), group).words
    return (words.0, words.1)
  }

  /// Adds an item. Items must be added in the order of the plan.
  func add(ordinal: Int, group: String, stratum: String) throws(RunError) {
    guard options.stratify != nil else { return }
    let (high, low) = hash(group: group)
    let stratum = SHA256Digest.of(fields: stratum).words.0
    try entries.add(ExternalSorter.Record(a: high, b: low, c: UInt64(ordinal), d: stratum))
  }

  /// Assigns all items that were added. Does nothing without strata.
  func finish() throws(RunError) {
    guard options.stratify != nil else { return }
    // A group belongs to the stratum of its first item and counts with all its items.
    var groups = ExternalSorter()
    var current: ExternalSorter.Record?
    var count = 0
    func close() throws(RunError) {
      guard let group = current else { return }
      try groups.add(ExternalSorter.Record(a: group.d, b: group.a, c: group.b, d: UInt64(count)))
    }
    try entries.forEach { (entry) throws(RunError) in
      if let group = current, group.a == entry.a, group.b == entry.b {
        count += 1
      } else {
        try close()
        current = entry
        count = 1
      }
    }
    try close()

    var splits = ExternalSorter()
    let shares = [options.train, options.validation, options.test]
    var assignedItems = [0, 0, 0]
    var seen = 0
    var ahead = groups.sorted()
    var next = try ahead.next()
    var stratum = Stratum(shares: shares, size: 0)
    var name: UInt64?
    try groups.forEach { (group) throws(RunError) in
      if group.a != name {
        var size = 0
        while let entry = next, entry.a == group.a {
          size += Int(entry.d)
          next = try ahead.next()
        }
        name = group.a
        stratum = Stratum(shares: shares, size: size)
      }
      seen += Int(group.d)
      var split = 0
      var best = (fits: false, lack: -Double.infinity)
      for candidate in shares.indices where shares[candidate] > 0 {
        let fits = stratum.fits(Int(group.d), in: candidate)
        let lack = shares[candidate] * Double(seen) - Double(assignedItems[candidate])
        if (fits ? 1 : 0, lack) > (best.fits ? 1 : 0, best.lack) { (split, best) = (candidate, (fits, lack)) }
      }
      stratum.take(Int(group.d), into: split)
      assignedItems[split] += Int(group.d)
      try splits.add(ExternalSorter.Record(a: group.b, b: group.c, c: UInt64(split), d: 0))
    }

    var cursor = splits.sorted()
    var split = try cursor.next()
    try entries.forEach { (entry) throws(RunError) in
      while let candidate = split, (candidate.a, candidate.b) < (entry.a, entry.b) { split = try cursor.next() }
      try self.assigned.add(ExternalSorter.Record(a: entry.c, b: split?.c ?? 0))
    }
  }

  /// The number of items of one stratum that each split should get: its share, rounded down or up.
  private struct Stratum {
    private var least: [Int]
    private var most: [Int]
    private var left: Int

    init(shares: [Double], size: Int) {
      // The sum of decimal fractions may be slightly off a whole number.
      least = shares.map { Int(($0 * Double(size) + 1e-9).rounded(.down)) }
      most = shares.map { Int(($0 * Double(size) - 1e-9).rounded(.up)) }
      left = size
    }

    /// Whether a group fits into a split so that every split can still reach its minimum and none exceeds its maximum.
    func fits(_ count: Int, in split: Int) -> Bool {
      let missing = least.indices.reduce(0) { $0 + max(0, least[$1] - ($1 == split ? count : 0)) }
      return count <= most[split] && missing <= left - count
    }

    mutating func take(_ count: Int, into split: Int) {
      least[split] = max(0, least[split] - count)
      most[split] -= count
      left -= count
    }
  }

  /// The split of a group without strata: a function of its hash.
  func splitByHash(group: String) -> Split {
    let share = Double(hash(group: group).0) / 0x1p64
    if share < options.train { return .train }
    // Rounding must not leave a gap below 1 that belongs to no split.
    return share < options.train + options.validation || options.test == 0
      ? (options.validation > 0 ? .validation : .train) : .test
  }

  /// Returns the splits of the items, in the order of the plan.
  func reader() -> Reader {
    Reader(assignment: self, cursor: options.stratify == nil ? nil : assigned.sorted())
  }

  struct Reader {
    fileprivate let assignment: SplitAssignment
    fileprivate var cursor: ExternalSorter.Cursor?

    /// The split of the next item.
    mutating func next(group: String) throws(RunError) -> Split {
      if cursor != nil {
        switch try cursor?.next()?.b {
        case 1: return .validation
        case 2: return .test
        default: return .train
        }
      }
      return assignment.splitByHash(group: group)
    }
  }
}
