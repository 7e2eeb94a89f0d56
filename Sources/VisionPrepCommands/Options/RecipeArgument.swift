import ArgumentParser
import VisionPrep

/// The recipe that a verb works on.
struct RecipeArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The recipe.", valueName: "recipe.yaml"), completion: .recipe)
  var recipe: String

  /// Reads the recipe.
  func file() throws(RecipeError) -> RecipeFile { try RecipeFile(contentsOf: recipe) }
}
