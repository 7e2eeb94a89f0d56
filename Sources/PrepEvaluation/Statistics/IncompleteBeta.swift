import Glibc

/// The regularised incomplete beta function, on which the binomial distribution and Student's stand.
enum IncompleteBeta {
  /// I_x(a, b), for `a` and `b` above 0, up to about 10 million each.
  ///
  /// The continued fraction of Numerical Recipes (3rd edition, 6.4) by Lentz's method. What stands before the fraction comes from
  /// ``BinomialDensity``: the difference of three large logarithms of the gamma function would lose half of the digits.
  ///
  /// - Parameters:
  ///   - x: from 0 to 1.
  ///   - y: 1 - x, which callers often know more exactly than a subtraction gives it.
  static func regularized(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
    guard x > 0 else { return 0 }
    guard y > 0 else { return 1 }
    let front = BinomialDensity.value(a, b, x, y) * a * b / (a + b)
    // The fraction converges fast on this side of the mean. On the other side the function is 1 less its mirror.
    return x < (a + 1) / (a + b + 2) ? front / a * fraction(a, b, x) : 1 - front / b * fraction(b, a, y)
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    // Takes the place of a zero that would be divided by.
    let tiny = 1e-300
    func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = d
    // About the square root of the larger parameter steps are needed.
    for step in 1...1_000_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }
}
