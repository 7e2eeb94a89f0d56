import PrepCore
import PrepStatistics

/// Numbers in classes of equal width, whose bounds are round; few whole numbers are classes of their own.
struct Histogram {
  struct Class {
    /// The first value of it, and the first value of the next one.
    var from: Double
    var to: Double
    var counts = SplitCounts()
  }

  private(set) var classes: [Class] = []
  /// Whether all values are whole numbers; so are the bounds then.
  private let isWhole: Bool

  private static let fewest = 6
  /// Up to so many numbers are listed themselves.
  private static let mostListed = 8

  /// - Parameter values: different numbers with how often they occur.
  init(_ values: [(value: Double, counts: SplitCounts)]) {
    let values = values.filter { $0.value.magnitude < 1e15 && $0.counts.total > 0 }
    isWhole = values.allSatisfy { $0.value == $0.value.rounded() }
    if isWhole, values.count <= Self.mostListed {
      classes = values.sorted { $0.value < $1.value }.map { Class(from: $0.value, to: $0.value + 1, counts: $0.counts) }
      return
    }
    guard let least = values.map(\.value).min(), let greatest = values.map(\.value).max(), least < greatest else { return }
    let width = max(isWhole ? 1 : 0, Self.width(for: greatest - least))
    let first = (least / width).rounded(.down)
    let count = Int((greatest / width).rounded(.down) - first) + 1
    // The bounds are products, not sums, so that they are as exact as can be.
    classes = (0..<count).map { Class(from: (first + Double($0)) * width, to: (first + Double($0) + 1) * width) }
    for (value, counts) in values {
      let place = min(count - 1, max(0, Int((value / width).rounded(.down) - first)))
      for split in Split.allCases { classes[place].counts[split] += counts[split] }
    }
  }

  /// 1, 2 or 5 times a power of ten, such that there are at least ``fewest`` classes and not many more.
  private static func width(for range: Double) -> Double {
    var power = 1.0
    while power * 10 * Double(fewest) <= range { power *= 10 }
    while power * Double(fewest) > range { power /= 10 }
    return [5, 2, 1].map { $0 * power }.first { $0 * Double(fewest) <= range } ?? power
  }

  /// A class for people: `0 to 499` of whole numbers, `0.5 to 1` of others.
  func words(for entry: Class) -> String {
    guard isWhole else { return "\(Self.words(entry.from)) to \(Self.words(entry.to))" }
    let (first, last) = (Int(entry.from), Int(entry.to) - 1)
    return first == last ? grouped(first) : "\(grouped(first)) to \(grouped(last))"
  }

  /// At most six digits behind the point, and none that are zero at the end.
  private static func words(_ bound: Double) -> String {
    let rounded = (bound * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }

  /// A table with a bar a class, the splits in their colours; nil without classes.
  func bars(_ caption: String) -> HTML? {
    if classes.isEmpty { return nil }
    let most = classes.map(\.counts.total).max() ?? 0
    return ReportPage.bars(
      caption,
      classes.map { entry in
        ReportPage.bar(
          "\(words(for: entry))", Split.allCases.map { ($0.rawValue, entry.counts[$0]) }, of: most,
          "\(grouped(entry.counts.total))")
      })
  }
}
