import ArgumentParser
import FoundationEssentials
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
      stopped goes on when the same command is given again; when the recipe or its \
      input changed since, only what changed is done again.

      Examples:
        visionprep prepare watches/watches.yaml --output out
        visionprep prepare drawings.yaml --output out --dry-run
        visionprep prepare drawings.yaml --output out --jobs 8 --memory 4GB
        visionprep prepare drawings.yaml --output part-3 --shard 3/8
        visionprep prepare watches.yaml --output out --retry timeout,dns
        visionprep prepare watches.yaml --output out --fresh --cache ~/.cache/watches
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

  @Option(
    help: ArgumentHelp(
      "Only the items of machine i of n, counted from 0 (default: what the scheduler's environment says); see merge.",
      valueName: "i/n"),
    transform: shard)
  var shard: Shard?

  @Option(help: ArgumentHelp("Only the first n items, or the first n of the shard.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Which prompt the records hold, for recipes with two: tuned or base.", valueName: "tuned|base"),
    transform: choice)
  var prompt = Recipe.Prompt.Variant.tuned

  @Flag(help: "Go on where an earlier run stopped; this also happens by itself. Failed items count as done.")
  var resume = false

  @Flag(help: "Remove what earlier runs wrote into the folder, and begin again; failed items are tried again.")
  var fresh = false

  @Option(
    help: ArgumentHelp(
      "Do items again that failed with these codes, such as timeout,dns,http_5xx, or all; keep everything else.",
      valueName: "code,..."),
    transform: selection)
  var retry: FailureSelection?

  @Option(
    help: ArgumentHelp(
      """
      A folder that keeps downloads; created when needed. Servers are then asked only for what has changed. \
      It grows, and can be deleted at any time.
      """, valueName: "dir"))
  var cache: String?

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
    if fresh, retry != nil {
      throw ValidationError("--retry keeps what is done and --fresh begins again; give one of them.")
    }
    if cache == "" { throw ValidationError("--cache is empty; name a folder, for example --cache downloads.") }
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
    options.shard = try chosenShard()
    options.limit = limit
    options.fresh = fresh
    options.retry = retry ?? .none
    options.cache = cache
    let summary: RunSummary?
    do throws(RunError) {
      let preparation = try Preparation(file.recipe, options: options)
      if !quiet { for closing in preparation.closings { Terminal.warning(closing) } }
      if dryRun {
        let plan = try await preparation.plan()
        if !quiet { GoalText.warn(of: plan.unmetGoals) }
        Terminal.result(json ? PlanText.json(plan) : PlanText.people(plan, file.recipe))
        summary = nil
      } else {
        summary = try await RunDisplay.follow(
          preparation.events, quiet: quiet, stop: { preparation.stop() }, abandon: { preparation.abandon() })
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

  /// The shard that was asked for, or else the one that a scheduler's environment names; said, since nobody may have thought
  /// of it.
  private func chosenShard() throws -> Shard {
    if let shard { return shard }
    do throws(RunError) {
      guard let found = try Shard.fromEnvironment(ProcessInfo.processInfo.environment) else { return .whole }
      if !quiet { Terminal.note("shard \(found.shard) (0-based), from \(found.variable); --shard 0/1 would do all of the work") }
      return found.shard
    } catch {
      throw Exit.failed(error, recipe: nil)
    }
  }

  private static func selection(_ text: String) throws -> FailureSelection {
    do throws(FailureSelection.UnknownWord) {
      return try FailureSelection(parsing: text)
    } catch {
      throw ValidationError(
        "\"\(error.word)\" is no failure code; expected codes as items.jsonl has them, for example --retry timeout,dns, "
          + "or --retry all."
      )
    }
  }

  private static func shard(_ text: String) throws -> Shard {
    if let shard = Shard(parsing: text) { return shard }
    throw ValidationError("\"\(text)\" is no shard; expected i/n with i from 0 to n - 1, for example --shard 3/8.")
  }
}
