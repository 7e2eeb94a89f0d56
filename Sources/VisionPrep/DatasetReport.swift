import PrepDataset
import PrepEstimate
import PrepProviders
import PrepReport
import PrepSystem
import PrepTokens

/// Writes one HTML page about a finished output folder: `visionprep report` as a value.
///
/// ```swift
/// let written = try await DatasetReport("out", page: "out/report.html").run()
/// ```
///
/// The page holds all that it shows, has no script, and asks no server for anything. The same folder gives the same bytes.
public struct DatasetReport: Sendable {
  /// What the page shows beside what the folder holds.
  public struct Options: Sendable {
    /// The recipe that the folder was made from: for goals, and for columns of the input.
    public var recipe: Recipe?
    /// How pages are drawn, where the recipe's items are pages of documents that must be counted.
    public var pages: PageRendering = .inProcess
    /// Which prompt the records hold, for recipes with two.
    public var prompt = Recipe.Prompt.Variant.tuned
    /// The model that tokens are counted for.
    public var model = Estimation.defaultModel
    /// Pictures on the contact sheet; of more a sample is taken, evenly over the dataset.
    public var pictures = 200
    /// Threads that look for pictures that are alike.
    public var jobs: Int

    /// - Parameter jobs: by default the processors that this process may use.
    public init(jobs: Int? = nil) { self.jobs = max(1, jobs ?? Machine.processors) }
  }

  /// What was written.
  public struct Written: Sendable, Hashable {
    public var bytes: Int
    /// Records on the contact sheet, and all that there are.
    public var shown: Int
    public var records: Int
  }

  private let folder: String
  private let path: String
  private let options: Options

  /// - Parameters:
  ///   - folder: the output folder of ``Preparation`` or ``DatasetMerge``.
  ///   - page: the file of the page. It is written aside and renamed.
  public init(_ folder: String, page: String, options: Options = Options()) {
    self.folder = folder
    path = page
    self.options = options
  }

  /// Looks through the folder and writes the page. Cancelling the task ends the work soon, and no page is written.
  /// - Parameter progress: is told ``RunProgress/expected(_:)`` and an ``RunProgress/outcome(_:)`` for each item whose pictures have been
  ///   looked at.
  /// - Throws: a folder that is not finished, was changed, or was made from another recipe; a page that cannot be written; that the task
  ///   was cancelled.
  @discardableResult
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> Written {
    let alike = try await DuplicateSearch(folder, options: DuplicateSearch.Options(jobs: options.jobs)).run(progress: progress)
    var counts: Statistics?
    if let recipe = options.recipe {
      var preparing = Preparation.Options(pages: options.pages)
      preparing.prompt = options.prompt
      counts = try await Preparation(recipe, output: folder, options: preparing)
        .statistics(of: .prepared, columns: recipe.columnsOfInterest)
    }
    return try await NamedThread.result("vp-report") { [counts] (isStopped) throws(RunError) in
      try write(alike, counts, isStopped: isStopped)
    }
  }

  private func write(
    _ alike: PictureReport, _ counts: Statistics?, isStopped: () -> Bool
  ) throws(RunError) -> Written? {
    guard let finished = try FinishedFolder(folder) else {
      throw RunError(
        .unfinished, "\(folder) is not finished", remedy: "finish its preparation; it goes on where it stopped")
    }
    let run = EstimateRun(of: [EstimateRun.Input(folder, split: nil)], model: options.model)
    guard let estimate = try run.run(isStopped: isStopped, each: nil) else { return nil }
    let rule = estimate.isModelKnown ? ModelTable.builtIn.model(estimate.model)?.image : nil
    let wishes = FolderSurvey.Wishes(pictures: options.pictures, model: estimate.model, rule: rule, alike: alike)
    guard let survey = try FolderSurvey(finished, wishes, isStopped: isStopped) else { return nil }
    var page = survey.page
    page.tokens = estimate.whole.examples > 0 ? ReportPage.Tokens(estimate) : nil
    if let counts {
      page.goals = counts.standings
      page.columns = counts.columns
      page.columnsAreInput = true
      page.notDone = counts.notDone
    }
    var records = survey.records
    var bytes = 0
    try FileReplacement.write(to: path) { (file) throws(RunError) in
      try page.write(&records, rule: rule) { (piece) throws(RunError) in
        let piece = Array(piece.text.utf8)
        bytes += piece.count
        try file.append(piece)
      }
    }
    return Written(
      bytes: bytes, shown: page.samples.values.reduce(0) { $0 + $1.count }, records: page.statistics.examples.total)
  }
}

extension ReportPage.Tokens {
  fileprivate init(_ estimate: Estimate) {
    self.init(model: estimate.model, provider: estimate.provider, collected: estimate.collected)
    for split in Split.allCases {
      let tally = estimate.tally(of: split)
      guard tally.examples > 0 else { continue }
      rows.append(
        ReportPage.TokenRow(
          split: split, examples: tally.examples, text: tally.text, images: tally.imageTokens, total: tally.total,
          isComplete: tally.isComplete))
      sizes[split] = tally.sizes
    }
    if let training = estimate.training, let cost = training.cost {
      self.cost = "\(training.isComplete ? "" : "at least ")\(cost)"
    }
    facts.append(ReportPage.Fact("training", estimate.trainingWords))
    if estimate.tally(of: .test).examples > 0 { facts.append(ReportPage.Fact("evaluation", estimate.evaluationWords)) }
    if let context = estimate.trainingContext {
      let long = estimate.tooLong.count
      facts.append(
        ReportPage.Fact(
          "too long",
          long == 0
            ? "none is above the \(grouped(context)) tokens of training"
            : "\(counted(long, "example")) above the \(grouped(context)) tokens of training: the end is cut off, and with it the answer"
        ))
    }
    notes = (estimate.isModelKnown ? [] : ["nothing is known of \(estimate.model) at \(estimate.provider)"]) + estimate.notes
    notes += estimate.notices.map(\.text)
  }
}
