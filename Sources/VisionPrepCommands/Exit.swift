import ArgumentParser
import VisionPrep

/// The program's exit codes.
enum Exit {
  static let runFailed = ExitCode(1)
  static let itemsFailed = ExitCode(3)
  static let checkFailed = ExitCode(4)
  static let usage = ExitCode(64)
  static let interrupted = ExitCode(75)

  /// Prints what ended a run, and gives the code for it.
  static func failed(_ error: RunError, recipe: RecipeFile?) -> ExitCode {
    let place = recipe.map { file in file.line(of: error).map { "\(file.path):\($0): " } ?? "" } ?? ""
    Terminal.error("\(place)\(error)")
    return error.kind == .recipe || error.kind == .usage ? usage : runFailed
  }

  /// Prints what is wrong with a recipe, a line a problem.
  static func failed(_ error: RecipeError) -> ExitCode {
    Terminal.error("the recipe has \(counted(error.problems.count, "problem"))")
    Terminal.note(error.description)
    return usage
  }
}
