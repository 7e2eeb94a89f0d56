import PrepCore
import PrepDigest
import PrepJSON
import PrepTables

/// Looks at all inputs as they pass: their digest, the types of their answers, and whether each column is there at all.
struct InputSurvey: ~Copyable {
  private(set) var types: AnswerTypes
  private let columns: RecipeColumns
  private var hasher = SHA256Hasher()
  /// Columns that no row had so far; tables without a header show their columns only row by row.
  private var unseen: Set<String>
  private var seenKeys: [String] = []

  init(_ recipe: Recipe, columns: RecipeColumns) {
    self.columns = columns
    if case .json(let names) = recipe.answer { types = AnswerTypes(columns: names) } else { types = AnswerTypes(columns: []) }
    unseen = Set(columns.all.map(\.column))
    if case .documents = recipe.source { unseen.remove(ItemComposer.fileColumn) }
  }

  mutating func look(at input: Input) {
    switch input.kind {
    // Failures of rows name their lines.
    case .row: hasher.update(field: "row \(input.line)")
    case .document(let path, let page): hasher.update(field: "document \(path) \(page ?? -1)")
    case .missingDocument(let name): hasher.update(field: "missing \(name)")
    case .fault(let message): hasher.update(field: "fault \(message)")
    }
    guard let row = input.row else { return }
    for (column, _) in columns.all {
      let value = row.value(column)
      // The mark in front keeps an empty cell, an empty text and a missing column apart.
      let mark =
        switch value {
        case nil: "none"
        case .null?: "null"
        case .string(let text)?: "=\(text)"
        case let value?: "json \(value.compactJSON)"
        }
      hasher.update(field: mark)
      if value != nil, !unseen.isEmpty { unseen.remove(column) }
    }
    if !unseen.isEmpty { seenKeys = row.columns }
    types.look(at: row)
  }

  /// - Throws: a column that no row has, when there were rows.
  func finish() throws(RunError) {
    guard !seenKeys.isEmpty, let missing = columns.all.first(where: { unseen.contains($0.column) }) else { return }
    throw RecipeColumns.unknown(missing.column, key: missing.key, columns: seenKeys)
  }

  /// The digest of all that was looked at; ends the survey.
  var digest: SHA256Digest {
    mutating get { hasher.finish() }
  }
}
