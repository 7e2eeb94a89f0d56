package import PrepCore
import PrepYAML

/// A recipe that was read from YAML, with the line of each key.
package struct RecipeDocument: Sendable {
  package let recipe: Recipe
  /// The 1-based line of each key, by its path: `answer.json`.
  package let lines: [String: Int]

  /// Reads and validates a recipe as a whole.
  /// - Parameters:
  ///   - yaml: the recipe's text.
  ///   - name: the recipe as the user named it, for messages.
  ///   - folder: where the recipe's relative paths start.
  ///   - providers: the names of the known provider profiles.
  /// - Throws: all mistakes at once, each with its line and remedy.
  package init(yaml: String, name: String, folder: String, providers: [String]) throws(RecipeError) {
    let notes = ReadingNotes(subject: "the recipe")
    let root = YAMLTree.compose(yaml, notes, ifEmpty: "write one with: visionprep init watches")
    let recipe = root.flatMap { RecipeReader(notes: notes, folder: folder, providers: providers).read($0) }
    guard let recipe, notes.problems.isEmpty else {
      throw RecipeError(recipe: name, problems: notes.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    self.recipe = recipe
    lines = notes.lines
  }
}
