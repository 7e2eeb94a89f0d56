import PrepEvaluation
import TestSupport
import Testing

@Suite("The bootstrap")
struct BootstrapTests {
  /// One cluster a row.
  private func sums(_ rows: [[Double]]) -> ClusterSums {
    var sums = ClusterSums(columns: rows.first?.count ?? 0)
    for (cluster, row) in rows.enumerated() {
      for (column, value) in row.enumerated() { sums.add(value, at: column, cluster: cluster) }
    }
    return sums
  }

  /// Two models on a number of items: right by the baseline, right by the candidate, scored.
  private func answers(_ count: Int, seed: UInt64 = 1) -> [[Double]] {
    var random = Seeded(seed)
    return (0..<count).map { _ in
      let baseline = Int.random(in: 0..<10, using: &random) < 6
      let candidate = baseline ? Int.random(in: 0..<10, using: &random) < 9 : Int.random(in: 0..<10, using: &random) < 4
      return [baseline ? 1 : 0, candidate ? 1 : 0, 1]
    }
  }

  private let difference = SumStatistic.difference(.ratio(1, over: 2), from: .ratio(0, over: 2))

  // Python: stats.bootstrap((v,), numpy.mean, n_resamples=200_000).confidence_interval: 1.48...1.49 and 3.945...3.960 for three seeds.
  @Test("The BCa interval of a skewed sample is scipy's, but for the error of resampling")
  func scipy() throws {
    let values = [0.1, 2.3, 0.4, 5.9, 1.1, 0.7, 8.2, 0.3, 1.9, 2.2, 0.6, 3.1, 0.2, 1.4, 9.9, 0.8, 2.7, 0.5, 4.4, 1.2]
    let interval = try #require(
      Bootstrap(seed: 1, jobs: 2).intervals(of: [.ratio(0, over: 1)], over: sums(values.map { [$0, 1] }))[0])
    #expect(interval.method == .bca)
    #expect(agree(interval, 1.485, 3.95, within: 0.1))
  }

  @Test("The same seed gives the same intervals for any number of threads, another seed others")
  func deterministic() {
    let sums = sums(answers(60))
    let statistics = [.ratio(0, over: 2), .ratio(1, over: 2), difference]
    let one = Bootstrap(seed: 9, resamples: 1000, jobs: 1).intervals(of: statistics, over: sums)
    #expect(Bootstrap(seed: 9, resamples: 1000, jobs: 3).intervals(of: statistics, over: sums) == one)
    #expect(Bootstrap(seed: 9, resamples: 1000).intervals(of: [difference], over: sums) == [one[2]])
    #expect(Bootstrap(seed: 10, resamples: 1000).intervals(of: statistics, over: sums) != one)
    #expect(one.allSatisfy { $0?.method == .bca })
  }

  @Test("Sorted clusters have the same intervals in whatever order they came")
  func sorted() {
    let rows = answers(40)
    let intervals = [rows, rows.reversed(), rows.sorted { $0[1] < $1[1] }].map { rows in
      var sums = sums(rows)
      sums.sort()
      return Bootstrap(seed: 4, resamples: 300).intervals(of: [difference], over: sums)
    }
    #expect(intervals[1] == intervals[0] && intervals[2] == intervals[0])
    #expect(sums(rows).sum(of: 2) == 40)
  }

  @Test("All figures are made from the same resamples, however many sums there are")
  func manySums() {
    let rows = answers(21)
    let wide = sums(rows.map { Array(repeating: $0[0], count: 19) + [$0[2]] })
    let narrow = Bootstrap(seed: 3, resamples: 300).intervals(of: [.ratio(0, over: 2)], over: sums(rows))
    let all = Bootstrap(seed: 3, resamples: 300, jobs: 2).intervals(of: (0..<19).map { .ratio($0, over: 19) }, over: wide)
    #expect(all == Array(repeating: narrow[0], count: 19))
  }

  @Test("The interval of a share is near Wilson's")
  func wilson() throws {
    let rows = answers(200)
    let bootstrap = Bootstrap(seed: 2, resamples: 4000, jobs: 2)
    let interval = try #require(bootstrap.intervals(of: [.ratio(0, over: 2)], over: sums(rows))[0])
    let wilson = try #require(WilsonInterval.of(rows.count { $0[0] == 1 }, of: rows.count))
    #expect(agree(interval, wilson.lower, wilson.upper, within: 0.015))
  }

  @Test("Neither no cluster nor one has an interval")
  func tooFew() {
    let bootstrap = Bootstrap(seed: 1, resamples: 100)
    #expect(bootstrap.intervals(of: [.ratio(0, over: 1)], over: ClusterSums(columns: 2)) == [nil])
    #expect(bootstrap.intervals(of: [.ratio(0, over: 1)], over: sums([[3, 5]])) == [nil])
    #expect(bootstrap.intervals(of: [], over: sums([[1], [2]])) == [])
  }

  @Test("All right, a model against itself, and constant numbers have a point, and the method says so")
  func points() {
    let bootstrap = Bootstrap(seed: 1, resamples: 200)
    let right = sums(Array(repeating: [1, 0.1, 1], count: 20))
    #expect(bootstrap.intervals(of: [.ratio(0, over: 2)], over: right) == [.point(1)])
    #expect(bootstrap.intervals(of: [.ratio(1, over: 2)], over: right)[0]?.method == .point)
    let itself = sums(answers(30).map { [$0[0], $0[0], 1] })
    #expect(bootstrap.intervals(of: [difference], over: itself) == [.point(0)])
  }

  @Test("A figure that many resamples do not define has no interval")
  func undefined() {
    let bootstrap = Bootstrap(seed: 1, resamples: 500)
    #expect(bootstrap.intervals(of: [.ratio(0, over: 1)], over: sums([[0, 0], [0, 0], [0, 0]])) == [nil])
    // One of twenty items has the class: a third of the resamples lack it.
    let rare = sums((0..<20).map { $0 == 0 ? [1, 1] : [0, 0] })
    #expect(bootstrap.intervals(of: [.ratio(0, over: 1)], over: rare) == [nil])
  }

  @Test("Where BCa is not defined the percentiles are given, and the method says so")
  func percentiles() throws {
    // Without one of the clusters the figure is not defined, but all resamples define it.
    let last = SumStatistic { $0[0] > 97.25 ? $0[0] : nil }
    let rows = (0..<98).map { [$0 == 0 ? 1.5 : 1] }
    let interval = try #require(Bootstrap(seed: 1, resamples: 1000).intervals(of: [last], over: sums(rows))[0])
    #expect(interval.method == .percentile)
    // All resamples lie below the figure, which only all twelve clusters together have.
    let highest = SumStatistic { $0[0] == 4095 ? 1e6 : $0[0] }
    let below = try #require(
      Bootstrap(seed: 1, resamples: 1000).intervals(of: [highest], over: sums((0..<12).map { [Double(1 << $0)] }))[0])
    #expect(below.method == .percentile)
    #expect(try #require(below.upper) < 1e6)
  }

  @Test("NaN and infinities are refused, and so are the numbers beside them")
  func invalid() {
    var sums = ClusterSums(columns: 2)
    let added = [1, .nan, .infinity, -.infinity, 1e101].enumerated().map { sums.add($1, 1, at: 0, cluster: $0) }
    #expect(added == [true, false, false, false, false])
    #expect(sums.totals == [1, 1])
    #expect(sums.clusters == 5)
    #expect(sums.column(1) == [1, 0, 0, 0, 0])
  }

  @Test("A million clusters take the memory of 8,191, and their sums stay exact")
  func many() throws {
    let count = 40_000
    var many = ClusterSums(columns: 2)
    var right = 0
    var random = Seeded(3)
    for cluster in 0..<count {
      let isRight = Int.random(in: 0..<10, using: &random) < 7
      right += isRight ? 1 : 0
      many.add(isRight ? 1 : 0, 1, at: 0, cluster: cluster)
    }
    #expect(many.clusters == count)
    #expect(many.column(0).count == ClusterSums.mostRows)
    #expect(many.totals == [Double(right), Double(count)])
    let wilson = try #require(WilsonInterval.of(right, of: count))
    let robust = ClusterInterval.ofMean(sums: many.column(0), counts: many.column(1), of: .share)
    #expect(agree(robust, wilson.lower, wilson.upper, within: 2e-4))
  }

  @Test("Figures are functions of sums: ratios, F1, means, and differences of two of them")
  func statistics() {
    let sums = [3.0, 4, 6, 5, 0]
    #expect(SumStatistic.ratio(0, over: 1).value(sums) == 0.75)
    #expect(SumStatistic.ratio(0, over: 4).value(sums) == nil)
    #expect(SumStatistic.f1(truePositives: 0, found: 1, expected: 2).value(sums) == 0.6)
    #expect(SumStatistic.f1(truePositives: 4, found: 4, expected: 4).value(sums) == nil)
    let (candidate, baseline) = (SumStatistic.ratio(0, over: 1), SumStatistic.ratio(0, over: 2))
    let undefined = SumStatistic.ratio(0, over: 4)
    #expect(SumStatistic.difference(candidate, from: baseline).value(sums) == 0.25)
    #expect(SumStatistic.relativeDifference(candidate, from: baseline).value(sums) == 0.5)
    #expect(SumStatistic.quotient(candidate, by: baseline).value(sums) == 1.5)
    #expect(SumStatistic.difference(candidate, from: undefined).value(sums) == nil)
    #expect(SumStatistic.quotient(candidate, by: .ratio(4, over: 0)).value(sums) == nil)
    #expect(SumStatistic.relativeDifference(candidate, from: .ratio(4, over: 0)).value(sums) == nil)
    #expect(SumStatistic.mean(of: [candidate, baseline, undefined]).value(sums) == 0.625)
    #expect(SumStatistic.mean(of: [undefined]).value(sums) == nil)
  }
}
