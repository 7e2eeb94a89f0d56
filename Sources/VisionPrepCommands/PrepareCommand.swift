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

  @OptionGroup var recipe: RecipeArgument

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The output folder; created when needed. Required unless --dry-run.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @OptionGroup var jobs: JobsOption

  @OptionGroup var memory: MemoryOption

  @Option(
    help: ArgumentHelp(
      "Only the items of machine i of n, counted from 0 (default: what the scheduler's environment says); see merge.",
      valueName: "i/n"),
    transform: shard)
  var shard: Shard?

  @Option(help: ArgumentHelp("Only the first n items, or the first n of the shard.", valueName: "n"))
  var limit: Int?

  @OptionGroup var prompt: PromptOption

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
      """, valueName: "dir"),
    completion: .directory)
  var cache: String?

  @Flag(help: "Read the whole input, say what would be done (the plan, with --json as JSON), and write nothing.")
  var dryRun = false

  @OptionGroup var summary: SummaryOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); expected at least 1, for example --limit 100.") }
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
    let file = try recipe.file()
    var options = Preparation.Options(
      pages: .helpers(executable: OwnExecutable.path), jobs: jobs.jobs, memory: memory.bytes)
    options.prompt = prompt.variant
    options.shard = try chosenShard()
    options.limit = limit
    options.fresh = fresh
    options.retry = retry ?? .none
    options.cache = cache
    let prepared: RunSummary
    do {
      let preparation = try Preparation(file, output: output, options: options)
      if !summary.isQuiet { for closing in preparation.closings { Terminal.warning("\(closing)") } }
      if dryRun { return try await show(planOf: preparation, of: file.recipe) }
      let abandonment = RunAbandonment()
      prepared = try await RunDisplay.show(
        quiet: summary.isQuiet, stopping: RunDisplay.finishing, abandon: { abandonment.abandon() }
      ) { (show) throws(RunError) in try await preparation.run(abandonment: abandonment, progress: show) }
    } catch let error as RunError {
      throw CommandFailure(error, in: file)
    }
    try summary.end(prepared, output: output ?? "")
  }

  private func show(planOf preparation: Preparation, of recipe: Recipe) async throws(RunError) {
    let plan = try await preparation.plan()
    if !summary.isQuiet { GoalText.warn(of: plan.unmetGoals) }
    if summary.json { Terminal.result(PlanText.json(plan)) } else { Terminal.result(PlanText.people(plan, recipe)) }
  }

  /// The shard that was asked for, or else the one that a scheduler's environment names; said, since nobody may have thought
  /// of it.
  private func chosenShard() throws(RunError) -> Shard {
    if let shard { return shard }
    guard let found = try Shard.fromEnvironment(ProcessInfo.processInfo.environment) else { return .whole }
    if !summary.isQuiet {
      Terminal.note("shard \(found.shard) (0-based), from \(found.variable); --shard 0/1 would do all of the work")
    }
    return found.shard
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
