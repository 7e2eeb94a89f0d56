import PrepCore
import PrepStatistics
import TestSupport
import Testing

@testable import PrepReport

@Suite("Histograms")
struct HistogramTests {
  private func one(_ split: Split = .train) -> SplitCounts {
    var counts = SplitCounts()
    counts[split] = 1
    return counts
  }

  @Test("Each value is in one class, which holds it; classes are equally wide and follow each other", arguments: 1...60)
  func classes(seed: Int) {
    var numbers = Seeded(UInt64(seed))
    let scale = [0.001, 1, 1000, 1e9][seed % 4]
    let isWhole = seed % 3 == 0
    let values = (0..<Int.random(in: 20...200, using: &numbers)).map { _ in
      let value = Double.random(in: -scale...scale, using: &numbers)
      return isWhole ? value.rounded() : value
    }
    let histogram = Histogram(values.map { ($0, one()) })
    guard Set(values).count > 8 else { return }
    #expect((6...15).contains(histogram.classes.count) || isWhole)
    for (entry, next) in zip(histogram.classes, histogram.classes.dropFirst()) { #expect(entry.to == next.from) }
    for entry in histogram.classes {
      let inside = values.count { $0 >= entry.from && $0 < entry.to }
      #expect(entry.counts.total == inside, "\(entry)")
    }
    #expect(histogram.classes.reduce(0) { $0 + $1.counts.total } == values.count)
  }

  @Test("Few whole numbers are listed themselves")
  func few() {
    let histogram = Histogram([(3000, one(.test)), (7, one())])
    #expect(histogram.classes.map { histogram.words(for: $0) } == ["7", "3,000"])
    #expect(histogram.classes.map { $0.counts[.test] } == [0, 1])
  }

  @Test("Bounds are round, and named by what they hold")
  func words() {
    let whole = Histogram((0..<100).map { (Double($0), one()) })
    #expect(whole.classes.map { whole.words(for: $0) }.first == "0 to 9")
    let parts = Histogram((0..<100).map { (Double($0) / 100, one()) })
    #expect(parts.classes.map { parts.words(for: $0) }.prefix(2) == ["0 to 0.1", "0.1 to 0.2"])
    #expect(Histogram([(Double.infinity, one())]).bars("") == nil)
    #expect(Histogram([(0.5, one()), (0.5, one())]).bars("") == nil)
  }
}
