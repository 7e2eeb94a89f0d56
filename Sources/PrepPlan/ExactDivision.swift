import PrepCore
import PrepSystem

/// Divides groups by size: each split gets its share of the items by the largest remainder, in each stratum and overall.
///
/// Within a stratum, groups are taken in the order of their hashes, from the largest hash: first those of the test split, then
/// those of validation, and train gets the rest. The division by hash alone has its splits in the same order, so both put nearly
/// all groups into the same split. When groups have several items, the first of them that make up the wanted size are chosen
/// (``SubsetSum``). Groups whose split is given stay there, and count.
struct ExactDivision {
  private let shares: [Double]
  private var apportionment: StrataApportionment
  /// Items of each split, so far and in the end.
  private var assigned = [0, 0, 0]
  private var wanted = [0, 0, 0]

  /// The splits in the order in which they are filled.
  private static let order = [2, 1]
  /// Up to this many items, the groups are chosen so that their sizes add up; before that, they are taken as they come.
  private static let window = 512
  /// The most groups among which is chosen.
  private static let mostChoices = 4096

  /// - Parameter shares: of train, validation and test; they add up to 1.
  init(shares: [Double]) {
    self.shares = shares
    apportionment = StrataApportionment(shares: shares)
  }

  /// - Parameters:
  ///   - groups: records of ``SplitGroup/byHashDescending``.
  ///   - assign: is told the split of each group, in any order.
  mutating func divide(
    _ groups: inout ExternalSorter, assign: (SplitGroup, Split) throws(RunError) -> Void
  ) throws(RunError) {
    var total = 0
    var sizes = StratumSizes(groups.sorted())
    while let stratum = try sizes.next() {
      apportionment.announce(stratum.size)
      total += stratum.size
    }
    wanted = Apportionment.parts(of: total, by: shares)
    sizes = StratumSizes(groups.sorted())
    var cursor = groups.sorted()
    while let stratum = try sizes.next() {
      let parts = apportionment.divide(
        stratum.size, wanted: shares.indices.map { wanted[$0] - assigned[$0] }, assigned: assigned)
      var needs = zip(parts, stratum.kept).map { max(0, $0 - $1) }
      let free = stratum.size - stratum.kept.reduce(0, +)
      // Where a split holds too much already, the others share what is free.
      if needs.reduce(0, +) > free { needs = Apportionment.parts(of: free, by: needs.map(Double.init)) }
      var stream = GroupStream(cursor: cursor, left: stratum.groups)
      for split in Self.order where needs[split] > 0 {
        try fill(split, needs[split], from: &stream, assign)
      }
      while let group = try stream.next() { try put(group, into: group.kept.map(Self.index) ?? restIndex, assign) }
      cursor = stream.cursor
    }
  }

  /// Where the groups go that no other split needs.
  private var restIndex: Int { shares[0] > 0 ? 0 : shares[1] > shares[2] ? 1 : 2 }

  private static func index(_ split: Split) -> Int { Split.allCases.firstIndex(of: split) ?? 0 }

  private mutating func put(
    _ group: SplitGroup, into split: Int, _ assign: (SplitGroup, Split) throws(RunError) -> Void
  ) throws(RunError) {
    assigned[split] += group.count
    try assign(group, Split.allCases[split])
  }

  /// Takes groups for a split until it has what it needs, and puts back the others.
  private mutating func fill(
    _ split: Int, _ need: Int, from stream: inout GroupStream, _ assign: (SplitGroup, Split) throws(RunError) -> Void
  ) throws(RunError) {
    var need = need
    var passed: [SplitGroup] = []
    func nextFree() throws(RunError) -> SplitGroup? {
      while let group = try stream.next() {
        guard let kept = group.kept else { return group }
        try put(group, into: Self.index(kept), assign)
      }
      return nil
    }
    while need > Self.window, let group = try nextFree() {
      if group.count > need {
        passed.append(group)
      } else {
        try put(group, into: split, assign)
        need -= group.count
      }
    }
    var choices: [SplitGroup] = []
    if need > 0, need <= Self.window {
      var sums = SubsetSum(target: need)
      while !sums.isReached, choices.count < Self.mostChoices, let group = try nextFree() {
        choices.append(group)
        sums.add(group.count)
      }
      for (group, isChosen) in zip(choices, sums.chosen()) {
        if isChosen { try put(group, into: split, assign) } else { passed.append(group) }
      }
    }
    stream.putBack(passed)
  }
}

/// The sizes of the strata of groups that are sorted by stratum.
private struct StratumSizes {
  struct Stratum {
    /// The number of items.
    var size = 0
    var groups = 0
    /// Items of the groups whose split is given, for each split.
    var kept = [0, 0, 0]
  }

  private var cursor: ExternalSorter.Cursor
  private var head: SplitGroup?
  private var hasBegun = false

  init(_ cursor: ExternalSorter.Cursor) { self.cursor = cursor }

  mutating func next() throws(RunError) -> Stratum? {
    if !hasBegun {
      head = try cursor.next().map(SplitGroup.init(byHashDescending:))
      hasBegun = true
    }
    guard let first = head else { return nil }
    var stratum = Stratum()
    while let group = head, group.stratum == first.stratum {
      stratum.size += group.count
      stratum.groups += 1
      if let kept = group.kept, let index = Split.allCases.firstIndex(of: kept) { stratum.kept[index] += group.count }
      head = try cursor.next().map(SplitGroup.init(byHashDescending:))
    }
    return stratum
  }
}

/// The groups of one stratum, some of which are put back to be read again.
private struct GroupStream {
  private(set) var cursor: ExternalSorter.Cursor
  private var left: Int
  /// Groups that were put back, the next one last.
  private var waiting: [SplitGroup] = []

  init(cursor: ExternalSorter.Cursor, left: Int) {
    self.cursor = cursor
    self.left = left
  }

  mutating func next() throws(RunError) -> SplitGroup? {
    if let group = waiting.popLast() { return group }
    guard left > 0, let record = try cursor.next() else { return nil }
    left -= 1
    return SplitGroup(byHashDescending: record)
  }

  /// - Parameter groups: in the order in which they came.
  mutating func putBack(_ groups: [SplitGroup]) { waiting += groups.reversed() }
}
