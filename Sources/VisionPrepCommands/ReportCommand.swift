import ArgumentParser
import VisionPrep

/// One page about an output folder.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one HTML page about a dataset: pictures, texts, failures, plots, tokens.",
    discussion: """
      Reads a finished output folder. The page holds all that it shows, has no script and \
      asks no server for anything: it can be mailed, kept and opened offline. Counts are \
      of everything; pictures are a sample, evenly over each split.

      With --recipe the page also shows where goals stand, and the columns of the input \
      that goals, splits and answers name; without it, the fields of the answers.

      Examples:
        visionprep report out
        visionprep report out --recipe watches/watches.yaml --output watches.html
        visionprep report out --pictures 1000 --model gpt-4o-mini-2024-07-18
      """)

  @Argument(help: ArgumentHelp("The output folder of prepare or merge.", valueName: "dir"), completion: .directory)
  var folder: String

  @Option(
    name: [.short, .long], help: ArgumentHelp("The page (default: report.html in the folder).", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var output: String?

  @Option(help: ArgumentHelp("The recipe that the folder was made from.", valueName: "recipe.yaml"), completion: .recipe)
  var recipe: String?

  @Option(help: ArgumentHelp("Pictures on the contact sheet, at most.", valueName: "n"))
  var pictures = 200

  @OptionGroup var model: ModelOption

  @OptionGroup var prompt: PromptOption

  @OptionGroup var jobs: JobsOption

  @Flag(name: [.short, .long], help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if !(0...100_000).contains(pictures) {
      throw ValidationError("--pictures is \(pictures); expected a number from 0 to 100000.")
    }
    if let output, output.hasSuffix("/") || output.isEmpty {
      throw ValidationError("--output is \"\(output)\"; expected the name of a file, for example --output report.html.")
    }
  }

  func run() async throws {
    var options = DatasetReport.Options(jobs: jobs.jobs)
    options.pages = .helpers(executable: OwnExecutable.path)
    options.prompt = prompt.variant
    options.model = model.name
    options.pictures = pictures
    let file = try recipe.map(RecipeFile.init(contentsOf:))
    options.recipe = file?.recipe
    let path = output ?? "\(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)/report.html"
    let report = DatasetReport(folder, page: path, options: options)
    let written: DatasetReport.Written
    do {
      written = try await RunDisplay.show(quiet: quiet, kept: "no page was written") { (show) throws(RunError) in
        try await report.run(progress: show)
      }
    } catch let error as RunError {
      throw CommandFailure(error, in: file)
    }
    guard !quiet else { return }
    let shown = "\(grouped(written.shown)) of \(counted(written.records, "record"))"
    Terminal.result("\(path): \(ByteSize(bytes: written.bytes)), \(shown) on the contact sheet")
  }
}
