import PrepEvaluation
import Testing

@Suite("Percentiles")
struct SortedSampleTests {
  static let sample = SortedSample([3, 1, 4, 1, 5, 9, 2, 6, 5, 3])

  // Python: [numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], q) for q in (0, 50, 95, 99, 100)]
  @Test("Percentiles are numpy's", arguments: [(0, 1), (0.5, 3.5), (0.95, 7.649999999999997), (0.99, 8.73), (1, 9)])
  func percentiles(share: Double, value: Double) {
    #expect(Self.sample.percentile(share) == value)
  }

  @Test("No number has no percentile, one number is all of them")
  func few() {
    #expect(SortedSample([]).percentile(0.5) == nil)
    #expect(SortedSample([]).interval(0.5) == nil)
    #expect(SortedSample([7]).percentile(0.99) == 7)
    #expect(SortedSample([7]).interval(0.5) == ConfidenceInterval(lower: nil, upper: nil, method: .order))
  }

  @Test("What is no measured number is left out")
  func invalid() {
    let sample = SortedSample([2, .nan, .infinity, 1, -.infinity, 1e200])
    #expect(sample.count == 2 && sample.first == 1 && sample.last == 2)
  }

  // Python: [stats.quantile_test(numpy.arange(1.0, n + 1), p=q).confidence_interval() for ...]
  @Test(
    "The interval of a percentile is scipy's, and a bound is missing where there are too few numbers",
    arguments: [
      (5, 0.5, nil, nil), (6, 0.5, 1, 6), (71, 0.95, 63, nil), (72, 0.95, 64, 72), (367, 0.99, 359, nil), (368, 0.99, 360, 368),
      (1000, 0.5, 469, 532), (1000, 0.95, 936, 964), (1000, 0.99, 983, 997),
    ] as [(Int, Double, Double?, Double?)])
  func intervals(count: Int, share: Double, lower: Double?, upper: Double?) {
    let interval = SortedSample((1...count).map(Double.init)).interval(share)
    #expect(interval == ConfidenceInterval(lower: lower, upper: upper, method: .order))
  }

  @Test("Numbers that are counted are those that are listed")
  func counted() {
    let counted = SortedSample(counts: [5: 2, 3: 2, 1: 2, 9: 1, 2: 1, 6: 1, 4: 1, .nan: 3, 1e200: 4, 7: 0])
    #expect(counted == Self.sample)
    #expect((0..<counted.count).map { counted[$0] } == [1, 1, 2, 3, 3, 4, 5, 5, 6, 9])
    #expect(SortedSample(counts: [:]) == SortedSample([]))
  }

  @Test("The interval of equal numbers is the number")
  func constant() {
    #expect(agree(SortedSample(repeatElement(3, count: 10)).interval(0.5), 3, 3, within: 0))
  }

  @Test("Percentiles are compared by difference and ratio, and a bound is missing where one of them has none")
  func comparison() throws {
    let (slow, fast) = (SortedSample((1...50).map { Double(2 * $0) }), SortedSample((1...50).map(Double.init)))
    let ratio = try #require(PercentileComparison.ratio(slow, to: fast, share: 0.5))
    #expect(agree(ratio.value, 2, within: 1e-14))
    #expect(try #require(ratio.interval.lower) < 1.5 && #require(ratio.interval.upper) > 2.5)
    let same = try #require(PercentileComparison.ratio(fast, to: fast, share: 0.5))
    #expect(agree(try #require(same.interval.lower) * #require(same.interval.upper), 1, within: 1e-12))
    // The median is 25.5, with the bounds 18 and 33: both are 7.5 away.
    let difference = try #require(PercentileComparison.difference(fast, from: fast, share: 0.5))
    #expect(difference.value == 0)
    #expect(agree(difference.interval, -7.5 * 2.0.squareRoot(), 7.5 * 2.0.squareRoot(), within: 1e-12))
    let tail = try #require(PercentileComparison.ratio(slow, to: fast, share: 0.95))
    #expect(tail.interval.lower == nil && tail.interval.upper == nil)
    #expect(PercentileComparison.ratio(slow, to: SortedSample([]), share: 0.5) == nil)
    #expect(PercentileComparison.ratio(slow, to: SortedSample([0, 1]), share: 0.5) == nil)
    #expect(PercentileComparison.difference(SortedSample([]), from: fast, share: 0.5) == nil)
  }
}
