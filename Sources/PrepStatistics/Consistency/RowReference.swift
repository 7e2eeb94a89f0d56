public import PrepCore

/// A row of the input, as findings name it.
public struct RowReference: Sendable, Hashable {
  public var id: String
  /// The 1-based line of the row in its table, or its number in the result of a query; 0 for a document without a row.
  public var line: Int
  public var split: Split

  package init(id: String, line: Int, split: Split) {
    self.id = id
    self.line = line
    self.split = split
  }
}

/// The rows of a finding, up to a number of them; all are counted.
public struct RowList: Sendable, Hashable {
  public private(set) var rows: [RowReference] = []
  /// The number of rows for which there was no room.
  public private(set) var leftOut = 0

  package static let mostRows = 1000

  package init() {}

  package mutating func add(_ row: RowReference) {
    if rows.count < Self.mostRows { rows.append(row) } else { leftOut += 1 }
  }
}
