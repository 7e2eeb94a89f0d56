/// Rows of cells below each other, two spaces between columns.
struct Columns {
  enum Alignment { case left, right }

  /// How each column is set: texts left, numbers right.
  var alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ alignments: [Alignment]) { self.alignments = alignments }

  /// - Parameter row: a cell a column.
  mutating func add(_ row: [String]) { rows.append(row.map(\.harmless)) }

  /// The rows, each column as wide as its widest cell; without spaces at the end of a row.
  var lines: [Line] {
    let widths = alignments.indices.map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        alignments[column] == .left ? row[column].padded(to: widths[column]) : row[column].padded(before: widths[column])
      }
      let text = cells.joined(separator: "  ")
      return Line(text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
    }
  }
}
