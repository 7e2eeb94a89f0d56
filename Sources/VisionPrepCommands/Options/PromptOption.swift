import ArgumentParser
import VisionPrep

/// Which of a recipe's prompts is meant.
struct PromptOption: ParsableArguments {
  @Option(
    name: .customLong("prompt"),
    help: ArgumentHelp("Which prompt the records hold, for recipes with two: tuned or base.", valueName: "tuned|base"),
    completion: .choices(of: Recipe.Prompt.Variant.self),
    transform: choice)
  var variant = Recipe.Prompt.Variant.tuned
}
