import Glibc

/// The standard normal distribution.
package enum NormalDistribution {
  /// The probability of a value of at most `z`.
  package static func cdf(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  /// The value that is not exceeded with `probability`, above 0 and below 1.
  ///
  /// Bisection of ``cdf(_:)``: it needs no table of coefficients, and is exact to the last digits of the error function. 0 and 1 give
  /// -39 and 39, beyond which the error function is zero.
  package static func quantile(_ probability: Double) -> Double {
    let tail = min(probability, 1 - probability)
    let z = Bisection.last(from: 0, to: 39) { cdf(-$0) > tail }
    return probability < 0.5 ? -z : z
  }

  /// How many standard errors an interval of a confidence level reaches to each side: 1.96 for 0.95.
  package static func critical(level: Double) -> Double { -quantile((1 - level) / 2) }
}
