import PrepEvaluation
import TestSupport
import Testing

@Suite("Tests of differences")
struct SignificanceTests {
  // Python: mcnemar([[0, b], [c, 0]], exact=True).pvalue
  //         2 * stats.binom.cdf(min(b, c), b + c, 0.5) - stats.binom.pmf(min(b, c), b + c, 0.5)
  @Test(
    "McNemar's test is statsmodels'",
    arguments: [
      (0, 5, 0.0625, 0.03125), (3, 12, 0.03515625, 0.02127075195312501), (10, 25, 0.016673847800120715, 0.011330984183587134),
      (40, 41, 1, 0.9121566075526047), (7, 7, 1, 1),
    ])
  func mcNemar(first: Int, second: Int, exact: Double, mid: Double) {
    #expect(agree(McNemarTest.exact(onlyBaseline: first, onlyCandidate: second), exact, within: 1e-12))
    #expect(agree(McNemarTest.exact(onlyBaseline: second, onlyCandidate: first), exact, within: 1e-12))
    #expect(agree(McNemarTest.midP(onlyBaseline: first, onlyCandidate: second), mid, within: 1e-12))
  }

  @Test("Without a discordant item nothing speaks for a difference")
  func concordant() {
    #expect(McNemarTest.exact(onlyBaseline: 0, onlyCandidate: 0) == 1)
    #expect(McNemarTest.midP(onlyBaseline: 0, onlyCandidate: 0) == 1)
    #expect(PermutationTest.pValue(differences: [0, 0, 0], seed: 1) == 1)
    #expect(PermutationTest.pValue(differences: [], seed: 1) == nil)
    #expect(PermutationTest.pValue(differences: [1], seed: 1) == 1)
  }

  // Python: multipletests(p, method="holm")[1]
  @Test("Holm's adjustment is statsmodels'")
  func holm() {
    #expect(HolmAdjustment.adjusted([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02])
    #expect(zip(HolmAdjustment.adjusted([0.2, 0.9, 0.5]), [0.6, 1, 1]).allSatisfy { agree($0, $1, within: 1e-15) })
    #expect(HolmAdjustment.adjusted([]) == [])
    #expect(HolmAdjustment.adjusted([0.04]) == [0.04])
  }

  // Python: stats.permutation_test((d,), lambda v: numpy.mean(v), permutation_type="samples", n_resamples=numpy.inf).pvalue
  @Test("For few clusters all choices of signs are tried, as scipy does")
  func exact() {
    #expect(PermutationTest.pValue(differences: [2, -1, 3, 0.5, -0.5, 4], seed: 1) == 0.21875)
    // Right or wrong alone: McNemar's exact test.
    #expect(PermutationTest.pValue(differences: [1, 1, 1, 1, 1, -1, 0, 0], seed: 1) == 14.0 / 64)
  }

  @Test("For many clusters the drawn value agrees with the exact one, whatever the seed")
  func drawn() {
    let differences = (0..<1035).map { $0 < 25 ? 1.0 : $0 < 35 ? -1 : 0 }
    let exact = McNemarTest.exact(onlyBaseline: 10, onlyCandidate: 25)
    for seed in UInt64(1)...5 {
      let drawn = PermutationTest.pValue(differences: differences, seed: seed)
      #expect(abs((drawn ?? 0) - exact) < 5 * (exact / 10_000).squareRoot())
    }
    var random = Seeded(4)
    let many = (0..<500).map { _ in Double.random(in: -1...1.2, using: &random) }
    #expect(PermutationTest.pValue(differences: many, seed: 3) == PermutationTest.pValue(differences: many.reversed(), seed: 3))
    #expect(PermutationTest.pValue(differences: many.map { $0 + 5 }, seed: 3) == 1.0 / 10_001)
  }
}
