import ArgumentParser
import VisionPrep

/// Scores answers, compares models, and decides.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Say whether a model's answers are right, and whether one model is better than another.",
    discussion: """
      Scores the answers of one or several models on the same items, compares the models, \
      and gives a verdict when the rules have gates: GO, NO-GO or INCONCLUSIVE. Every \
      figure has an interval. Answers that failed or are missing count neither as right \
      nor as wrong.

      The right answers come from a prepared folder (its test split), from JSON Lines \
      with chat records (the last message of the assistant), or from JSON Lines with id \
      and expected. Answers are joined with them by id: rows of ask or of OpenAI's \
      batches, or JSON Lines or CSV with id and answer from any program.

      What counts stands in the recipe's section evaluation, or in a file of its own \
      (--rules). Without it, every value is compared by its type.

      Exit codes: 0 GO, 4 NO-GO, 5 INCONCLUSIVE. Without gates 0, or 3 when answers are \
      missing.

      Examples:
        visionprep evaluate out --answers base=base.jsonl --answers tuned=tuned.jsonl \\
          --recipe intents/intents.yaml --output verdict
        visionprep evaluate truth.jsonl --answers answers.csv --rules rules.yaml
        visionprep evaluate fold-1 fold-2 fold-3 --answers tuned.jsonl
        visionprep evaluate out --dry-run
      """)

  @Argument(
    help: ArgumentHelp("Prepared folders, or JSON Lines files with the right answers.", valueName: "source"), completion: .file())
  var sources: [String]

  @Option(
    help: ArgumentHelp(
      "The answers of a model; once a model. The name is how tables call it (default: from the file's name).",
      valueName: "[name=]file"), completion: .file())
  var answers: [String] = []

  @Option(help: ArgumentHelp("The model that others are compared with (default: base, else the first).", valueName: "name"))
  var baseline: String?

  @Option(help: ArgumentHelp("The model that the gates judge (default: tuned, else the other one).", valueName: "name"))
  var candidate: String?

  @Option(
    help: ArgumentHelp("The recipe that the folder was made from, with its rules.", valueName: "recipe.yaml"), completion: .recipe
  )
  var recipe: String?

  @Option(help: ArgumentHelp("A file with the section evaluation alone.", valueName: "rules.yaml"), completion: .file())
  var rules: String?

  @Option(help: ArgumentHelp("The split of a folder that is judged: train, validation, test or all.", valueName: "split"))
  var split = "test"

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write evaluation.json, scores.jsonl, differences.csv, junit.xml and evaluation.html into this folder.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp("A further report in that folder: inspect, csv or markdown.", valueName: "report"),
    completion: .choices(of: Evaluation.Report.self), transform: choice)
  var to: [Evaluation.Report] = []

  @Option(
    help: ArgumentHelp("An earlier evaluation.json; items that became worse are named.", valueName: "evaluation.json"),
    completion: .file(extensions: ["json"]))
  var previous: String?

  @Flag(help: "Say what this test set can show at all; no answers are needed.")
  var dryRun = false

  @Option(help: ArgumentHelp("The seed of everything that is resampled.", valueName: "n"))
  var seed: UInt64 = 0

  @OptionGroup var jobs: JobsOption

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(name: [.short, .long], help: "Print the verdict alone.")
  var quiet = false

  func validate() throws {
    if split != "all", Split(rawValue: split) == nil {
      throw ValidationError("--split is \"\(split)\"; expected train, validation, test or all.")
    }
    if recipe != nil, rules != nil { throw ValidationError("--recipe and --rules are both given; give one of them.") }
    if !to.isEmpty, output == nil { throw ValidationError("--to is given without --output; name the folder with --output dir.") }
    if answers.isEmpty, !dryRun { throw ValidationError("No answers are given; name a file with --answers [name=]file.") }
  }

  func run() async throws {
    let file = try recipe.map(RecipeFile.init(contentsOf:))
    var options = Evaluation.Options(jobs: jobs.jobs)
    options.rules = try file.map(\.evaluation) ?? rules.map(EvaluationRules.init(contentsOf:))
    options.recipe = file?.recipe
    options.split = Split(rawValue: split)
    options.baseline = baseline
    options.candidate = candidate
    options.seed = seed
    options.output = output
    options.further = Set(to)
    options.previous = previous
    let evaluation = Evaluation(sources, answers: answers.map(Self.answers), options: options)
    if dryRun {
      let plan = try await evaluation.plan()
      if json { return Terminal.result(EvaluationText.json(plan)) }
      return Terminal.result(EvaluationText.people(plan))
    }
    let result: EvaluationResult
    do {
      result = try await RunDisplay.show(quiet: true) { (show) throws(RunError) in try await evaluation.run(progress: show) }
    } catch let error as RunError {
      throw CommandFailure(error, in: file)
    }
    if json {
      Terminal.result(JSONLine(text: result.json))
    } else if quiet {
      if let verdict = result.verdict { Terminal.result("\(verdict.rawValue)") }
    } else {
      for section in EvaluationText.people(result) { Terminal.result(section) }
    }
    switch result.verdict {
    case .go?: break
    case .noGo?: throw Exit.checkFailed
    case .inconclusive?: throw Exit.inconclusive
    case nil: if result.models.contains(where: { $0.unscored > 0 }) { throw Exit.itemsFailed }
    }
  }

  /// Takes a name off the front of a file: `tuned=out/answers.jsonl`. A file's path may have an equals sign behind a slash.
  private static func answers(_ text: String) -> Evaluation.Answers {
    guard let sign = text.firstIndex(of: "="), !text[..<sign].contains("/"), sign > text.startIndex else {
      return Evaluation.Answers(text)
    }
    return Evaluation.Answers(String(text[text.index(after: sign)...]), name: String(text[..<sign]))
  }
}
