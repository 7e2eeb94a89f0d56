import ArgumentParser
import VisionPrep

/// Whether a provider accepts a JSONL file.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what a provider would refuse, or silently skip, in a JSONL file.",
    discussion: """
      Reads any JSONL file, also one that visionprep did not write: structure, roles, \
      data URLs, and what the images really are. A folder that prepare wrote stands \
      for the files of its splits. Only training files need a number of examples. \
      Nothing is uploaded or downloaded.

      Providers: azure, bedrock, bedrock-nova, fireworks, gemini, openai, openai-batch, \
      together, or the path of a profile of your own (.yaml).

      Ends with exit code 4 when something is refused or skipped.

      Examples:
        visionprep check train.jsonl
        visionprep check out --provider azure --provider together
        visionprep check train.jsonl --json > findings.jsonl
      """)

  @Argument(
    help: ArgumentHelp("JSONL files, folders that prepare wrote, or - for standard input.", valueName: "file.jsonl"),
    completion: .file())
  var files: [String]

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Whose limits; may be given several times (default: that of the folder, else openai).", valueName: "name|file.yaml"))
  var provider: [String] = []

  @Option(help: ArgumentHelp("The model that is to be trained, as the profile names it.", valueName: "name"))
  var model: String?

  @OptionGroup var split: SplitOption

  @Flag(help: "Decode every pixel; without it headers, structure and checksums of images are looked at.")
  var decode = false

  @Flag(help: "Print every finding on a line of its own, not only the first five of a code.")
  var all = false

  @OptionGroup var jobs: JobsOption

  @Flag(help: "Print all findings and a summary of each file as JSON, one a line.")
  var json = false

  @Flag(name: [.short, .long], help: "Print only what is refused or skipped.")
  var quiet = false

  func run() async throws {
    var options = DatasetCheck.Options(jobs: jobs.jobs)
    options.providers = provider
    options.model = model
    options.split = split.split
    options.decode = decode
    options.findingsPerCode = all || json ? nil : CheckText.findingsPerCode
    let text = CheckText(isJSON: json, isComplete: all, isQuiet: quiet)
    let summaries = try await DatasetCheck(files, options: options).run { progress in
      switch progress {
      case .finding(let finding): text.add(finding)
      case .checked(let summary): text.end(summary)
      default: break
      }
    }
    if summaries.contains(where: { $0.verdict != .accepted }) { throw Exit.checkFailed }
  }
}
