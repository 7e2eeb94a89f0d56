import Glibc

/// The binomial probability of whole and broken numbers of successes, without loss of digits for large ones.
///
/// Loader, Fast and Accurate Computation of Binomial Probabilities (2000): Stirling's formula with its error, and deviances in a form
/// that does not cancel.
enum BinomialDensity {
  /// Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) · x^a · y^b.
  ///
  /// - Parameters:
  ///   - a: successes; above 0.
  ///   - b: failures; above 0.
  ///   - x: the probability of a success, above 0 and below 1.
  ///   - y: 1 - x.
  static func value(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let n = a + b
    let exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y)
    return exp(exponent) * (n / (2 * .pi * a * b)).squareRoot()
  }

  /// log Γ(n + 1) less Stirling's (n + 1/2) log n - n + log √(2π).
  private static func stirlingError(_ n: Double) -> Double {
    // Below 16 the series is not exact enough. The error of n follows from the error of n + 1.
    if n < 16 { return stirlingError(n + 1) + (n + 0.5) * log1p(1 / n) - 1 }
    let square = n * n
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) / n
  }

  /// x log(x / mean) + mean - x.
  private static func deviance(_ x: Double, _ mean: Double) -> Double {
    guard abs(x - mean) < 0.1 * (x + mean) else { return x * log(x / mean) + mean - x }
    let v = (x - mean) / (x + mean)
    var sum = (x - mean) * v
    var term = 2 * x * v
    for j in 1..<1000 {
      term *= v * v
      let next = sum + term / Double(2 * j + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }
}
