import PrepCore
import TestSupport
import Testing

@testable import PrepPlan

@Suite("Splits")
struct SplitAssignmentTests {
  private struct Row: Hashable {
    var group: String
    var stratum = ""
  }

  private func options(
    _ train: Double, _ validation: Double, _ test: Double, stratified: Bool = false, seed: Int = 42
  ) -> Recipe.Splitting {
    var options = Recipe.Splitting()
    options.train = train
    options.validation = validation
    options.test = test
    options.stratify = stratified ? "stratum" : nil
    options.seed = seed
    return options
  }

  private func assign(_ rows: [Row], _ options: Recipe.Splitting) throws -> [Split] {
    let assignment = SplitAssignment(options)
    for (ordinal, row) in rows.enumerated() { try assignment.add(ordinal: ordinal, group: row.group, stratum: row.stratum) }
    try assignment.finish()
    var reader = assignment.reader()
    return try rows.map { try reader.next(group: $0.group) }
  }

  private func count(_ splits: [Split]) -> [Int] { Split.allCases.map { split in splits.count { $0 == split } } }

  // MARK: By hash

  @Test(
    "Shares of 10,000 groups are those of the recipe, within what chance allows",
    arguments: [[0.8, 0.1, 0.1], [0.5, 0.25, 0.25], [0.98, 0.01, 0.01], [0.9, 0, 0.1], [0.7, 0.3, 0]])
  func shares(shares: [Double]) throws {
    let splits = try assign((0..<10_000).map { Row(group: "g\($0)") }, options(shares[0], shares[1], shares[2]))
    for (found, share) in zip(count(splits), shares) {
      let deviation = (10_000 * share * (1 - share)).squareRoot()
      #expect(abs(Double(found) - 10_000 * share) <= 4 * deviation)
    }
  }

  @Test("A share of all takes all", arguments: [Split.train, .validation, .test])
  func all(split: Split) throws {
    let rows = (0..<2000).map { Row(group: "g\($0)") }
    let options = options(split == .train ? 1 : 0, split == .validation ? 1 : 0, split == .test ? 1 : 0)
    #expect(Set(try assign(rows, options)) == [split])
  }

  @Test("Groups keep their split when rows come, go and change places")
  func stable() throws {
    let options = options(0.6, 0.2, 0.2)
    let rows = (0..<500).map { Row(group: "g\($0 % 170)") }
    let before = Dictionary(zip(rows, try assign(rows, options)), uniquingKeysWith: { first, _ in first })
    var random = Seeded(8)
    let more = (rows.filter { _ in Bool.random(using: &random) } + (0..<300).map { Row(group: "new\($0)") }).shuffled(
      using: &random)
    for (row, split) in zip(more, try assign(more, options)) where before[row] != nil { #expect(before[row] == split) }
  }

  @Test("Groups never straddle, and another seed gives another division", arguments: [false, true])
  func groups(stratified: Bool) throws {
    var random = Seeded(9)
    let rows = (0..<1500).map { _ in
      Row(group: "g\(Int.random(in: 0..<200, using: &random))", stratum: "s\(Int.random(in: 0..<5, using: &random))")
    }
    let first = try assign(rows, options(0.6, 0.2, 0.2, stratified: stratified))
    var splits: [String: Set<Split>] = [:]
    for (row, split) in zip(rows, first) { splits[row.group, default: []].insert(split) }
    #expect(splits.values.allSatisfy { $0.count == 1 })
    #expect(Set(first).count == 3)
    #expect(try assign(rows, options(0.6, 0.2, 0.2, stratified: stratified)) == first)
    #expect(try assign(rows, options(0.6, 0.2, 0.2, stratified: stratified, seed: 43)) != first)
  }

  // MARK: By strata

  /// Items that are each a group of their own, in strata of many sizes, in any order.
  private func strata(_ sizes: [Int], using random: inout Seeded) -> [Row] {
    sizes.enumerated().flatMap { index, size in (0..<size).map { Row(group: "i\(index)-\($0)", stratum: "s\(index)") } }
      .shuffled(using: &random)
  }

  @Test("With strata, all splits together are within one item of their shares", arguments: 1...60 as ClosedRange<UInt64>)
  func stratifiedTotals(seed: UInt64) throws {
    var random = Seeded(seed)
    let sizes = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 1...60, using: &random) }
    let rows = strata(sizes, using: &random)
    let splits = try assign(rows, options(0.8, 0.1, 0.1, stratified: true, seed: Int(seed)))
    for (found, share) in zip(count(splits), [0.8, 0.1, 0.1]) { #expect(abs(Double(found) - share * Double(rows.count)) <= 1) }
  }

  @Test("Each stratum is within one item of its share", arguments: 1...60 as ClosedRange<UInt64>)
  func stratifiedEach(seed: UInt64) throws {
    var random = Seeded(seed)
    let sizes = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 1...60, using: &random) }
    let rows = strata(sizes, using: &random)
    let splits = try assign(rows, options(0.8, 0.1, 0.1, stratified: true, seed: Int(seed)))
    for (index, size) in sizes.enumerated() {
      let mine = zip(rows, splits).filter { $0.0.stratum == "s\(index)" }.map(\.1)
      for (found, share) in zip(count(mine), [0.8, 0.1, 0.1]) {
        #expect(abs(Double(found) - share * Double(size)) <= 1, "stratum of \(size): \(count(mine))")
      }
    }
  }

  @Test("Ten items of a stratum divide into eight, one and one, in every stratum")
  func evenStrata() throws {
    var random = Seeded(10)
    let rows = strata(Array(repeating: 10, count: 30), using: &random)
    let splits = try assign(rows, options(0.8, 0.1, 0.1, stratified: true))
    for index in 0..<30 {
      let mine = zip(rows, splits).filter { $0.0.stratum == "s\(index)" }.map(\.1)
      #expect(count(mine) == [8, 1, 1])
    }
  }

  @Test("A group belongs to the stratum of its first item and counts with all its items")
  func groupAcrossStrata() throws {
    var rows: [Row] = []
    for group in 0..<40 { rows += (0..<5).map { Row(group: "g\(group)", stratum: $0 == 0 ? "a" : "b") } }
    let splits = try assign(rows, options(0.5, 0.25, 0.25, stratified: true))
    for group in 0..<40 { #expect(Set(splits[5 * group..<5 * group + 5]).count == 1) }
    #expect(count(splits) == [100, 50, 50])
  }

  @Test("A split without a share gets nothing", arguments: [false, true])
  func noShare(stratified: Bool) throws {
    let rows = (0..<300).map { Row(group: "g\($0)", stratum: "s\($0 % 3)") }
    let splits = try assign(rows, options(0.9, 0, 0.1, stratified: stratified))
    #expect(!splits.contains(.validation))
    #expect(splits.contains(.test))
  }
}
