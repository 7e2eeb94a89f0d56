import ArgumentParser
import VisionPrep

/// What JSONL files are for.
struct SplitOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("What the files are for (default: by name, else train).", valueName: "train|validation|test"),
    completion: .choices(of: Split.self),
    transform: choice)
  var split: Split?
}
