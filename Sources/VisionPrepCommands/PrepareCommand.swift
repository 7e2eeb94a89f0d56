import ArgumentParser
import PrepPipeline
import VisionPrep

/// The main job.
struct PrepareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare",
    abstract: "Make training files from a recipe.",
    discussion: """
      Every item of the input becomes a record in train-, validation- or \
      test-NNNNN.jsonl, or a row in items.jsonl that says why not. The same recipe \
      and input give the same bytes, whatever the number of jobs. A run that was \
      stopped goes on when the same command is given again.

      Examples:
        visionprep prepare watches/watches.yaml --output out
        visionprep prepare drawings.yaml --output out --dry-run
        visionprep prepare drawings.yaml --output out --jobs 8 --memory 4GB
      """)

  @Argument(help: ArgumentHelp("The recipe.", valueName: "recipe.yaml"))
  var recipe: String

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The output folder; created when needed. Required unless --dry-run.", valueName: "dir"))
  var output: String?

  @Option(
    help: ArgumentHelp("Threads, and helper processes, that work at a time (default: the machine's processors).", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Memory for the run, such as 2GB (default: half of what the machine or container allows).", valueName: "size"))
  var memory: String?

  @Option(help: ArgumentHelp("Only the first n items.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Which prompt the records hold, for recipes with two: tuned or base.", valueName: "tuned|base"),
    transform: choice)
  var prompt = Recipe.Prompt.Variant.tuned

  @Flag(help: "Go on where an earlier run of the same recipe stopped; this also happens by itself. Failed items count as done.")
  var resume = false

  @Flag(help: "Remove what earlier runs wrote into the folder, and begin again; failed items are tried again.")
  var fresh = false

  @Flag(help: "Read the whole input, say what would be done, and write nothing.")
  var dryRun = false

  @Flag(help: "Print the summary, or the plan, as JSON.")
  var json = false

  @Flag(name: [.short, .long], help: "Print nothing but errors and, with --json, the summary.")
  var quiet = false

  /// The size behind `--memory`.
  private var memorySize: ByteSize? { memory.flatMap { ByteSize(parsing: $0) } }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs is \(jobs); expected a number from 1 to 1024, for example --jobs 4.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); expected at least 1, for example --limit 100.") }
    if let memory, (memorySize?.bytes ?? 0) < 64_000_000 {
      throw ValidationError("--memory is \"\(memory)\"; expected a size of at least 64MB, for example --memory 2GB.")
    }
    if output == nil, !dryRun {
      throw ValidationError("The output folder is missing; name it with --output, for example --output out.")
    }
    if resume, fresh { throw ValidationError("--resume goes on and --fresh begins again; give one of them.") }
  }

  func run() async throws {
    let file: RecipeFile
    do throws(RecipeError) {
      file = try RecipeFile(contentsOf: recipe)
    } catch {
      throw Exit.failed(error)
    }
    var options = PrepareOptions(
      output: output ?? "", pages: .helpers(executable: OwnExecutable.path), jobs: jobs, memory: memorySize?.bytes)
    options.prompt = prompt
    options.limit = limit
    options.fresh = fresh
    let summary: RunSummary?
    do throws(RunError) {
      let preparation = try Preparation(file.recipe, options: options)
      if dryRun {
        let plan = try await preparation.plan()
        Terminal.result(json ? PlanText.json(plan) : PlanText.people(plan, file.recipe))
        summary = nil
      } else {
        summary = try await prepare(preparation)
      }
    } catch {
      throw Exit.failed(error, recipe: file)
    }
    guard let summary else { return }
    if json {
      Terminal.result(SummaryText.json(summary))
    } else if !quiet {
      Terminal.result(
        SummaryText.people(summary, output: options.output))
    }
    if summary.ending == .interrupted { throw Exit.interrupted }
    if summary.tally.failed > 0 { throw Exit.itemsFailed }
  }

  private func prepare(_ preparation: Preparation) async throws(RunError) -> RunSummary {
    let progress = Progress()
    try Interruption.watch(preparation) {
      progress.stopping()
      if !quiet { Terminal.note("\nstopping: finishing what is in flight (Ctrl-C again to give that up)") }
    }
    let thread = quiet ? nil : try progress.start()
    defer {
      progress.end()
      thread?.join()
    }
    var summary: RunSummary?
    for try await event in preparation.events {
      switch event {
      case .planned(let plan):
        progress.planned(plan.items)
        if !quiet {
          for note in plan.notes { Terminal.warning(note) }
        }
      case .resumed(let count):
        progress.resumed(count)
        if !quiet { Terminal.warning("\(counted(count, "item")) of an earlier run are done already") }
      case .outcome(let outcome): progress.add(outcome)
      case .ended(let ended): summary = ended
      }
    }
    guard let summary else { throw RunError(.system, "the run gave no summary", remedy: "run the same command again") }
    return summary
  }
}
