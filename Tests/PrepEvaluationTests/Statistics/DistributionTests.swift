import PrepEvaluation
import Testing

/// Whether two numbers agree, relative to the size of the second.
func agree(_ value: Double, _ expected: Double, within tolerance: Double = 1e-9) -> Bool {
  abs(value - expected) <= tolerance * abs(expected)
}

@Suite("Distributions")
struct DistributionTests {
  // Python: [(z, stats.norm.cdf(z)) for z in (-8, -1.96, 0, 0.5, 3)]
  @Test(
    "The normal distribution is scipy's",
    arguments: [
      (-8, 6.22096057427174e-16), (-1.96, 0.024997895148220435), (0, 0.5), (0.5, 0.6914624612740131), (3, 0.9986501019683699),
    ])
  func normal(z: Double, probability: Double) {
    #expect(agree(NormalDistribution.cdf(z), probability, within: 1e-13))
  }

  // Python: [(p, stats.norm.ppf(p)) for p in (1e-9, 0.025, 0.3, 0.975, 0.9999)]
  @Test(
    "Normal quantiles are scipy's",
    arguments: [
      (1e-9, -5.9978070150076865), (0.025, -1.9599639845400545), (0.3, -0.5244005127080409), (0.975, 1.959963984540054),
      (0.9999, 3.719016485455709),
    ])
  func normalQuantile(probability: Double, z: Double) {
    #expect(agree(NormalDistribution.quantile(probability), z, within: 1e-12))
  }

  @Test("Quantiles of the middle are zero, and those of 0 and 1 are finite")
  func edges() {
    #expect(abs(NormalDistribution.quantile(0.5)) < 1e-15)
    #expect(StudentDistribution(degreesOfFreedom: 3).quantile(0.5) == 0)
    #expect(NormalDistribution.quantile(0) < -38)
    #expect(NormalDistribution.quantile(1) > 38)
    #expect(StudentDistribution(degreesOfFreedom: 1).quantile(1).isFinite)
  }

  // Python: [(t, df, stats.t.cdf(t, df)) for t, df in ((-12.7, 1), (2.5, 2), (-2, 7.5), (1.96, 8190))]
  @Test(
    "Student's distribution is scipy's",
    arguments: [
      (-12.7, 1, 0.025012163844672083), (2.5, 2, 0.9351941398892446), (-2, 7.5, 0.041448497649083156),
      (1.96, 8190, 0.9749851755659228),
    ])
  func student(t: Double, degrees: Double, probability: Double) {
    #expect(agree(StudentDistribution(degreesOfFreedom: degrees).cdf(t), probability, within: 1e-12))
  }

  // Python: [(p, df, stats.t.ppf(p, df)) for p, df in ((0.975, 1), (0.025, 3), (0.995, 19), (0.975, 8190))]
  @Test(
    "Student's quantiles are scipy's",
    arguments: [
      (0.975, 1, 12.706204736174694), (0.025, 3, -3.1824463052837086), (0.995, 19, 2.8609346064649794),
      (0.975, 8190, 1.9602536812306315),
    ])
  func studentQuantile(probability: Double, degrees: Double, t: Double) {
    #expect(agree(StudentDistribution(degreesOfFreedom: degrees).quantile(probability), t, within: 1e-12))
  }

  // Python: [(k, n, p, stats.binom.pmf(k, n, p), stats.binom.cdf(k, n, p), stats.binom.sf(k, n, p)) for k, n, p in ...]
  @Test(
    "The binomial distribution is scipy's, up to millions of trials",
    arguments: [
      (0, 5, 0.3, 0.16807000000000002, 0.16807000000000002, 0.83193), (3, 10, 0.5, 0.1171875, 0.171875, 0.828125),
      (10, 10, 0.9, 0.3486784401000001, 1, 0), (99, 100, 0.99, 0.36972963764972655, 0.6339676587267709, 0.36603234127322914),
      (4_900_000, 9_800_500, 0.5, 0.00025163830237370815, 0.4366785886655015, 0.5633214113344984),
    ])
  func binomial(successes: Int, trials: Int, probability: Double, pmf: Double, cdf: Double, survival: Double) {
    let distribution = BinomialDistribution(trials: trials, probability: probability)
    #expect(agree(distribution.pmf(successes), pmf, within: 1e-11))
    #expect(agree(distribution.cdf(successes), cdf, within: 1e-11))
    #expect(agree(distribution.survival(successes), survival, within: 1e-11))
  }

  @Test("Outside the possible numbers of successes nothing is probable, and certainty is certain")
  func impossible() {
    for probability in [0, 0.4, 1] {
      let distribution = BinomialDistribution(trials: 3, probability: probability)
      #expect(distribution.pmf(-1) == 0 && distribution.pmf(4) == 0)
      #expect(distribution.cdf(-1) == 0 && distribution.cdf(3) == 1)
      #expect(distribution.survival(-1) == 1 && distribution.survival(3) == 0)
      #expect(agree((0...3).reduce(0) { $0 + distribution.pmf($1) }, 1, within: 1e-14))
    }
    #expect(BinomialDistribution(trials: 0, probability: 0.5).pmf(0) == 1)
    #expect(BinomialDistribution(trials: 0, probability: 0.5).cdf(0) == 1)
    #expect(BinomialDistribution(trials: 3, probability: 1).cdf(2) == 0)
    #expect(BinomialDistribution(trials: 3, probability: 0).survival(0) == 0)
  }
}
