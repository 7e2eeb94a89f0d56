package import PrepCore
package import PrepEvaluation
import PrepYAML

/// A recipe that was read from YAML, with the line of each key.
package struct RecipeDocument: Sendable {
  package let recipe: Recipe
  /// How answers are judged; nil when the recipe does not say it. It is no part of the recipe itself, since changing it prepares nothing
  /// again.
  package let evaluation: EvaluationRules?
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
    let reader = RecipeReader(notes: notes, folder: folder, providers: providers)
    let read = root.flatMap { reader.read($0) }
    guard let (recipe, evaluation) = read, notes.problems.isEmpty else {
      throw RecipeError(recipe: name, problems: notes.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    self.recipe = recipe
    self.evaluation = evaluation
    lines = notes.lines
  }
}

/// Rules for judging answers that were read from a YAML file of their own: what a recipe has in its section `evaluation`.
package enum EvaluationDocument {
  /// - Parameters:
  ///   - yaml: the text: the key `evaluation` alone, or a whole recipe, of which everything else is passed over.
  ///   - name: the file as the user named it, for messages.
  /// - Throws: all mistakes at once, each with its line and remedy.
  package static func rules(yaml: String, name: String) throws(RecipeError) -> EvaluationRules {
    let notes = ReadingNotes(subject: "the file")
    let root = YAMLTree.compose(yaml, notes, ifEmpty: "write the key evaluation, and under it what counts")
    var rules: EvaluationRules?
    if let root, var top = SectionReader(root, path: "", notes: notes) {
      if top.holds("evaluation") {
        rules = top.section("evaluation").map { EvaluationReader(notes: notes).read($0) }
      } else {
        notes.add("evaluation is missing", remedy: "write the key evaluation, and under it what counts", line: 1)
      }
    }
    guard let rules, notes.problems.isEmpty else {
      throw RecipeError(recipe: name, problems: notes.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    return rules
  }
}
