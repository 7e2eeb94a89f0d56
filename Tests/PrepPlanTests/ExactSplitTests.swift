import PrepCore
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Splits by size")
struct ExactSplitTests {
  private struct Row: Hashable {
    var group: String
    var stratum = ""
    var kept: Split?
  }

  private static let shares: [[Double]] = [
    [0.8, 0.1, 0.1], [0.7, 0.15, 0.15], [0.98, 0.01, 0.01], [0.9, 0, 0.1], [0.5, 0.5, 0], [1.0 / 3, 1.0 / 3, 1.0 / 3],
  ]

  private func options(_ shares: [Double], stratified: Bool = false, seed: Int = 42) -> Recipe.Splitting {
    var options = Recipe.Splitting()
    (options.train, options.validation, options.test) = (shares[0], shares[1], shares[2])
    options.stratify = stratified ? "stratum" : nil
    options.exact = true
    options.seed = seed
    return options
  }

  private func assign(_ rows: [Row], _ options: Recipe.Splitting) throws -> [Split] {
    let assignment = SplitAssignment(options)
    for (ordinal, row) in rows.enumerated() {
      try assignment.add(ordinal: ordinal, group: row.group, stratum: row.stratum, kept: row.kept)
    }
    try assignment.finish()
    #expect(Split.allCases.map { assignment.sizes[$0] } == count(assignment, rows))
    var reader = assignment.reader()
    return try rows.map { try reader.next(group: $0.group) }
  }

  private func count(_ assignment: SplitAssignment, _ rows: [Row]) -> [Int?] {
    var reader = assignment.reader()
    return count(rows.compactMap { try? reader.next(group: $0.group) })
  }

  private func count(_ splits: [Split]) -> [Int] { Split.allCases.map { split in splits.count { $0 == split } } }

  @Test("Sizes are those of the largest remainder, for any number of items and any shares", arguments: shares)
  func sizes(shares: [Double]) throws {
    var random = Seeded(3)
    for total in Array(1...40) + (0..<10).map({ _ in Int.random(in: 41...3000, using: &random) }) {
      let splits = try assign((0..<total).map { Row(group: "g\($0)") }, options(shares, seed: total))
      let found = count(splits)
      for (found, share) in zip(found, shares) { #expect(abs(Double(found) - share * Double(total)) < 1) }
      #expect(found == Apportionment.parts(of: total, by: shares))
    }
  }

  @Test(
    "What is left after rounding down goes to the parts that lost most, of equal ones to the last",
    arguments: [
      (4, [0.8, 0.1, 0.1], [3, 0, 1]), (5, [0.8, 0.1, 0.1], [4, 0, 1]), (55, [0.8, 0.1, 0.1], [44, 5, 6]),
      (15, [0.8, 0.1, 0.1], [12, 1, 2]), (1, [0.5, 0.25, 0.25], [1, 0, 0]), (0, [0.8, 0.1, 0.1], [0, 0, 0]),
      (3, [0, 0, 0], [0, 0, 0]),
    ])
  func largestRemainder(total: Int, shares: [Double], parts: [Int]) {
    #expect(Apportionment.parts(of: total, by: shares) == parts)
  }

  @Test("The order of the rows does not matter, and another seed divides otherwise", arguments: [false, true])
  func order(stratified: Bool) throws {
    var random = Seeded(4)
    let rows = (0..<700).map { Row(group: "g\($0 % 400)", stratum: "s\($0 % 400 % 7)") }
    let options = options([0.7, 0.1, 0.2], stratified: stratified)
    let first = Dictionary(zip(rows.map(\.group), try assign(rows, options)), uniquingKeysWith: { first, _ in first })
    let shuffled = rows.shuffled(using: &random)
    for (row, split) in zip(shuffled, try assign(shuffled, options)) { #expect(first[row.group] == split) }
    let other = try assign(rows, self.options([0.7, 0.1, 0.2], stratified: stratified, seed: 43))
    #expect(zip(rows, other).contains { first[$0.group] != $1 })
  }

  @Test("Nearly all items are where their hash alone would put them")
  func nearHash() throws {
    let rows = (0..<2000).map { Row(group: "g\($0)") }
    var byHash = options([0.8, 0.1, 0.1])
    byHash.exact = false
    let moved = zip(try assign(rows, options([0.8, 0.1, 0.1])), try assign(rows, byHash)).count { $0 != $1 }
    #expect(moved < 100)
  }

  @Test(
    "Groups stay whole, and test and validation are as near to their sizes as any choice of groups",
    arguments: 1...80 as ClosedRange<UInt64>)
  func groups(seed: UInt64) throws {
    var random = Seeded(seed)
    let sizes = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 1...9, using: &random) }
    let rows = sizes.enumerated().flatMap { group, size in (0..<size).map { _ in Row(group: "g\(group)") } }
      .shuffled(using: &random)
    let shares = Self.shares[Int(seed) % Self.shares.count]
    let splits = try assign(rows, options(shares, seed: Int(seed)))
    var places: [String: Set<Split>] = [:]
    for (row, split) in zip(rows, splits) { places[row.group, default: []].insert(split) }
    #expect(places.values.allSatisfy { $0.count == 1 })

    let wanted = Apportionment.parts(of: rows.count, by: shares)
    func nearest(_ wanted: Int, among groups: [Int]) -> Int {
      (0..<1 << groups.count).map { chosen in
        abs(wanted - groups.indices.reduce(0) { $0 + (chosen >> $1 & 1) * groups[$1] })
      }.min() ?? wanted
    }
    let found = count(splits)
    #expect(abs(found[2] - wanted[2]) == nearest(wanted[2], among: sizes))
    let rest = sizes.indices.filter { places["g\($0)"] != [.test] }.map { sizes[$0] }
    #expect(abs(found[1] - wanted[1]) == nearest(wanted[1], among: rest))
  }

  @Test("Many groups of several items still give exact sizes")
  func manyGroups() throws {
    var random = Seeded(6)
    let rows = (0..<3000).flatMap { group in
      (0..<Int.random(in: 1...7, using: &random)).map { _ in Row(group: "g\(group)") }
    }
    let splits = try assign(rows, options([0.6, 0.1, 0.3]))
    #expect(count(splits) == Apportionment.parts(of: rows.count, by: [0.6, 0.1, 0.3]))
  }

  @Test(
    "With strata, each is within one item of its shares, and all together have exactly theirs",
    arguments: 1...60 as ClosedRange<UInt64>)
  func strata(seed: UInt64) throws {
    var random = Seeded(seed)
    let shares = Self.shares[Int(seed) % Self.shares.count]
    let sizes = (0..<Int.random(in: 1...30, using: &random)).map { _ in Int.random(in: 1...25, using: &random) }
    let rows = sizes.enumerated().flatMap { stratum, size in
      (0..<size).map { Row(group: "g\(stratum)-\($0)", stratum: "s\(stratum)") }
    }.shuffled(using: &random)
    let splits = try assign(rows, options(shares, stratified: true, seed: Int(seed)))
    #expect(count(splits) == Apportionment.parts(of: rows.count, by: shares))
    for (stratum, size) in sizes.enumerated() {
      let mine = count(zip(rows, splits).filter { $0.0.stratum == "s\(stratum)" }.map(\.1))
      for (found, share) in zip(mine, shares) {
        #expect(abs(Double(found) - share * Double(size)) < 1, "stratum of \(size): \(mine)")
      }
    }
  }

  // MARK: Kept

  @Test("Kept items stay, test items never go to train, and new ones bring the sizes", arguments: [false, true])
  func kept(stratified: Bool) throws {
    var random = Seeded(12)
    for trial in 0..<30 {
      let old = (0..<Int.random(in: 20...200, using: &random)).map { Row(group: "g\($0)", stratum: "s\($0 % 3)") }
      let before = try assign(old, options([0.8, 0.1, 0.1], stratified: stratified, seed: trial))
      let kept = zip(old, before).map { Row(group: $0.group, stratum: $0.stratum, kept: $1) }
      let new = (0..<Int.random(in: 1...200, using: &random)).map { Row(group: "n\($0)", stratum: "s\($0 % 3)") }
      let rows = (kept + new).shuffled(using: &random)
      var changed = options([0.7, 0.1, 0.2], stratified: stratified, seed: trial + 1)
      changed.keep = "old"
      let after = try assign(rows, changed)
      for (row, split) in zip(rows, after) where row.kept != nil { #expect(row.kept == split) }
      if !stratified, new.count >= rows.count / 2 {
        #expect(count(after) == Apportionment.parts(of: rows.count, by: [0.7, 0.1, 0.2]))
      }
    }
  }

  @Test("A split that holds too much already leaves what is new to the others, in proportion")
  func overfull() throws {
    let kept = (0..<100).map { Row(group: "g\($0)", kept: .train) }
    let rows = kept + (0..<10).map { Row(group: "n\($0)") }
    var options = options([0.6, 0.2, 0.2])
    options.keep = "old"
    #expect(count(try assign(rows, options)) == [100, 5, 5])
  }

  @Test("Without exact, kept items stay and new ones go by their hash", arguments: [false, true])
  func keptByHash(isGrouped: Bool) throws {
    var options = options([0.6, 0.2, 0.2])
    options.exact = false
    let rows = (0..<300).map { Row(group: isGrouped ? "g\($0 / 3)" : "g\($0)") }
    let byHash = try assign(rows, options)
    options.keep = "old"
    let held = rows.enumerated().map { Row(group: $1.group, kept: $0 % 9 == 0 ? .test : nil) }
    let after = try assign(held, options)
    let moved = Set(held.filter { $0.kept != nil }.map(\.group))
    for (index, row) in held.enumerated() { #expect(after[index] == (moved.contains(row.group) ? .test : byHash[index])) }
  }

  @Test("A group that was in several splits goes to the safest, and is counted")
  func torn() throws {
    var options = options([0.8, 0.1, 0.1])
    options.keep = "old"
    let groups: [(kept: [Split?], split: Split)] = [
      ([.train, .test, nil], .test), ([.train, .validation], .validation), ([.validation, .test, .train], .test),
      ([.train, nil, .train], .train),
    ]
    let assignment = SplitAssignment(options)
    var ordinal = 0
    for (number, group) in groups.enumerated() {
      for kept in group.kept {
        try assignment.add(ordinal: ordinal, group: "g\(number)", stratum: "", kept: kept)
        ordinal += 1
      }
    }
    try assignment.finish()
    #expect(assignment.torn == 3)
    var reader = assignment.reader()
    for (number, group) in groups.enumerated() {
      for _ in group.kept { #expect(try reader.next(group: "g\(number)") == group.split) }
    }
  }

  // MARK: Folds

  @Test("Each item is tested in one fold, no group in two, and folds are of equal size", arguments: [2, 3, 5, 10])
  func folds(count folds: Int) throws {
    var random = Seeded(UInt64(folds))
    let rows = (0..<203).map { index in
      let group = index < 100 ? index : Int.random(in: 100..<150, using: &random)
      return Row(group: "g\(group)", stratum: "s\(group % 4)")
    }
    for stratified in [false, true] {
      var tested = [Int](repeating: 0, count: rows.count)
      var places: [String: Set<Int>] = [:]
      for fold in 1...folds {
        var options = options([0, 0.1, 0], stratified: stratified)
        (options.exact, options.folds, options.fold) = (false, folds, fold)
        let splits = try assign(rows, options)
        for (index, split) in splits.enumerated() where split == .test {
          tested[index] += 1
          places[rows[index].group, default: []].insert(fold)
        }
        let found = count(splits)
        #expect(abs(Double(found[2]) - 203 / Double(folds)) <= (stratified ? 4 : 1), "\(found)")
        #expect(abs(found[1] - 20) <= 1)
        for stratum in 0..<4 {
          let mine = zip(rows, splits).filter { $0.0.stratum == "s\(stratum)" }.map(\.1)
          guard stratified else { continue }
          #expect(abs(Double(count(mine)[2]) - Double(mine.count) / Double(folds)) <= 6, "\(count(mine))")
        }
      }
      #expect(tested.allSatisfy { $0 == 1 })
      #expect(places.values.allSatisfy { $0.count == 1 })
    }
  }

  @Test("Fewer groups than folds are a mistake of the recipe")
  func fewGroups() throws {
    var options = options([0, 0, 0])
    (options.exact, options.folds) = (false, 5)
    let error = #expect(throws: RunError.self) { try assign((0..<40).map { Row(group: "g\($0 % 3)") }, options) }
    #expect(error?.message == "split.folds is 5, and the input has 3 groups of items")
    #expect(error?.key == "split.folds")
  }

  // MARK: Notes

  @Test(
    "A share that is missed by more than a third and by more than one item is said",
    arguments: [
      ([78, 9, 13], []), ([80, 7, 13], []), ([82, 6, 12], ["validation has 6 of 100 items, and its share is 10 %"]),
      ([90, 10, 0], ["test is empty, and its share is 10 %"]),
      ([70, 10, 20], ["test has 20 of 100 items, and its share is 10 %"]),
    ])
  func notes(sizes: [Int], words: [String]) throws {
    var options = options([0.8, 0.1, 0.1])
    options.exact = false
    options.keep = "old"
    let assignment = SplitAssignment(options)
    var ordinal = 0
    for (split, size) in zip(Split.allCases, sizes) {
      for _ in 0..<size {
        try assignment.add(ordinal: ordinal, group: "g\(ordinal)", stratum: "", kept: split)
        ordinal += 1
      }
    }
    try assignment.finish()
    let notes = assignment.notes
    #expect(notes.count == words.count)
    for (note, words) in zip(notes, words) { #expect(note.hasPrefix(words) && note.contains("split.exact: true"), "\(note)") }
  }
}
