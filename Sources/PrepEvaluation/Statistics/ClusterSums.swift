/// The sums of each cluster, of which figures over all clusters are made: right answers, scored items, sizes of errors.
///
/// A cluster is a group of items that belong together, or one item with all its repeats. Clusters are what the bootstrap draws.
///
/// Up to ``mostRows`` clusters have a row each. Beyond that, cluster c shares the row c modulo ``mostRows``, so that memory and time
/// stay the same for millions of items. Sums of independent clusters are independent as well, so intervals remain valid. The
/// standard error is then known from 8,191 rows, which is exact to 0.8 %.
package struct ClusterSums: Sendable {
  /// A prime, so that no order in which kinds of items alternate puts items of one kind into the same row.
  package static let mostRows = 8191

  /// The number of sums a cluster.
  package let columns: Int
  /// The number of clusters.
  package private(set) var clusters = 0
  /// By block of eight columns, then by row. The bootstrap adds a block at a time, which stays in registers.
  private(set) var blocks: [[SIMD8<Double>]]

  package init(columns: Int) {
    self.columns = columns
    blocks = Array(repeating: [], count: (columns + 7) / 8)
  }

  var rows: Int { min(clusters, Self.mostRows) }

  /// Adds numbers to neighbouring sums of a cluster, all or none of them.
  ///
  /// - Parameters:
  ///   - values: whole numbers are summed exactly.
  ///   - column: the place of the first of them.
  ///   - cluster: the cluster's number, from 0. Clusters are numbered in an order that does not depend on the order of the answers.
  ///     A cluster counts even if the numbers are refused, and so do all clusters with smaller numbers.
  /// - Returns: false when a value is NaN, infinite or beyond 1e100. Then nothing is added.
  @discardableResult
  package mutating func add(_ values: Double..., at column: Int, cluster: Int) -> Bool {
    reserve(cluster)
    guard values.allSatisfy(Measurement.isValid) else { return false }
    for (offset, value) in values.enumerated() {
      blocks[(column + offset) / 8][cluster % Self.mostRows][(column + offset) % 8] += value
    }
    return true
  }

  /// Counts a cluster although nothing may be added to it, such as an item that no model answered.
  package mutating func reserve(_ cluster: Int) {
    guard cluster >= clusters else { return }
    clusters = cluster + 1
    for block in blocks.indices {
      blocks[block].append(contentsOf: repeatElement(.zero, count: rows - blocks[block].count))
    }
  }

  /// Puts rows into an order that depends on nothing but their sums, so that what is resampled does not depend on the order in which
  /// clusters came.
  package mutating func sort() {
    let order = (0..<rows).sorted { left, right in
      for block in blocks {
        for lane in 0..<8 where block[left][lane] != block[right][lane] { return block[left][lane] < block[right][lane] }
      }
      return false
    }
    for block in blocks.indices {
      let unsorted = blocks[block]
      blocks[block] = order.map { unsorted[$0] }
    }
  }

  /// One sum over all clusters.
  package func sum(of column: Int) -> Double { blocks[column / 8].reduce(0) { $0 + $1[column % 8] } }

  /// One sum of each row.
  package func column(_ column: Int) -> [Double] { blocks[column / 8].map { $0[column % 8] } }

  /// The sums over all clusters, added up as those of a resample are: equal numbers have the same sum in all of them.
  package var totals: [Double] { totals(of: (0..<UInt32(rows)).map { $0 }) }

  /// The sums over all rows but one, for the jackknife.
  func totals(without row: Int, of totals: [Double]) -> [Double] {
    (0..<columns).map { totals[$0] - blocks[$0 / 8][row][$0 % 8] }
  }

  /// The sums over the rows that were drawn.
  func totals(of drawn: [UInt32]) -> [Double] {
    flattened(
      blocks.map { block in
        block.withUnsafeBufferPointer { block in
          // Two sums, since each addition waits for the one before it.
          var (even, odd) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
          var place = 0
          while place + 1 < drawn.count {
            even += block[Int(drawn[place])]
            odd += block[Int(drawn[place + 1])]
            place += 2
          }
          if place < drawn.count { even += block[Int(drawn[place])] }
          return even + odd
        }
      })
  }

  private func flattened(_ sums: [SIMD8<Double>]) -> [Double] { (0..<columns).map { sums[$0 / 8][$0 % 8] } }
}
