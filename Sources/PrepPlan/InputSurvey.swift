import PrepCore
import PrepDigest
import PrepJSON
import PrepTables

/// Examines all inputs as they pass: their digest, the types of their answers, and whether each column exists at all.
struct InputSurvey: ~Copyable {
  private(set) var types: AnswerTypes
  private let columns: RecipeColumns
  private var hasher = SHA256Hasher()
  /// Columns that no row has had so far; tables without a header reveal their columns row by row.
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
    // Failures of rows name their lines, so the line is part of the digest.
    case .row: hasher.update(field: "row \(input.line)")
    case .document(let path, let page): hasher.update(field: "document \(path) \(page ?? -1)")
    case .missingDocument(let name): hasher.update(field: "missing \(name)")
    case .fault(let message): hasher.update(field: "fault \(message)")
    }
    guard let row = input.row else { return }
    for (column, _) in columns.all {
      let value = row.value(column)
      // The mark in front tells apart an empty cell, an empty text and a missing column.
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

  /// - Throws: when there were rows and no row has a column that the recipe uses.
  func finish() throws(RunError) {
    guard !seenKeys.isEmpty, let missing = columns.all.first(where: { unseen.contains($0.column) }) else { return }
    throw RecipeColumns.unknown(missing.column, key: missing.key, columns: seenKeys)
  }

  /// The digest of all inputs; ends the survey.
  var digest: SHA256Digest {
    mutating get { hasher.finish() }
  }
}
