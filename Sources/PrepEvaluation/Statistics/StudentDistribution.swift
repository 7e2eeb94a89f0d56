/// Student's t distribution. Exact to 12 digits up to 100,000 degrees of freedom, and to 10 up to 10 million.
package struct StudentDistribution: Sendable, Hashable {
  /// Above 0.
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// The probability of a value of at most `t`.
  package func cdf(_ t: Double) -> Double {
    let tail = upperTail(abs(t))
    return t > 0 ? 1 - tail : tail
  }

  /// The value that is not exceeded with `probability`, above 0 and below 1; by bisection of ``cdf(_:)``.
  package func quantile(_ probability: Double) -> Double {
    let tail = min(probability, 1 - probability)
    guard tail < 0.5 else { return 0 }
    var upper = 1.0
    while upper < 1e150, upperTail(upper) > tail { upper *= 2 }
    let t = Bisection.last(from: 0, to: upper) { upperTail($0) > tail }
    return probability < 0.5 ? -t : t
  }

  /// How many standard errors an interval of a confidence level reaches to each side.
  package func critical(level: Double) -> Double { -quantile((1 - level) / 2) }

  /// The probability of a value above `t`, which is at least 0.
  private func upperTail(_ t: Double) -> Double {
    let sum = degreesOfFreedom + t * t
    return IncompleteBeta.regularized(degreesOfFreedom / 2, 0.5, x: degreesOfFreedom / sum, y: t * t / sum) / 2
  }
}
