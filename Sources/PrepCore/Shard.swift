/// The share of one machine among many: `3/8` is number 3 of eight machines, numbered from 0.
public struct Shard: Sendable, Hashable {
  /// From 0.
  public let index: Int
  /// How many machines there are.
  public let count: Int

  /// All of the work, on one machine.
  public static let whole = Shard(only: 1)

  /// A larger number of machines is considered a mistake.
  package static let maxCount = 1_000_000

  private init(only count: Int) { (index, self.count) = (0, count) }

  /// Nil unless 0 ≤ index < count ≤ ``maxCount``.
  public init?(index: Int, count: Int) {
    guard index >= 0, index < count, count <= Self.maxCount else { return nil }
    self.index = index
    self.count = count
  }

  /// Parses `i/n`; nil for anything else.
  public init?(parsing text: some StringProtocol) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false)
    guard numbers.count == 2, let index = Self.number(numbers[0]), let count = Self.number(numbers[1]) else { return nil }
    self.init(index: index, count: count)
  }

  /// A number in plain digits, without a sign.
  static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  /// True when there is only one machine.
  public var isWhole: Bool { count == 1 }
}

extension Shard: CustomStringConvertible {
  /// For people: `3 of 8`.
  public var description: String { "\(index) of \(count)" }
}
