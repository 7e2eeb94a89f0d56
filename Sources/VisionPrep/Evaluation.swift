import PrepAnswers
import PrepDataset
import PrepEvaluationReport
import PrepEvaluationRun
import PrepRecipe
import PrepSystem

/// Scores the answers of models, compares the models on the same items, and gives a verdict: `visionprep evaluate` as a value.
///
/// ```swift
/// let file = try RecipeFile(contentsOf: "intents.yaml")
/// var options = Evaluation.Options()
/// options.rules = file.evaluation
/// let answers = [Evaluation.Answers("base.jsonl"), Evaluation.Answers("tuned.jsonl")]
/// let result = try await Evaluation(["out"], answers: answers, options: options).run()
/// print(result.verdict?.rawValue ?? "no gates", result.reasons)
/// ```
///
/// Needs no network. The same answers give the same result, on any number of threads and in any order of their rows.
public struct Evaluation: Sendable {
  /// The answers of one model.
  public struct Answers: Sendable, Hashable {
    /// How tables and files call the model.
    public var name: String
    /// JSON Lines as `ask` and OpenAI's batches write them, or JSON Lines or CSV with `id` and `answer` from any other program.
    public var path: String

    /// - Parameter name: by default what the file's name says: `tuned` for `answers-tuned.jsonl`.
    public init(_ path: String, name: String? = nil) {
      self.path = path
      self.name = name ?? Self.name(of: path)
    }

    private static func name(of path: String) -> String {
      let file = path.split(separator: "/").last.map(String.init) ?? path
      let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
      return stem.hasPrefix("answers-") ? String(stem.dropFirst("answers-".count)) : stem
    }
  }

  /// Reports on request.
  public enum Report: String, Sendable, Hashable, CaseIterable {
    /// Logs that Inspect opens.
    case inspect
    /// A table with a row a figure.
    case csv
    /// A summary for a merge request.
    case markdown
  }

  /// What a test set can show before anything is asked.
  public struct Plan: Sendable, Hashable {
    public var items: Int
    public var power: EvaluationResult.Power
  }

  public struct Options: Sendable {
    /// What counts in an answer, and what a model must reach; nil to compare every value by its type, without a verdict.
    public var rules: EvaluationRules?
    /// The recipe that the folder was made from, for the groups of items.
    public var recipe: Recipe?
    /// The split of a folder that is judged; nil for all of them.
    public var split: Split? = .test
    /// The model that others are compared with; by default the one named `base`, else the first of several.
    public var baseline: String?
    /// The model that gates judge; by default the one named `tuned`, else the only one beside the baseline.
    public var candidate: String?
    /// The folder that reports are written to: `evaluation.json`, `scores.jsonl`, `differences.csv`, `junit.xml` and `evaluation.html`. Nil
    /// for none.
    public var output: String?
    /// Reports that are written in addition.
    public var further: Set<Report> = []
    /// The `evaluation.json` of an earlier evaluation, of which the result names the items that became worse; nil for none.
    public var previous: String?
    /// Whether test items are looked for in the training data of the folders.
    public var looksForLeaks = true
    /// The seed of everything that is resampled.
    public var seed: UInt64 = 0
    /// Threads that work at a time.
    public var jobs: Int

    /// - Parameter jobs: by default the processors that this process may use.
    public init(jobs: Int? = nil) { self.jobs = max(1, jobs ?? Machine.processors) }
  }

  /// An item with its right answer and the answers of the models, for judging without any file.
  public struct Item: Sendable, Hashable {
    public var id: String
    /// A text, or the text of a JSON value.
    public var expected: String
    /// What the item belongs to; nil when it stands for itself.
    public var group: String?
    /// By the model's name: one answer, or several to the same question. A model that is not named has not answered.
    public var answers: [String: [String]]

    public init(id: String, expected: String, group: String? = nil, answers: [String: [String]]) {
      self.id = id
      self.expected = expected
      self.group = group
      self.answers = answers
    }
  }

  /// Judges answers that are in memory.
  /// - Parameters:
  ///   - items: in the order of the test set.
  ///   - models: their names, as tables call them.
  ///   - options: ``Options/rules``, ``Options/baseline``, ``Options/candidate``, ``Options/seed`` and ``Options/jobs`` count.
  /// - Throws: a right answer that the rules cannot be applied to; a model that is named and not among `models`; that the task was
  ///   cancelled.
  public static func judge(
    _ items: [Item], models: [String], options: Options = Options()
  ) async throws(RunError) -> EvaluationResult {
    let evaluation = Evaluation([], answers: models.map { Answers("", name: $0) }, options: options)
    var plan = EvaluationRun.Plan(
      files: [], dataset: "items", split: "all", answers: [], settings: try evaluation.makeSettings(), jobs: options.jobs)
    plan.rules = options.rules
    let run = EvaluationRun(plan)
    return try await NamedThread.result("vp-evaluate") { (isStopped) throws(RunError) in
      let tested = items.enumerated().map { number, item in
        var tested = TestItem(
          id: item.id, truth: .text(item.expected), place: EvaluatedItem.Place(file: "items", line: number + 1))
        tested.group = item.group
        return tested
      }
      let answers = items.map { item in
        models.map { model in
          (item.answers[model] ?? []).enumerated().map { number, text in
            Answer(id: item.id, repeat: number, text: Array(text.utf8), finish: .answered)
          }
        }
      }
      return try run.judge(tested, answers: answers, isStopped: isStopped)
    }
  }

  private let sources: [String]
  private let answers: [Answers]
  private let options: Options

  /// - Parameters:
  ///   - sources: where the right answers are: prepared folders, of which the split is judged; JSON Lines with chat records, of which the
  ///     last message of the assistant is the right answer; or JSON Lines with `id`, `expected`, and perhaps `group` and `input`. Several
  ///     folders are judged together, as the folds of one dataset.
  ///   - answers: those of each model.
  public init(_ sources: [String], answers: [Answers], options: Options = Options()) {
    self.sources = sources
    self.answers = answers
    self.options = options
  }

  /// Judges to the end. Cancelling the task ends it soon.
  /// - Parameter progress: is told ``RunProgress/expected(_:)``.
  /// - Throws: an input that cannot be read, a right answer that the rules cannot be applied to, a model that is named and has no
  ///   answers; that the task was cancelled.
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> EvaluationResult {
    var plan = try makePlan()
    if let column = options.rules?.group, let recipe = options.recipe {
      let values = try await Preparation(recipe, output: sources.first ?? "").values(of: column)
      plan.group = { values[$0] }
    }
    if options.looksForLeaks, !plan.training.isEmpty { plan.leaks = try await leaks(in: plan.training) }
    let run = EvaluationRun(plan)
    return try await NamedThread.result("vp-evaluate") { (isStopped) throws(RunError) in try run.run(isStopped: isStopped) }
  }

  /// Reads the right answers and says what they can show; needs no answers of models.
  public func plan() async throws(RunError) -> Plan {
    let run = EvaluationRun(try makePlan())
    return try await NamedThread.result("vp-evaluate") { (isStopped) throws(RunError) in
      let (items, power) = try run.power(isStopped: isStopped)
      return Plan(items: items, power: power)
    }
  }

  /// Items of the test split whose picture is also in the training data, by their ids.
  private func leaks(in training: [DatasetInput.File]) async throws(RunError) -> [String: EvaluationResult.Leaks.Leak] {
    var leaks: [String: EvaluationResult.Leaks.Leak] = [:]
    for folder in Set(training.compactMap(\.folder)).sorted() where PreparedFolder.state("\(folder)/manifest.json") != nil {
      let report = try await DuplicateSearch(folder, options: DuplicateSearch.Options(jobs: options.jobs)).run()
      for group in report.groups {
        guard let trained = group.pictures.first(where: { $0.split == .train }) else { continue }
        for picture in group.pictures where picture.split == .test {
          leaks[picture.id] = EvaluationResult.Leaks.Leak(id: picture.id, training: trained.id, what: "picture")
        }
      }
    }
    return leaks
  }

  private func makePlan() throws(RunError) -> EvaluationRun.Plan {
    var inputs: [DatasetInput] = []
    for source in sources { inputs.append(try DatasetInput(source)) }
    let all = inputs.flatMap(\.files)
    let files = all.filter { file in
      // A file that is named stands for itself; of a folder only the split counts.
      file.folder == nil || options.split == nil || file.split == options.split
    }
    guard !files.isEmpty else {
      throw RunError(
        .emptyInput, "\(sources.joined(separator: ", ")) has no items of the split \(options.split?.rawValue ?? "all")",
        remedy: "give the recipe's split a share for it, or name another split")
    }
    var plan = EvaluationRun.Plan(
      files: files, dataset: inputs.dataset ?? files[0].name,
      split: inputs.count > 1 ? "folds" : options.split?.rawValue ?? "all",
      answers: answers.map { ($0.name, $0.path) }, settings: try makeSettings(), jobs: options.jobs)
    plan.rules = options.rules
    plan.output = options.output
    plan.further = Set(options.further.map(\.further))
    plan.previous = try options.previous.map(PreviousEvaluation.init)
    // The folds of one dataset train on each other's test items.
    if options.split == .test, inputs.count == 1 { plan.training = all.filter { $0.folder != nil && $0.split == .train } }
    return plan
  }

  private func makeSettings() throws(RunError) -> Evaluator.Settings {
    let names = answers.map(\.name)
    if let doubled = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw RunError(
        .usage, "two files of answers are named \(names[doubled])", remedy: "give each model a name of its own: NAME=FILE")
    }
    for name in [options.baseline, options.candidate].compactMap({ $0 }) where !names.contains(name) {
      throw RunError(
        .usage, "no answers are named \(name)", remedy: "the answers that there are: \(names.joined(separator: ", "))")
    }
    var settings = Evaluator.Settings(models: names)
    settings.baseline = options.baseline ?? names.first { $0 == "base" && names.count > 1 && $0 != options.candidate }
    if settings.baseline == nil, names.count > 1 { settings.baseline = names.first { $0 != options.candidate } }
    let others = names.filter { $0 != settings.baseline }
    settings.candidate = options.candidate ?? others.first { $0 == "tuned" } ?? (others.count == 1 ? others[0] : nil)
    settings.gates = options.rules?.gates ?? []
    settings.group = options.rules?.group
    settings.seed = options.seed
    settings.jobs = options.jobs
    guard !settings.gates.isEmpty, settings.candidate == nil, !others.isEmpty else { return settings }
    throw RunError(
      .usage, "the rules have gates, and it is not clear which of \(others.joined(separator: ", ")) they judge",
      remedy: "name the candidate")
  }
}

extension Evaluation.Report {
  fileprivate var further: EvaluationReports.Further {
    switch self {
    case .inspect: .inspect
    case .csv: .csv
    case .markdown: .markdown
    }
  }
}

extension EvaluationResult {
  /// The result as JSON, as `evaluation.json` has it.
  public var json: String {
    let text = String(decoding: EvaluationFile.bytes(self), as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}

extension EvaluationRules {
  /// Reads rules from a YAML file: the key `evaluation` alone, or a recipe that has it.
  /// - Throws: all mistakes at once, each with its line and what would be right.
  public init(contentsOf path: String) throws(RecipeError) {
    self = try EvaluationDocument.rules(yaml: RecipeFile.text(of: path), name: path)
  }
}
