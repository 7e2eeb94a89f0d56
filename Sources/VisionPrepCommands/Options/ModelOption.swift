import ArgumentParser
import VisionPrep

/// The model that a dataset is for.
struct ModelOption: ParsableArguments {
  @Option(
    name: .customLong("model"),
    help: ArgumentHelp("The model that is trained, and that tokens are counted for.", valueName: "name"))
  var name = Estimation.defaultModel
}
