import PrepEstimate
import PrepSystem

/// Counts the tokens of a dataset and says what training on it costs: `visionprep estimate` as a value.
///
/// ```swift
/// var options = Estimation.Options()
/// options.model = "gpt-4o-mini"
/// let estimate = try await Estimation(["out"], options: options).run()
/// if let cost = estimate.training?.cost { print(cost) }
/// ```
///
/// Nothing is guessed: of a model or provider that is not in the table, and of images whose size is not in the record, the tokens are
/// not known, and the estimate says so.
public struct Estimation: Sendable {
  public struct Options: Sendable, Hashable {
    /// The model that is trained; also the name of a tuned one, `ft:…`.
    public var model = Estimation.defaultModel
    /// Who trains it; nil for whom the folder was prepared for, or OpenAI.
    public var provider: String?
    /// How often the training goes over the examples.
    public var epochs = 3
    /// A JSON file with models and prices to use instead of the built-in ones.
    public var table: String?
    /// Files that are read beside the inputs, and what these are used for, whatever their names say.
    public var splits: [Split: [String]] = [:]
    /// Tell `progress` each example, with its id. The ids of a large folder take memory.
    public var tellsExamples = false

    public init() {}
  }

  public static let defaultModel = "gpt-4o-2024-08-06"

  private let inputs: [String]
  private let options: Options

  /// - Parameter inputs: prepared folders, or JSONL files in the chat format. A name such as `validation-00001.jsonl` or `test.jsonl`
  ///   says what a file is used for; all others train.
  public init(_ inputs: [String], options: Options = Options()) {
    self.inputs = inputs
    self.options = options
  }

  /// Reads everything; takes as long as reading the files does, and longer for much text. Cancelling the task ends it soon.
  /// - Parameter progress: is told each ``RunProgress/example(_:)``, when the options ask for it.
  /// - Throws: an input or table that cannot be read; a provider that does not exist; that the task was cancelled.
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> Estimate {
    let run = makeRun()
    return try await NamedThread.result("vp-estimate") { (isStopped) throws(RunError) in
      try run.run(isStopped: isStopped, each: options.tellsExamples ? { progress(.example($0)) } : nil)
    }
  }

  private func makeRun() -> EstimateRun {
    var read = inputs.map { EstimateRun.Input($0, split: nil) }
    for split in Split.allCases { read += (options.splits[split] ?? []).map { EstimateRun.Input($0, split: split) } }
    var run = EstimateRun(of: read, model: options.model)
    run.provider = options.provider
    run.epochs = options.epochs
    run.table = options.table
    return run
  }
}
