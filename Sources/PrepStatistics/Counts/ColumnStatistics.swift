package import PrepCore

/// What is in a column, or in several columns that count as one.
public struct ColumnStatistics: Sendable {
  /// The smallest and the largest value of a column that holds only numbers, or only dates.
  public struct Range: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case numbers, dates }
    public var kind: Kind
    /// As the input wrote them.
    public var first: String
    public var last: String
  }

  /// The column's name, or the names joined by ` + `.
  public let name: String
  public private(set) var values = ValueCounts()
  /// The number of examples whose cell is empty.
  public private(set) var empty = 0
  /// The number of examples whose row has the column at all.
  public private(set) var present = 0
  private var numbers = Extremes<Double>()
  private var dates = Extremes<String>()
  private var occurrences = 0

  package init(name: String, reserving named: [String] = []) {
    self.name = name
    for value in named { values.reserve(value) }
  }

  /// - Parameter cell: the values of an example; nil when its row has no such column.
  package mutating func add(_ cell: [String]?, split: Split, images: Int) {
    guard let cell else { return }
    present += 1
    if cell.isEmpty { empty += 1 }
    for value in cell {
      occurrences += 1
      values.add(value, split: split, images: images)
      if let number = Double(value), number.isFinite { numbers.add(number, as: value) }
      if Self.isDate(value) { dates.add(value, as: value) }
    }
  }

  public var range: Range? {
    guard occurrences > 0 else { return nil }
    for (extremes, kind) in [(numbers.texts, Range.Kind.numbers), (dates.texts, .dates)] where extremes.count == occurrences {
      return Range(kind: kind, first: extremes.first, last: extremes.last)
    }
    return nil
  }

  /// Whether a text begins like a date of ISO 8601. The alphabetical order of such texts is their order in time.
  private static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(11))
    guard bytes.count >= 10, bytes.count == 10 || bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else {
      return false
    }
    return bytes.prefix(10).enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
    }
  }
}

/// The least and the greatest value, with their texts.
private struct Extremes<Key: Comparable & Sendable>: Sendable {
  private var least: (key: Key, text: String)?
  private var greatest: (key: Key, text: String)?
  private var count = 0

  var texts: (count: Int, first: String, last: String) { (count, least?.text ?? "", greatest?.text ?? "") }

  mutating func add(_ key: Key, as text: String) {
    count += 1
    if least.map({ key < $0.key }) ?? true { least = (key, text) }
    if greatest.map({ key > $0.key }) ?? true { greatest = (key, text) }
  }
}
