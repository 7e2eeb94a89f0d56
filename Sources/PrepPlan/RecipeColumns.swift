import PrepCore

/// The columns that a recipe uses, each with the recipe key that names it.
struct RecipeColumns {
  /// Each column once, in a fixed order.
  let all: [(column: String, key: String)]

  init(_ recipe: Recipe, variant: Recipe.Prompt.Variant) {
    var all: [(column: String, key: String)] = []
    func add(_ column: String?, _ key: String) {
      if let column, !all.contains(where: { $0.column == column }) { all.append((column, key)) }
    }
    switch recipe.source {
    case .table(_, let id, let images), .sqlite(_, _, let id, let images):
      add(id, "source.id")
      for column in images { add(column, "source.images") }
    case .documents(_, let labels, let id, let password):
      if labels != nil { add(id, "source.id") }
      add(password, "source.password")
    }
    for condition in recipe.conditions { add(condition.column, "source.where") }
    for column in recipe.prompt.system?.template(for: variant).columns ?? [] { add(column, "prompt.system") }
    for column in recipe.prompt.user.template(for: variant).columns { add(column, "prompt.user") }
    switch recipe.answer {
    case .json(let columns): for column in columns { add(column, "answer.json") }
    case .text(let template): for column in template.columns { add(column, "answer.text") }
    }
    add(recipe.split.stratify, "split.stratify")
    add(recipe.split.group, "split.group")
    add(recipe.split.column, "split.column")
    self.all = all
  }

  /// - Throws: when the table lacks a column; the error names the first one and its recipe key.
  func check(against columns: [String]) throws(RunError) {
    for (column, key) in all where !columns.contains(column) {
      throw Self.unknown(column, key: key, columns: columns)
    }
  }

  static func unknown(_ column: String, key: String, columns: [String]) -> RunError {
    let listed = columns.prefix(30).map(\.excerpt).joined(separator: ", ") + (columns.count > 30 ? ", ..." : "")
    return RunError(
      .unknownColumn, "\(key) names the column \"\(column)\", which the input does not have",
      remedy: listed.isEmpty ? "the input has no columns" : "its columns are \(listed)", key: key)
  }
}
