import PrepSystem

/// Intervals of any number of figures by resampling clusters: BCa, corrected for bias and acceleration (Efron 1987; Efron and
/// Tibshirani, An Introduction to the Bootstrap, 14.3), as `scipy.stats.bootstrap` has it.
///
/// A resample draws as many clusters as there are, with replacement, and adds up their sums. All figures are made from the same
/// resamples, so that differences between models are paired. Resample r has its own stream of ``SplitMix64``: the result does not
/// depend on the number of threads.
package struct Bootstrap: Sendable {
  package var seed: UInt64
  package var level: Double
  package var resamples: Int
  /// The most threads.
  package var jobs: Int

  package init(seed: UInt64, level: Double = 0.95, resamples: Int = 10_000, jobs: Int = 1) {
    self.seed = seed
    self.level = level
    self.resamples = resamples
    self.jobs = jobs
  }

  /// The intervals of figures, in their order.
  ///
  /// An interval is nil for fewer than two clusters, for a figure that the sums do not define, and for one that is not defined in
  /// more than 1 - `level` of the resamples; up to that, such resamples are left out. Its method is `point` when the figure is the
  /// same in all resamples. It is `percentile` where BCa is not defined: all resamples lie on one side of the figure, or it cannot
  /// be reckoned without one of the clusters, or is always the same then.
  package func intervals(of statistics: [SumStatistic], over sums: ClusterSums) -> [ConfidenceInterval?] {
    let totals = sums.totals
    let figures = statistics.map { $0.value(totals) }
    guard sums.rows >= 2, resamples > 0 else { return figures.map { _ in nil } }
    let seed = seed
    let resampled = values(of: statistics, resamples) { number in
      var generator = SplitMix64(seed: seed, stream: UInt64(number))
      var drawn = [UInt32](repeating: 0, count: sums.rows)
      generator.fill(&drawn, below: UInt32(drawn.count))
      return sums.totals(of: drawn)
    }
    let jackknifed = values(of: statistics, sums.rows) { sums.totals(without: $0, of: totals) }
    return figures.indices.map { place in
      guard let figure = figures[place] else { return nil }
      let values = SortedSample(resampled.lazy.map { $0[place] })
      guard Double(resamples - values.count) <= (1 - level) * Double(resamples) else { return nil }
      guard values.first != values.last || values.first != figure else { return .point(figure) }
      return bca(values, figure, acceleration(jackknifed.map { $0[place] })) ?? percentiles(values)
    }
  }

  /// The statistics of a number of totals, each by its number; NaN for one that is not defined.
  private func values(
    of statistics: [SumStatistic], _ count: Int, _ totals: @escaping @Sendable (Int) -> [Double]
  ) -> [[Double]] {
    let values: @Sendable (Int) -> [Double] = { number in
      let totals = totals(number)
      return statistics.map { $0.value(totals) ?? .nan }
    }
    // A system that gives no more threads is no reason to fail.
    if jobs > 1, let all = try? Parallel.map(count, jobs: jobs, piece: 64, values) { return all }
    return (0..<count).map(values)
  }

  /// A sixth of the skewness of the figure without each of the clusters; nil when one of them is not defined, or all are equal.
  private func acceleration(_ values: [Double]) -> Double? {
    let mean = values.reduce(0, +) / Double(values.count)
    // In relation to the largest, so that no power of a small or large number is lost.
    let largest = values.reduce(0) { max($0, abs(mean - $1)) }
    guard largest > 0, values.allSatisfy(Measurement.isValid) else { return nil }
    var (squares, cubes) = (0.0, 0.0)
    for value in values {
      let deviation = (mean - value) / largest
      squares += deviation * deviation
      cubes += deviation * deviation * deviation
    }
    return cubes / (6 * squares * squares.squareRoot())
  }

  private func bca(_ values: SortedSample, _ figure: Double, _ acceleration: Double?) -> ConfidenceInterval? {
    guard let acceleration else { return nil }
    // Resamples that equal the figure count half on each side.
    let below = Bisection.first(in: 0..<values.count) { values[$0] >= figure }
    let notAbove = Bisection.first(in: 0..<values.count) { values[$0] > figure }
    let rank = Double(below + notAbove) / Double(2 * values.count)
    guard rank > 0, rank < 1 else { return nil }
    let bias = NormalDistribution.quantile(rank)
    let reach = NormalDistribution.critical(level: level)
    func bound(_ z: Double) -> Double? {
      let divisor = 1 - acceleration * (bias + z)
      return divisor > 0 ? values.percentile(NormalDistribution.cdf(bias + (bias + z) / divisor)) : nil
    }
    guard let lower = bound(-reach), let upper = bound(reach) else { return nil }
    return ConfidenceInterval(lower: lower, upper: upper, method: .bca)
  }

  private func percentiles(_ values: SortedSample) -> ConfidenceInterval {
    let tail = (1 - level) / 2
    return ConfidenceInterval(lower: values.percentile(tail), upper: values.percentile(1 - tail), method: .percentile)
  }
}
