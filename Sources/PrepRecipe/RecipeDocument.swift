package import PrepCore
import Yams

/// A recipe read from YAML, with the lines on which its keys stand.
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
    let notes = ReadingNotes()
    let recipe = Self.compose(yaml, notes).flatMap { RecipeReader(notes: notes, folder: folder, providers: providers).read($0) }
    guard let recipe, notes.problems.isEmpty else {
      throw RecipeError(recipe: name, problems: notes.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    self.recipe = recipe
    lines = notes.lines
  }

  private static func compose(_ yaml: String, _ notes: ReadingNotes) -> Node? {
    do {
      if let node = try Yams.compose(yaml: yaml), node.null == nil { return node }
      notes.add("the recipe is empty", remedy: "write one with: visionprep init watches", line: 1)
    } catch let error as YamlError {
      let (message, line) = error.messageAndLine
      let remedy =
        if case .duplicatedKeysInMapping = error { "keep one of them" } else {
          "mend this line; texts with \": \" or \" #\" need quotes"
        }
      notes.add("not valid YAML: \(message)", remedy: remedy, line: line)
    } catch {
      notes.add("not valid YAML: \(error)", remedy: "mend it", line: nil)
    }
    return nil
  }
}

extension YamlError {
  /// The sentence and the 1-based line of an error of the YAML library.
  fileprivate var messageAndLine: (String, Int?) {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      (problem, mark.line)
    case .duplicatedKeysInMapping(let duplicates, let context):
      ("the key \(duplicates.map { "\"\($0)\"" }.joined(separator: ", ")) stands twice", context.mark.line)
    case .reader(let problem, _, _, _): (problem, nil)
    default: ("\(self)", nil)
    }
  }
}
