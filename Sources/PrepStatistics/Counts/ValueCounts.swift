public import PrepCore

/// How often each value of a column occurs, in bounded memory: beyond a number of distinct values, further ones are only noted.
/// The counts that are kept are exact.
public struct ValueCounts: Sendable {
  public struct Count: Sendable, Hashable {
    public var value: String
    /// Examples with the value.
    public var examples = SplitCounts()
    /// The number of their images.
    public var images = SplitCounts()
  }

  /// In the order in which the values were first added.
  public private(set) var counts: [Count] = []
  /// The number of occurrences of values for which there was no room.
  public private(set) var uncounted = 0
  private var places: [ExactText: Int] = [:]
  private var bytes = 0

  /// The most distinct values that are counted, and the most bytes of their texts, whichever is reached first.
  package static let mostValues = 100_000
  package static let mostBytes = 16_000_000

  package init() {}

  /// Whether there are more distinct values than ``counts`` has.
  public var isCapped: Bool { uncounted > 0 }

  /// The count of a value; zero for a value that did not occur.
  public func count(of value: String) -> Count {
    places[ExactText(value)].map { counts[$0] } ?? Count(value: value)
  }

  /// Makes room for a value before any is added.
  package mutating func reserve(_ value: String) { _ = place(of: value) }

  package mutating func add(_ value: String, split: Split, images: Int) {
    guard let place = place(of: value) else {
      uncounted += 1
      return
    }
    counts[place].examples[split] += 1
    counts[place].images[split] += images
  }

  private mutating func place(of value: String) -> Int? {
    let key = ExactText(value)
    if let place = places[key] { return place }
    guard counts.count < Self.mostValues, bytes + value.utf8.count <= Self.mostBytes else { return nil }
    bytes += value.utf8.count
    places[key] = counts.count
    counts.append(Count(value: value))
    return counts.count - 1
  }

  /// The number of values that occur, in all examples or in one split.
  public func distinct(in split: Split? = nil) -> Int {
    counts.reduce(0) { $0 + ($1.examples.count(in: split) > 0 ? 1 : 0) }
  }

  /// The values that occur, the most frequent first, equally frequent ones in the order of their bytes.
  public func ranked() -> [Count] {
    counts.filter { $0.examples.total > 0 }.sorted {
      $0.examples.total != $1.examples.total
        ? $0.examples.total > $1.examples.total : $0.value.utf8.lexicographicallyPrecedes($1.value.utf8)
    }
  }
}
