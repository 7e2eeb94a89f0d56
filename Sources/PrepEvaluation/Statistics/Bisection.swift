/// Where a condition stops to hold.
enum Bisection {
  /// The last number at which `holds` is true, to the last bit or to 200 halvings.
  ///
  /// - Parameters:
  ///   - lower: where `holds` is taken to be true.
  ///   - upper: where it is taken to be false; above `lower`.
  ///   - holds: true up to some number between them, and false from there on.
  static func last(from lower: Double, to upper: Double, where holds: (Double) -> Bool) -> Double {
    var (lower, upper) = (lower, upper)
    for _ in 0..<200 {
      let middle = lower + (upper - lower) / 2
      guard middle > lower, middle < upper else { break }
      if holds(middle) { lower = middle } else { upper = middle }
    }
    return lower
  }

  /// The first whole number of a range for which `holds` is true; the end of the range when there is none.
  ///
  /// - Parameter holds: false up to some number, and true from there on.
  static func first(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if holds(middle) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
