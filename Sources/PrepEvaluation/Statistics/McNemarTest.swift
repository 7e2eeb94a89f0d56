/// Whether two models that answered the same items are equally often right.
///
/// Only the discordant items count, on which one of the models alone is right. Between models that are equally good each of them is
/// as likely to fall to one as to the other.
package enum McNemarTest {
  /// The two-sided exact p-value: twice the binomial probability of at most as many items for the model that has fewer, at most 1.
  /// 1 without discordant items.
  package static func exact(onlyBaseline: Int, onlyCandidate: Int) -> Double {
    let (fewer, distribution) = discordant(onlyBaseline, onlyCandidate)
    return min(1, 2 * distribution.cdf(fewer))
  }

  /// The mid-p value, which counts the observed split half: less conservative than the exact one, and rarely above its level
  /// (Fagerland, Lydersen and Laake 2013).
  package static func midP(onlyBaseline: Int, onlyCandidate: Int) -> Double {
    let (fewer, distribution) = discordant(onlyBaseline, onlyCandidate)
    return min(1, 2 * distribution.cdf(fewer) - distribution.pmf(fewer))
  }

  private static func discordant(_ first: Int, _ second: Int) -> (fewer: Int, BinomialDistribution) {
    (min(first, second), BinomialDistribution(trials: first + second, probability: 0.5))
  }
}
