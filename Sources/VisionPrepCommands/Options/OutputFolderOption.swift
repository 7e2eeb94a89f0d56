import ArgumentParser

/// The folder that a verb writes.
struct OutputFolderOption: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The output folder; created when needed.", valueName: "dir"),
    completion: .directory)
  var path: String
}
