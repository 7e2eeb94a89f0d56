/// Whether two models that answered the same items have the same mean, by exchanging their answers cluster by cluster.
///
/// If the models were equally good, a cluster's difference could as well have the other sign. The p-value is the share of all
/// choices of signs whose total is at least as far from zero as the observed one: two-sided, and for any distribution.
package enum PermutationTest {
  /// How many choices of signs are drawn, and up to how many all of them are tried.
  package static let permutations = 10_000

  /// All 2^C choices are tried when there are at most ``permutations`` of them for the C clusters that differ. Otherwise
  /// ``permutations`` are drawn, and the p-value is (b + 1) / (m + 1) for b of m that are as extreme (Phipson and Smyth 2010).
  ///
  /// - Parameters:
  ///   - differences: each cluster's sum of differences between the models; finite, as ``ClusterSums/column(_:)`` gives them.
  ///   - seed: of the draws.
  /// - Returns: nil without clusters; 1 when no cluster differs.
  package static func pValue(differences: [Double], seed: UInt64) -> Double? {
    guard !differences.isEmpty else { return nil }
    // A cluster without a difference has none with the other sign.
    let sizes = differences.map(abs).filter { $0 > 0 }.sorted()
    let all = sizes.reduce(0, +)
    // Totals that are equal but for their rounding are equally extreme.
    let observed = abs(differences.reduce(0, +)) - 1e-12 * all
    guard observed > 0 else { return 1 }
    if sizes.count < 63, 1 << sizes.count <= permutations { return exact(sizes, all, observed) }
    return drawn(runs(sizes), all, observed, seed)
  }

  private static func exact(_ sizes: [Double], _ all: Double, _ observed: Double) -> Double {
    let choices = 1 << sizes.count
    let extreme = (0..<choices).count { choice in
      let positive = sizes.indices.reduce(0) { choice >> $1 & 1 == 1 ? $0 + sizes[$1] : $0 }
      return abs(2 * positive - all) >= observed
    }
    return Double(extreme) / Double(choices)
  }

  /// Of clusters that differ by the same size only the number of positive signs counts: the set bits of random words.
  private static func drawn(_ runs: [(size: Double, count: Int)], _ all: Double, _ observed: Double, _ seed: UInt64) -> Double {
    let extreme = (0..<permutations).count { number in
      var generator = SplitMix64(seed: seed, stream: UInt64(number))
      var (bits, left): (UInt64, Int) = (0, 0)
      var positive = 0.0
      for run in runs {
        var (wanted, ones) = (run.count, 0)
        while wanted > 0 {
          if left == 0 { (bits, left) = (generator.next(), 64) }
          let taken = min(wanted, left)
          ones += (taken == 64 ? bits : bits & (1 << taken - 1)).nonzeroBitCount
          bits = taken == 64 ? 0 : bits >> taken
          left -= taken
          wanted -= taken
        }
        positive += run.size * Double(ones)
      }
      return abs(2 * positive - all) >= observed
    }
    return Double(extreme + 1) / Double(permutations + 1)
  }

  private static func runs(_ sizes: [Double]) -> [(size: Double, count: Int)] {
    var runs: [(size: Double, count: Int)] = []
    for size in sizes {
      if let last = runs.indices.last, runs[last].size == size {
        runs[last].count += 1
      } else {
        runs.append((size, 1))
      }
    }
    return runs
  }
}
