import PrepPipeline
import PrepProviders
import PrepSurvey
import PrepSystem

/// A recipe and the folder that its dataset goes to: `visionprep prepare` and `visionprep stats` as a value.
///
/// ```swift
/// let recipe = try Recipe(contentsOf: "watches/watches.yaml")
/// let summary = try await Preparation(recipe, output: "out").run { progress in
///   if case .outcome(let outcome) = progress, let failure = outcome.failure { print(outcome.id, failure) }
/// }
/// ```
///
/// Nothing is printed and nothing exits. A value may be used several times, also at once: each run is one of its own. Two runs at once
/// need two output folders; the second one in a folder throws ``RunError/Code-swift.enum/locked``, and the first goes on.
public struct Preparation: Sendable {
  /// What has ended at the recipe's provider, or ends within half a year: a sentence for each date. It depends on the clock, so it is no
  /// part of a plan, and of nothing that is written.
  public let closings: [String]

  private let recipe: Recipe
  private let target: RecipeTarget
  private let output: String?
  private let options: Options

  /// - Parameters:
  ///   - output: the output folder; created when needed. Nil where only the input is looked at, for ``plan()`` and the counts of what
  ///     is planned.
  /// - Throws: a provider that is not known, or whose profile has mistakes; a model that `image.fit` needs and that is not known.
  public init(_ recipe: Recipe, output: String? = nil, options: Options = Options()) throws(RunError) {
    try self.init(recipe, for: RecipeTarget(recipe), output: output, options: options)
  }

  /// - Parameters:
  ///   - file: a recipe's file, whose provider and model are known since it was read.
  ///   - output: the output folder; created when needed. Nil where only the input is looked at.
  /// - Throws: an image format that the provider does not take.
  public init(_ file: RecipeFile, output: String? = nil, options: Options = Options()) throws(RunError) {
    try self.init(file.recipe, for: file.target, output: output, options: options)
  }

  private init(_ recipe: Recipe, for target: RecipeTarget, output: String?, options: Options) throws(RunError) {
    let profile = target.profile
    if let format = ImageFormat(rawValue: recipe.image.format.rawValue), !profile.formats.contains(format) {
      throw RunError(
        .recipe, "image.format is \(format.rawValue), which \(profile.title) does not take",
        remedy: "choose one of \(profile.formats.map(\.rawValue).sorted().joined(separator: ", ")), or auto", key: "image.format")
    }
    let today = CalendarDay.today
    closings = profile.closingNotices().filter { $0.isNear(today, within: ProviderProfile.closingNotice) }
      .map { "\(profile.title): \($0.text(today: today))" }
    self.recipe = recipe
    self.target = target
    self.output = output
    self.options = options
  }

  /// Makes the dataset. What an earlier run of the same recipe did in the folder is taken over.
  ///
  /// For a recipe with folds, each fold gets a folder of its own in the output folder, `fold-1` and so on. Each item then has an outcome in
  /// every fold, and the work on it is done once.
  ///
  /// Cancelling the task takes no more items and finishes those in flight, for five seconds at the most. What is done stays done: the next
  /// run on the same folder goes on from there.
  /// - Parameter progress: is told ``RunProgress/planned(_:)``, notes, ``RunProgress/resumed(_:)``, and an ``RunProgress/outcome(_:)`` for
  ///   each item that was not done before, in the order of the plan.
  /// - Returns: the counts; after a cancellation with the ending `interrupted`.
  /// - Throws: what is wrong with the run itself. Failed items are no error: they are counted in the summary.
  @discardableResult
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> RunSummary {
    try await run(abandonment: RunAbandonment(), progress: progress)
  }

  /// - Parameter abandonment: gives up what a cancellation lets finish.
  package func run(
    abandonment: RunAbandonment, progress: @escaping RunProgress.Handler
  ) async throws(RunError) -> RunSummary {
    let run = try makeEngine(progress)
    abandonment.attach(run)
    return try await NamedThread.result("vp-run", stop: { run.stop() }, of: { () throws(RunError) in try run.execute() })
  }

  /// Reads the whole input and says what there would be to do; writes nothing.
  /// - Throws: what is wrong with the input; that the task was cancelled.
  public func plan() async throws(RunError) -> PlanSummary {
    let run = try makeRun()
    return try await NamedThread.result("vp-plan", stop: { run.stop() }, of: { () throws(RunError) in try run.plan() })
  }

  /// Counts what is in the dataset, and where it stands with the recipe's goals.
  /// - Parameters:
  ///   - stage: `planned` reads the input alone, and nothing expensive is done. `prepared` counts the records of the output folder,
  ///     which must be finished, and of the recipe and input as they are now. With folds, name the folder of one; else the first is counted.
  ///   - columns: to be counted beside those that goals name; several joined by ` + ` count as one.
  /// - Throws: an input or folder that cannot be counted; that the task was cancelled.
  public func statistics(of stage: Statistics.Stage, columns: [String] = []) async throws(RunError) -> Statistics {
    let run = try makeRun(needsOutput: stage == .prepared)
    return try await NamedThread.result(
      "vp-statistics", stop: { run.stop() }, of: { () throws(RunError) in try run.statistics(of: stage, columns: columns) })
  }

  /// The values of one column of the input, by the ids of the items.
  package func values(of column: String) async throws(RunError) -> [String: String] {
    let run = try makeRun(needsOutput: false)
    return try await NamedThread.result(
      "vp-values", stop: { run.stop() }, of: { () throws(RunError) in try run.values(of: column) })
  }

  /// Compares the answers and texts of the dataset with one another: what is written in two ways, what occurs twice, what
  /// contradicts itself. These are findings for a person to judge.
  /// - Parameters:
  ///   - stage: `prepared` looks at nothing but the records of the output folder.
  ///   - columns: whose values are compared.
  /// - Throws: as ``statistics(of:columns:)``.
  public func consistency(of stage: Statistics.Stage, columns: [String]) async throws(RunError) -> Consistency {
    let run = try makeRun(needsOutput: stage == .prepared)
    return try await NamedThread.result(
      "vp-consistency", stop: { run.stop() }, of: { () throws(RunError) in try run.consistency(of: stage, columns: columns) })
  }

  private func makeEngine(_ progress: @escaping RunProgress.Handler) throws(RunError) -> any Engine {
    guard let folds = recipe.split.folds, let output else { return try makeRun(needsOutput: true, progress) }
    return FoldedRun(
      recipe, folds: folds, profile: target.profile, rule: target.rule, output: output, options: options, observer: progress)
  }

  /// With folds, the run is that of the fold whose folder is named; of the first when none is.
  private func makeRun(
    needsOutput: Bool = false, _ progress: @escaping RunProgress.Handler = { _ in }
  ) throws(RunError) -> Run {
    guard output != nil || !needsOutput else {
      throw RunError(.usage, "no output folder is named", remedy: "name one where the preparation is made")
    }
    var recipe = recipe
    var output = output ?? ""
    if let folds = recipe.split.folds {
      if let fold = output.split(separator: "/").last.flatMap({ FoldedRun.fold(named: $0) }), fold <= folds {
        recipe.split.fold = fold
      } else {
        output += "/\(FoldedRun.name(1))"
      }
    }
    return Run(
      recipe, profile: target.profile, rule: target.rule, output: output, options: options, observer: progress)
  }
}
