/// The faults of a recipe: every mistake that was found, each with its line and the correct form.
public struct RecipeError: Error, Sendable, Hashable {
  public struct Problem: Sendable, Hashable {
    /// The 1-based line in the recipe's file; nil for a recipe built in code.
    public var line: Int?
    /// What was found.
    public var message: String
    /// What would be right.
    public var remedy: String

    package init(line: Int?, message: String, remedy: String) {
      self.line = line
      self.message = message
      self.remedy = remedy
    }
  }

  /// The recipe as the user named it.
  public var recipe: String
  public var problems: [Problem]

  package init(recipe: String, problems: [Problem]) {
    self.recipe = recipe
    self.problems = problems
  }
}

extension RecipeError: CustomStringConvertible {
  /// One line a problem: `watches.yaml:12: unknown key "min_sid" in image; did you mean min_side?`
  public var description: String {
    problems.map { problem in
      let place = problem.line.map { "\(recipe):\($0)" } ?? recipe
      return "\(place): \(problem.message); \(problem.remedy)"
    }.joined(separator: "\n")
  }
}
