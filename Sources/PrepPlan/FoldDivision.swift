import PrepCore
import PrepSystem

/// Divides groups into folds of equal size, in each stratum and overall, as nearly as whole groups allow.
///
/// Within a stratum, the largest groups come first, and groups of one size in the order of their hashes. Each goes to the fold
/// that has the fewest items of the stratum, and of those to the one with the fewest items of all.
struct FoldDivision {
  /// The number of items of each fold.
  private(set) var sizes: [Int]

  init(folds: Int) { sizes = [Int](repeating: 0, count: folds) }

  /// - Parameters:
  ///   - groups: records of ``SplitGroup/bySizeDescending``.
  ///   - assign: is told the fold of each group, from 0.
  mutating func divide(
    _ groups: inout ExternalSorter, assign: (SplitGroup, Int) throws(RunError) -> Void
  ) throws(RunError) {
    var ofStratum = sizes
    var stratum: UInt64?
    var cursor = groups.sorted()
    while let group = try cursor.next().map(SplitGroup.init(bySizeDescending:)) {
      if group.stratum != stratum {
        stratum = group.stratum
        ofStratum = ofStratum.map { _ in 0 }
      }
      var fold = 0
      for other in sizes.indices where (ofStratum[other], sizes[other]) < (ofStratum[fold], sizes[fold]) { fold = other }
      ofStratum[fold] += group.count
      sizes[fold] += group.count
      try assign(group, fold)
    }
  }
}

extension SplitGroup {
  /// A record that sorts by stratum, and within it by size, the largest first, and then by hash.
  var bySizeDescending: ExternalSorter.Record {
    ExternalSorter.Record(a: stratum, b: ~UInt64(count), c: hash.0, d: hash.1)
  }

  init(bySizeDescending record: ExternalSorter.Record) {
    self.init(hash: (record.c, record.d), stratum: record.a, count: Int(~record.b), kept: nil)
  }
}
