import PrepJSON
import PrepTables

/// Finds the answer columns of a text table in which every row holds a number, or every row holds true or false. A column of
/// mixed values stays text in all rows, so that all answers have the same types: `116610` beside `116610LN` is a string.
struct AnswerTypes {
  private enum Kind { case number, flag, text }

  private var kinds: [String: Kind] = [:]
  private(set) var stringColumns: Set<String> = []
  private let columns: [String]

  init(columns: [String]) { self.columns = columns }

  mutating func look(at row: Row) {
    for column in columns where !stringColumns.contains(column) {
      // Only cells of text tables have types that are inferred from their text.
      guard case .string? = row.value(column) else { continue }
      let kind: Kind =
        switch row.typed(column) {
        case .number?: .number
        case .bool?: .flag
        default: .text
        }
      if let before = kinds[column], before != kind { stringColumns.insert(column) }
      if kind == .text { stringColumns.insert(column) }
      kinds[column] = kind
    }
  }
}
