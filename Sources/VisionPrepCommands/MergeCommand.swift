import ArgumentParser
import VisionPrep

/// Puts the parts of several machines together.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the parts of several machines together into the files that one machine would have written.",
    discussion: """
      The parts are the output folders of prepare --shard, in any order. All must be \
      there, each once, finished, and of the same recipe, input and versions. Every \
      record is compared with its digest. The output is byte for byte that of one \
      machine, and prepare can go on in it. A merge that was stopped goes on when the \
      same command is given again; on a finished folder it has nothing to do.

      Examples:
        visionprep prepare watches.yaml --output part-0 --shard 0/3   (on machine 0)
        visionprep prepare watches.yaml --output part-1 --shard 1/3   (on machine 1)
        visionprep prepare watches.yaml --output part-2 --shard 2/3   (on machine 2)
        visionprep merge part-0 part-1 part-2 --output out
      """)

  @Argument(help: ArgumentHelp("The output folders of all parts.", valueName: "dir"), completion: .directory)
  var parts: [String]

  @OptionGroup var output: OutputFolderOption

  @Flag(help: "Remove what earlier runs wrote into the output folder, and begin again.")
  var fresh = false

  @OptionGroup var summary: SummaryOptions

  func run() async throws {
    var options = DatasetMerge.Options()
    options.fresh = fresh
    let merge = DatasetMerge(parts, output: output.path, options: options)
    let merged = try await RunDisplay.show(quiet: summary.isQuiet, stopping: RunDisplay.finishing) { (show) throws(RunError) in
      try await merge.run(progress: show)
    }
    try summary.end(merged, output: output.path)
  }
}
