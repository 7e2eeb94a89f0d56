import ArgumentParser
import VisionPrep

/// The same dataset in another format.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a dataset in another provider's or training stack's format.",
    discussion: """
      Reads a folder that prepare wrote, or JSONL files in OpenAI's chat format, and \
      writes a new folder. Images become files where the format wants files, and are \
      encoded anew only where the format does not take them as they are.

      Formats: openai, azure, together, fireworks, gemini, bedrock, bedrock-nova, trl, \
      llama-factory, ms-swift, axolotl, llava, webdataset.

      A record that the format cannot hold costs a row in failures.jsonl, and the exit \
      code is then 3.

      Examples:
        visionprep export out --to trl --output trl
        visionprep export out --to gemini --uri-prefix gs://bucket/watches/ --output gemini
        visionprep export train.jsonl validation.jsonl --to llama-factory --output lf
      """)

  @Argument(help: ArgumentHelp("Folders that prepare wrote, or JSONL files.", valueName: "out|file.jsonl"), completion: .file())
  var inputs: [String]

  @Option(help: ArgumentHelp("The format.", valueName: "format"), completion: .choices(of: ExportTarget.self), transform: choice)
  var to: ExportTarget

  @OptionGroup var output: OutputFolderOption

  @Option(
    help: ArgumentHelp(
      "Where the folder will be when the trainer reads it; stands before the names of image files.",
      valueName: "s3://bucket/dir/"))
  var uriPrefix: String?

  @Option(help: ArgumentHelp("The AWS account of the bucket, for Bedrock.", valueName: "account"))
  var bucketOwner: String?

  @OptionGroup var split: SplitOption

  @Option(help: ArgumentHelp("The dataset's name, for LLaMA-Factory (default: the prepared folder's).", valueName: "name"))
  var name: String?

  @OptionGroup var jobs: JobsOption

  @Flag(help: "Replace an earlier export in the output folder.")
  var fresh = false

  @OptionGroup var summary: SummaryOptions

  func run() async throws {
    var options = DatasetExport.Options(jobs: jobs.jobs)
    options.uriPrefix = uriPrefix ?? ""
    options.bucketOwner = bucketOwner
    options.name = name
    options.split = split.split
    options.fresh = fresh
    let export = DatasetExport(inputs, to: to, output: output.path, options: options)
    let exported = try await RunDisplay.show(quiet: summary.isQuiet, kept: "nothing was written") {
      (show) throws(RunError) in try await export.run(progress: show)
    }
    summary.show(ExportText.people(exported, output: output.path), or: ExportText.json(exported))
    if exported.failed > 0 { throw Exit.itemsFailed }
  }
}
