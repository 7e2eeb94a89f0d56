import PrepEvaluation
import Testing

/// Whether an interval has the expected bounds.
func agree(_ interval: ConfidenceInterval?, _ lower: Double?, _ upper: Double?, within tolerance: Double = 1e-9) -> Bool {
  func same(_ value: Double?, _ expected: Double?) -> Bool {
    switch (value, expected) {
    case (let value?, let expected?): abs(value - expected) <= tolerance
    case (nil, nil): true
    default: false
    }
  }
  return interval.map { same($0.lower, lower) && same($0.upper, upper) } ?? false
}

@Suite("Intervals of shares and means")
struct ShareIntervalTests {
  // Python: [proportion_confint(k, n, 0.05, "wilson") for k, n in ...]
  @Test(
    "Wilson's interval is statsmodels'",
    arguments: [
      (0, 1, 0, 0.7934506856227627), (1, 1, 0.2065493143772374, 1), (20, 20, 0.8388748419471804, 1),
      (45, 55, 0.6966954036336236, 0.8981232956555033), (8500, 10000, 0.8428671825013008, 0.8568640186392256),
    ])
  func wilson(successes: Int, count: Int, lower: Double, upper: Double) {
    let interval = WilsonInterval.of(successes, of: count)
    #expect(agree(interval, lower, upper, within: 1e-14))
    #expect(interval?.method == .wilson)
  }

  @Test("No items, and counts that contradict each other, have no interval")
  func nothing() {
    #expect(WilsonInterval.of(0, of: 0) == nil)
    #expect(WilsonInterval.of(3, of: 2) == nil)
    #expect(PairedDifferenceInterval.of(onlyBaseline: 0, onlyCandidate: 0, of: 0) == nil)
    #expect(PairedDifferenceInterval.of(onlyBaseline: 2, onlyCandidate: 2, of: 3) == nil)
    #expect(ClusterInterval.ofMean(sums: [], counts: [], of: .share) == nil)
    #expect(ClusterInterval.standardError(sums: [], counts: []) == nil)
  }

  // Python: m ± stats.t.ppf(0.975, 3) * inspect_ai's _clustered_stderr([[1, 0], [1], [0, 0, 1], [1, 1]])
  @Test("The cluster-robust interval is Inspect's, and that of a share is clipped")
  func clusters() {
    let (sums, counts) = ([1.0, 1, 1, 2], [2.0, 1, 3, 2])
    #expect(agree(ClusterInterval.standardError(sums: sums, counts: counts) ?? 0, 0.17860862707794006, within: 1e-14))
    let number = ClusterInterval.ofMean(sums: sums, counts: counts, of: .number)
    #expect(agree(number, 0.056587634664014064, 1.1934123653359858, within: 1e-12))
    #expect(number?.method == .cluster)
    #expect(agree(ClusterInterval.ofMean(sums: sums, counts: counts, of: .share), 0.056587634664014064, 1, within: 1e-12))
  }

  @Test("Items that always agree within clusters of three have three times the variance")
  func designEffect() {
    let (sums, counts) = ((0..<200).map { $0 < 90 ? 3.0 : 0 }, [Double](repeating: 3, count: 200))
    #expect(agree(ClusterInterval.designEffect(sums: sums, counts: counts) ?? 0, 3.0 * 200 / 199, within: 1e-12))
    #expect(ClusterInterval.designEffect(sums: [2, 1], counts: [2, 1]) == nil)
    #expect(ClusterInterval.designEffect(sums: [1], counts: [2]) == nil)
  }

  @Test("One cluster, or one that has items, has no interval")
  func oneCluster() {
    #expect(ClusterInterval.ofMean(sums: [3], counts: [5], of: .share) == nil)
    #expect(ClusterInterval.ofMean(sums: [3, 0], counts: [5, 0], of: .number) == nil)
  }

  @Test("Clusters that do not differ: a share gets Wilson's interval of the clusters, a number the point")
  func constant() {
    #expect(ClusterInterval.ofMean(sums: [5, 3, 2], counts: [5, 3, 2], of: .share) == WilsonInterval.of(3, of: 3))
    #expect(ClusterInterval.ofMean(sums: [0, 0], counts: [5, 3], of: .share) == WilsonInterval.of(0, of: 2))
    let half = ClusterInterval.ofMean(sums: [1, 1, 1, 1], counts: [2, 2, 2, 2], of: .share)
    #expect(half == WilsonInterval.of(2, of: 4))
    let tenth = ClusterInterval.ofMean(sums: [0.1, 0.1 + 0.1 + 0.1, 0.2], counts: [1, 3, 2], of: .number)
    #expect(tenth?.method == .point)
    #expect(agree(tenth, 0.1, 0.1, within: 1e-15))
  }

  // Python: the roots of the score equations by scipy.optimize, as in tools/verify/statistics.
  @Test(
    "Tango's interval solves its equations, and is honest when all items agree",
    arguments: [
      (0, 5, 5, 0.13103507043365042, 1), (0, 0, 20, -0.16112515805281938, 0.16112515805281938),
      (2, 2, 5, -0.620758386385035, 0.620758386385035), (0, 20, 20, 0.6777496838943613, 1),
    ])
  func tango(onlyBaseline: Int, onlyCandidate: Int, count: Int, lower: Double, upper: Double) {
    let interval = PairedDifferenceInterval.of(onlyBaseline: onlyBaseline, onlyCandidate: onlyCandidate, of: count)
    #expect(agree(interval, lower, upper, within: 1e-12))
    let mirrored = PairedDifferenceInterval.of(onlyBaseline: onlyCandidate, onlyCandidate: onlyBaseline, of: count)
    #expect(agree(mirrored, -upper, -lower, within: 1e-12))
  }
}
