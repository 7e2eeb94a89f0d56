import PrepDataset
import PrepPipeline
import PrepReport
import PrepSystem
import PrepTokens

/// Writes one HTML page about a finished output folder: `visionprep report` as a value.
///
/// ```swift
/// let written = try await Report(output: "out").write(to: "out/report.html")
/// ```
///
/// The page holds all that it shows, has no script, and asks no server for anything. The same folder gives the same bytes.
public final class Report: Sendable {
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
    /// Threads that look for pictures that are alike; by default the processors that this process may use.
    public var jobs: Int?

    public init() {}
  }

  /// What was written.
  public struct Written: Sendable, Hashable {
    public var bytes: Int
    /// Records on the contact sheet, and all that there are.
    public var shown: Int
    public var records: Int
  }

  private let output: String
  private let options: Options
  private let search: DuplicateSearch
  private let isStopped = Monitor(false)

  /// - Parameter output: the folder of ``Preparation`` or ``Merge``.
  public init(output: String, options: Options = Options()) {
    self.output = output
    self.options = options
    search = DuplicateSearch(output: output, jobs: options.jobs)
  }

  /// Ends the work soon; no page is written.
  public func stop() {
    isStopped.change { $0 = true }
    search.stop()
  }

  /// - Parameters:
  ///   - path: the page. It is written aside and renamed.
  ///   - planned: called once with the number of items.
  ///   - looked: called for each item that has been looked at, on threads of the search for duplicates, in no order.
  /// - Returns: nil when it was stopped.
  /// - Throws: a folder that is not finished, was changed, or was made from another recipe; a page that cannot be written.
  public func write(
    to path: String, planned: @escaping @Sendable (Int) -> Void = { _ in },
    looked: @escaping @Sendable (Outcome) -> Void = { _ in }
  ) async throws(RunError) -> Written? {
    guard let alike = try await search.run(planned: planned, looked: looked) else { return nil }
    var counts: Statistics?
    if let recipe = options.recipe {
      var preparing = PrepareOptions(output: output, pages: options.pages)
      preparing.prompt = options.prompt
      counts = try await Preparation(recipe, options: preparing).statistics(of: .prepared, columns: recipe.columnsOfInterest)
    }
    let result: Result<Written?, RunError> = await withCheckedContinuation { [counts] continuation in
      do throws(RunError) {
        _ = try NamedThread("vp-report") {
          continuation.resume(returning: Result { () throws(RunError) in try self.write(to: path, alike, counts) })
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try result.get()
  }

  private func write(to path: String, _ alike: PictureReport, _ counts: Statistics?) throws(RunError) -> Written? {
    guard let folder = try FinishedFolder(output) else {
      throw RunError(.input, "\(output) is not finished", remedy: "run prepare on it again; it goes on where it stopped")
    }
    var estimation = Estimation(of: [output])
    estimation.model = options.model
    let estimate = try estimation.run()
    let rule = estimate.isModelKnown ? ModelTable.builtIn?.model(estimate.model)?.image : nil
    let wishes = FolderSurvey.Wishes(pictures: options.pictures, model: estimate.model, rule: rule, alike: alike)
    let isStopped = isStopped
    guard let survey = try FolderSurvey(folder, wishes, isStopped: { isStopped.read { $0 } }) else { return nil }
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
    notes += estimate.notices.map { "\($0.date): \($0.text)" }
  }
}
