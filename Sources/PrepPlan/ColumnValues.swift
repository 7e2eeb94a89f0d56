import PrepCore
import PrepJSON
import PrepTables

/// Reads the values of the counted columns from rows.
package struct ColumnValues {
  private let columns: [[String]]

  /// - Parameter names: column names; several names joined by ` + ` count as one column.
  package init(_ names: [String]) { columns = names.map { Recipe.ColumnGoals(name: $0).columns } }

  /// The values of each column. An empty cell has no values, and a list yields each distinct element once. Addresses appear
  /// without their credentials. A column that the row does not have is nil.
  package func values(of input: Input?) -> [[String]?] { columns.map { values(of: $0, input) } }

  private func values(of columns: [String], _ input: Input?) -> [String]? {
    if columns.count == 1 { return values(of: columns[0], input) }
    var parts: [String] = []
    for column in columns {
      guard let values = values(of: column, input) else { return nil }
      // A combination with an empty part has no value.
      if values.isEmpty { return [] }
      parts.append(values.joined(separator: ", "))
    }
    return [parts.joined(separator: Recipe.ColumnGoals.separator)]
  }

  private func values(of column: String, _ input: Input?) -> [String]? {
    if let value = input?.row?.value(column) {
      let elements = if case .array(let elements) = value { elements } else { [value] }
      var texts: [String] = []
      for text in elements.compactMap(\.text).map({ RedactedAddress($0).description })
      where !text.isEmpty && !texts.contains(text) {
        texts.append(text)
      }
      return texts
    }
    if column == ItemComposer.fileColumn, case .document(let path, _)? = input?.kind { return [DocumentList.fileName(path)] }
    return nil
  }
}
