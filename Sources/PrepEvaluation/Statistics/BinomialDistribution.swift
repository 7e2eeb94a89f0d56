import Glibc

/// The number of successes in independent trials. Exact to about 12 digits for up to 10 million trials.
package struct BinomialDistribution: Sendable, Hashable {
  /// At least 0.
  package let trials: Int
  /// The probability of a success, from 0 to 1.
  package let probability: Double

  package init(trials: Int, probability: Double) {
    self.trials = trials
    self.probability = probability
  }

  /// The probability of `successes` exactly.
  package func pmf(_ successes: Int) -> Double {
    guard 0...trials ~= successes else { return 0 }
    guard probability > 0 else { return successes == 0 ? 1 : 0 }
    guard probability < 1 else { return successes == trials ? 1 : 0 }
    if successes == 0 { return exp(Double(trials) * log1p(-probability)) }
    if successes == trials { return exp(Double(trials) * log(probability)) }
    return BinomialDensity.value(Double(successes), Double(trials - successes), probability, 1 - probability)
  }

  /// The probability of at most `successes`.
  package func cdf(_ successes: Int) -> Double {
    guard successes >= 0 else { return 0 }
    guard successes < trials else { return 1 }
    return IncompleteBeta.regularized(Double(trials - successes), Double(successes + 1), x: 1 - probability, y: probability)
  }

  /// The probability of more than `successes`.
  package func survival(_ successes: Int) -> Double {
    guard successes >= 0 else { return 1 }
    guard successes < trials else { return 0 }
    return IncompleteBeta.regularized(Double(successes + 1), Double(trials - successes), x: probability, y: 1 - probability)
  }
}
