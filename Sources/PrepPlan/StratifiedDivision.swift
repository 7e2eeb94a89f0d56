import PrepCore
import PrepSystem

/// Divides groups by strata: sorted by stratum and then by hash, each group goes to the split that is furthest below its share so
/// far. So each stratum, and all strata together, come as near to the shares as whole groups allow.
enum StratifiedDivision {
  /// - Parameters:
  ///   - groups: records of stratum, hash (two words) and number of items.
  ///   - assign: is told the split of each group, by its hash.
  static func divide(
    _ groups: inout ExternalSorter, _ splitting: Recipe.Splitting,
    assign: ((UInt64, UInt64), Split) throws(RunError) -> Void
  ) throws(RunError) {
    let shares = [splitting.train, splitting.validation, splitting.test]
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
      try assign((group.b, group.c), Split.allCases[split])
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
}
