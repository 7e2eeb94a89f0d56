import PrepCheck
import PrepDataset
import PrepProviders
import PrepSystem
import PrepTokens

/// Whether providers accept JSONL files: `visionprep check` as a value.
///
/// ```swift
/// var options = DatasetCheck.Options()
/// options.providers = ["openai", "together"]
/// let summaries = try await DatasetCheck(["train.jsonl"], options: options).run { progress in
///   if case .finding(let finding) = progress { print(finding) }
/// }
/// for summary in summaries { print(summary.file, summary.provider, summary.verdict) }
/// ```
///
/// Any JSONL file can be checked, also one that visionprep did not write. Nothing is printed and nothing exits.
public struct DatasetCheck: Sendable {
  public struct Options: Sendable, Hashable {
    /// Names of profiles, or paths of their files; when there are none, the one that a folder was prepared for, else `openai`.
    public var providers: [String] = []
    /// The model that is to be trained; nil for any of the providers'.
    public var model: String?
    /// What the files are used for; nil to tell by their names, as a preparation gives them.
    public var split: Split?
    /// Decode every pixel of every image. Without it headers, structure and checksums are looked at, many times faster.
    public var decode = false
    /// Findings of each code that are handed on, of each file and provider; nil for all.
    public var findingsPerCode: Int? = 5
    /// Threads that work at a time.
    public var jobs: Int

    /// - Parameter jobs: by default the processors that this process may use.
    public init(jobs: Int? = nil) { self.jobs = max(1, jobs ?? Machine.processors) }
  }

  private let paths: [String]
  private let options: Options

  /// - Parameter paths: files, `-` for standard input, or folders of ``Preparation``, which stand for the files of their splits.
  public init(_ paths: [String], options: Options = Options()) {
    self.paths = paths
    self.options = options
  }

  /// Checks the files, one after the other, each for all providers. Cancelling the task ends the check soon.
  /// - Parameter progress: is told each ``RunProgress/finding(_:)``, and ``RunProgress/checked(_:)`` after those of a file.
  /// - Returns: a summary for each file and provider.
  /// - Throws: a provider, a profile or a model that is not known; a folder without files, a file that cannot be read; that the task was
  ///   cancelled.
  @discardableResult
  public func run(progress: @escaping RunProgress.Handler = { _ in }) async throws(RunError) -> [CheckSummary] {
    try await NamedThread.result("vp-check") { (isStopped) throws(RunError) in
      let (files, profiles) = try resolve()
      var summaries: [CheckSummary] = []
      let tokens = options.model.flatMap(TokenRules.init(model:))
      for file in files {
        for profile in profiles {
          var checking = CheckOptions()
          checking.isDecoding = options.decode
          checking.limit = options.findingsPerCode
          checking.jobs = max(1, options.jobs)
          checking.model = options.model
          checking.tokens = tokens
          let tunable = profile.tunableModels
          checking.context = (tunable.first { $0.name == options.model } ?? tunable.first)?.context
          checking.isStopped = isStopped
          let check = FileCheck(profile, options: checking)
          let summary = try check.check(file.path, split: file.split) { progress(.finding($0)) }
          progress(.checked(summary))
          summaries.append(summary)
        }
      }
      return summaries
    }
  }

  /// The files, and the profiles that they are checked for.
  private func resolve() throws(RunError) -> ([DatasetInput.File], [ProviderProfile]) {
    var inputs: [DatasetInput] = []
    for path in paths { inputs.append(try DatasetInput(path, split: options.split)) }
    let files = inputs.flatMap(\.files)
    var providers = options.providers.isEmpty ? inputs.providers : options.providers
    if providers.isEmpty { providers = ["openai"] }
    var profiles: [ProviderProfile] = []
    for (index, provider) in providers.enumerated() where !providers[..<index].contains(provider) {
      do throws(RecipeError) {
        profiles.append(try ProviderProfile.find(provider))
      } catch {
        throw RunError(error)
      }
    }
    if let model = options.model {
      for profile in profiles {
        let names = profile.tunableModels.map(\.name)
        guard !names.contains(model) else { continue }
        throw RunError(
          .unknownModel, "the profile \(profile.name) has no model \(model)",
          remedy: names.isEmpty ? "it names no models; leave the model out" : "choose one of \(names.joined(separator: ", "))")
      }
    }
    return (files, profiles)
  }
}
