import PrepCore
import PrepDigest
import PrepSystem

/// Divides items into train, validation and test. All items of a group go to the same split.
///
/// By default a group's split depends only on its hash and the seed, so that added or removed rows do not move others. All other
/// ways to divide need every group first: by strata (``StratifiedDivision``), by size (``ExactDivision``), beside the splits of an
/// earlier preparation, and into folds (``FoldDivision``). They sort with temporary files.
final class SplitAssignment {
  private let options: Recipe.Splitting
  /// (group, group, ordinal and kept split, stratum), unless a group's hash decides alone.
  private var entries = ExternalSorter()
  /// (ordinal, split, 0, 0), after `finish`.
  private var assigned = ExternalSorter()
  private var counts = [0, 0, 0]
  /// The number of groups with items in several splits of an earlier preparation.
  private(set) var torn = 0
  /// The number of items of each fold; empty without folds.
  private(set) var foldSizes: [Int] = []

  init(_ options: Recipe.Splitting) { self.options = options }

  /// Whether the split of an item is known when it is added: from its group's hash, or from its row.
  var isImmediate: Bool { options.stratify == nil && !options.exact && options.keep == nil && options.folds == nil }

  /// The number of items of each split, after `finish`.
  var sizes: [Split: Int] { Dictionary(uniqueKeysWithValues: zip(Split.allCases, counts)) }

  private func hash(group: String) -> (UInt64, UInt64) {
    let words = SHA256Digest.of(fields: String(options.seed), group).words
    return (words.0, words.1)
  }

  /// Adds an item. Items must be added in the order of the plan.
  /// - Parameters:
  ///   - named: the split that the item's row names.
  ///   - kept: the split in which an earlier preparation had the item.
  func add(ordinal: Int, group: String, stratum: String, named: Split? = nil, kept: Split? = nil) throws(RunError) {
    guard !isImmediate else {
      counts[Self.index(immediateSplit(group: group, named: named))] += 1
      return
    }
    let (high, low) = hash(group: group)
    let stratum = options.stratify == nil ? 0 : SHA256Digest.of(fields: stratum).words.0
    try entries.add(
      ExternalSorter.Record(a: high, b: low, c: UInt64(ordinal) << 2 | SplitGroup.code(kept), d: stratum))
  }

  /// Assigns all items that were added.
  /// - Throws: when there are fewer groups than folds.
  func finish() throws(RunError) {
    guard !isImmediate else { return }
    var splits = ExternalSorter()
    func assign(_ hash: (UInt64, UInt64), _ split: Split) throws(RunError) {
      try splits.add(ExternalSorter.Record(a: hash.0, b: hash.1, c: UInt64(Self.index(split))))
    }
    if let folds = options.folds {
      try divide(into: folds, assign)
    } else if options.exact || options.stratify != nil && options.keep != nil {
      var groups = try groups(\.byHashDescending)
      var division = ExactDivision(shares: [options.train, options.validation, options.test])
      try division.divide(&groups) { (group, split) throws(RunError) in try assign(group.hash, split) }
    } else if options.stratify != nil {
      var groups = try groups { ExternalSorter.Record(a: $0.stratum, b: $0.hash.0, c: $0.hash.1, d: UInt64($0.count)) }
      try StratifiedDivision.divide(&groups, options, assign: assign)
    } else {
      try forEachGroup { (group) throws(RunError) in try assign(group.hash, group.kept ?? splitByHash(group.hash.0)) }
    }
    try join(&splits)
  }

  private static func index(_ split: Split) -> Int { Split.allCases.firstIndex(of: split) ?? 0 }

  /// Calls `body` with each group. It belongs to the stratum of its first item and counts with all its items.
  private func forEachGroup(_ body: (SplitGroup) throws(RunError) -> Void) throws(RunError) {
    torn = 0
    var current: SplitGroup?
    var isTorn = false
    func close() throws(RunError) {
      guard let group = current else { return }
      if isTorn { torn += 1 }
      isTorn = false
      try body(group)
    }
    try entries.forEach { (entry) throws(RunError) in
      let kept = SplitGroup.split(code: entry.c & 3)
      if let group = current, group.hash == (entry.a, entry.b) {
        current?.count += 1
        guard let kept else { return }
        if let other = group.kept, other != kept { isTorn = true }
        if SplitGroup.code(kept) > SplitGroup.code(group.kept) { current?.kept = kept }
      } else {
        try close()
        current = SplitGroup(hash: (entry.a, entry.b), stratum: entry.d, count: 1, kept: kept)
      }
    }
    try close()
  }

  private func groups(_ record: (SplitGroup) -> ExternalSorter.Record) throws(RunError) -> ExternalSorter {
    var groups = ExternalSorter()
    try forEachGroup { (group) throws(RunError) in try groups.add(record(group)) }
    return groups
  }

  /// The items of one fold are the test split. Validation gets its share of all items from the other folds.
  private func divide(
    into folds: Int, _ assign: ((UInt64, UInt64), Split) throws(RunError) -> Void
  ) throws(RunError) {
    var groups = try groups(\.bySizeDescending)
    var division = FoldDivision(folds: folds)
    var others = ExternalSorter()
    var total = 0
    var free = 0
    try division.divide(&groups) { (group, fold) throws(RunError) in
      total += group.count
      if fold == options.fold - 1 {
        try assign(group.hash, .test)
      } else {
        try others.add(group.byHashDescending)
        free += group.count
      }
    }
    foldSizes = division.sizes
    let filled = foldSizes.count { $0 > 0 }
    guard filled == folds else {
      throw RunError(
        .recipe, "split.folds is \(folds), and the input has \(filled) \(filled == 1 ? "group" : "groups") of items",
        remedy: "lower it to \(max(2, filled)) or less, or give more items", key: "split.folds")
    }
    let share = min(1, options.validation * Double(total) / Double(max(1, free)))
    var validation = ExactDivision(shares: [1 - share, share, 0])
    try validation.divide(&others) { (group, split) throws(RunError) in try assign(group.hash, split) }
  }

  /// Gives each item the split of its group.
  private func join(_ splits: inout ExternalSorter) throws(RunError) {
    var cursor = splits.sorted()
    var split = try cursor.next()
    try entries.forEach { (entry) throws(RunError) in
      while let candidate = split, (candidate.a, candidate.b) < (entry.a, entry.b) { split = try cursor.next() }
      let index = split?.c ?? 0
      counts[Int(index)] += 1
      try self.assigned.add(ExternalSorter.Record(a: entry.c >> 2, b: index))
    }
  }

  /// The split of an item that needs no other to be known. An item whose row should name its split and does not is a failure, and
  /// counts as one of train.
  func immediateSplit(group: String, named: Split?) -> Split {
    options.column == nil ? splitByHash(hash(group: group).0) : named ?? .train
  }

  private func splitByHash(_ hash: UInt64) -> Split {
    let share = Double(hash) / 0x1p64
    if share < options.train { return .train }
    // Rounding must not leave a gap below 1 that belongs to no split.
    return share < options.train + options.validation || options.test == 0
      ? (options.validation > 0 ? .validation : .train) : .test
  }

  /// Returns the splits of the items, in the order of the plan.
  func reader() -> Reader { Reader(assignment: self, cursor: isImmediate ? nil : assigned.sorted()) }

  struct Reader {
    fileprivate let assignment: SplitAssignment
    fileprivate var cursor: ExternalSorter.Cursor?

    /// The split of the next item.
    /// - Parameter named: the split that its row names.
    mutating func next(group: String, named: Split? = nil) throws(RunError) -> Split {
      if cursor != nil {
        switch try cursor?.next()?.b {
        case 1: return .validation
        case 2: return .test
        default: return .train
        }
      }
      return assignment.immediateSplit(group: group, named: named)
    }
  }
}

extension SplitAssignment {
  /// Notes for the user on splits that are far from their shares: empty, or off by more than a third of the share and by more
  /// than one item. Chance does this to small datasets, and a test split of half the size decides much less.
  var notes: [String] {
    guard options.column == nil, options.folds == nil else { return [] }
    let total = counts.reduce(0, +)
    let shares = [options.train, options.validation, options.test]
    return zip(Split.allCases, zip(shares, counts)).compactMap { split, found in
      let (share, count) = found
      let wanted = share * Double(total)
      let miss = abs(Double(count) - wanted)
      guard share > 0, count == 0 || (miss > 1 && miss > wanted / 3) else { return nil }
      let percent = (share * 1000).rounded() / 10
      let number = percent == percent.rounded() ? String(Int(percent)) : String(percent)
      let held = count == 0 ? "\(split.rawValue) is empty" : "\(split.rawValue) has \(count) of \(total) items"
      return "\(held), and its share is \(number) %: \(reason)"
    }
  }

  private var reason: String {
    if options.exact { return "there are too few items for it, or its groups are too large" }
    if options.keep != nil { return "split.exact: true brings new items to where they lack" }
    return options.stratify == nil
      ? "items are divided by chance; split.exact: true divides them by size"
      : "split.exact: true comes as near as whole groups allow"
  }
}
