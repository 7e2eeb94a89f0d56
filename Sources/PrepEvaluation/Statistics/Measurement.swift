/// What counts as a measured number.
enum Measurement {
  /// No quantity that anybody measures is larger, and sums of millions of cubes of it still are numbers.
  static let largest = 1e100

  /// Whether sums may take the number: neither NaN, nor infinite, nor absurdly large.
  static func isValid(_ value: Double) -> Bool { abs(value) <= largest }
}
