import ArgumentParser
import VisionPrep

/// What is in a dataset, and where it stands with its goals.
struct StatsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count what is in a dataset, and say where it stands with the recipe's goals.",
    discussion: """
      Without --output the input alone is counted, before anything is downloaded or \
      drawn. With it, the records of that folder are counted, with the pixels of their \
      images; the folder must be finished. Lines that begin with "!" are goals whose \
      minimum is not there; the exit code is then 4. Below stands what is written in two \
      ways, occurs twice or contradicts itself: findings to be judged, not failures.

      Examples:
        visionprep stats watches/watches.yaml
        visionprep stats watches/watches.yaml --output out
        visionprep stats watches/watches.yaml --column case_size --column "brand + angle"
        visionprep stats watches/watches.yaml --output out --json
      """)

  @OptionGroup var recipe: RecipeArgument

  @Option(
    name: [.short, .long], help: ArgumentHelp("The output folder of a prepare that has finished.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp(
      """
      A column whose values are listed, or several joined by " + " (default: the columns that goals, split.stratify and the \
      answer name).
      """, valueName: "name"))
  var column: [String] = []

  @OptionGroup var prompt: PromptOption

  @Flag(help: "Print everything as JSON.")
  var json = false

  @Flag(name: [.short, .long], help: "Print nothing but the goals that are not met.")
  var quiet = false

  func validate() throws {
    if output == "" { throw ValidationError("--output is empty; name the folder of a prepare, for example --output out.") }
    if column.contains("") { throw ValidationError("--column is empty; name a column, for example --column brand.") }
    if json, quiet { throw ValidationError("--json prints everything and --quiet next to nothing; give one of them.") }
  }

  func run() async throws {
    let file = try recipe.file()
    var options = Preparation.Options(pages: .helpers(executable: OwnExecutable.path))
    options.prompt = prompt.variant
    let shown = column.isEmpty ? file.recipe.columnsOfInterest : column
    let statistics: Statistics
    var consistency = Consistency()
    do throws(RunError) {
      let preparation = try Preparation(file, output: output, options: options)
      let stage = output == nil ? Statistics.Stage.planned : .prepared
      statistics = try await preparation.statistics(of: stage, columns: shown)
      if !quiet { consistency = try await preparation.consistency(of: stage, columns: shown) }
    } catch {
      throw CommandFailure(error, in: file)
    }
    for name in column where statistics.column(name)?.present == 0 {
      throw CommandFailure(
        code: "usage", "the input has no column \"\(name)\"", remedy: "check the spelling and the case", exit: Exit.usage)
    }
    let standings = statistics.standings
    if json {
      Terminal.result(StatisticsText.json(statistics, standings, consistency))
    } else if quiet {
      for goal in standings where !goal.isMet { Terminal.result("\(goal.sentence)") }
    } else {
      for section in StatisticsText.people(statistics, standings, columns: shown) { Terminal.result(section) }
      Terminal.result(ConsistencyText.people(consistency))
    }
    if standings.contains(where: { !$0.isMet }) { throw Exit.checkFailed }
  }
}
