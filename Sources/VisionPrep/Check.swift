import PrepCheck
import PrepDataset
import PrepPipeline
import PrepProviders
import PrepSystem
import PrepTokens

/// Whether providers accept JSONL files: `visionprep check` as a value.
///
/// ```swift
/// let check = try Check(["train.jsonl"], providers: ["openai", "together"])
/// let summaries = try await check.run { finding in print(finding) }
/// for summary in summaries { print(summary.file, summary.provider, summary.verdict) }
/// ```
///
/// Any JSONL file can be checked, also one that visionprep did not write. Nothing is printed and nothing exits.
public struct Check: Sendable {
  /// Decode every pixel of every image. Without it headers, structure and checksums are looked at, many times faster.
  public var decode = false
  /// Findings of each code that are handed on, of each file and provider; nil for all.
  public var findingsPerCode: Int? = 5
  /// Threads that work at a time.
  public var jobs = Machine.processors

  private let files: [DatasetInput.File]
  private let profiles: [ProviderProfile]
  private let model: String?

  /// - Parameters:
  ///   - paths: files, `-` for standard input, or folders that `prepare` wrote: they stand for the files of their splits.
  ///   - providers: names of profiles, or paths of their files; when there are none, the one that a folder was prepared for, else
  ///     `openai`.
  ///   - model: the one that is to be trained; nil for any of the providers'.
  ///   - split: what the files are used for; nil to tell by their names, as `prepare` gives them.
  /// - Throws: a provider, a profile or a model that is not known; a folder without files.
  public init(_ paths: [String], providers: [String] = [], model: String? = nil, split: Split? = nil) throws(RunError) {
    var inputs: [DatasetInput] = []
    for path in paths { inputs.append(try DatasetInput(path, split: split)) }
    files = inputs.flatMap(\.files)
    let providers = providers.isEmpty ? inputs.providers : providers
    self.model = model
    var profiles: [ProviderProfile] = []
    for provider in providers.isEmpty ? ["openai"] : providers {
      do throws(RecipeError) {
        profiles.append(try ProviderProfile.find(provider))
      } catch {
        throw RunError(.usage, error)
      }
    }
    self.profiles = profiles
    guard let model else { return }
    for profile in profiles where !profile.models.contains(where: { $0.name == model }) {
      let names = profile.models.map(\.name)
      throw RunError(
        .usage, "the profile \(profile.name) has no model \(model)",
        remedy: names.isEmpty ? "it names no models; leave the model out" : "choose one of \(names.joined(separator: ", "))")
    }
  }

  /// Checks the files, one after the other, each for all providers.
  /// - Parameters:
  ///   - ended: called when a file was checked for a provider, after its findings.
  ///   - each: called with each finding, in the order of the lines.
  /// - Returns: a summary for each file and provider.
  /// - Throws: a file that cannot be read.
  @discardableResult
  public func run(
    ended: @escaping @Sendable (CheckSummary) -> Void = { _ in }, each: @escaping @Sendable (CheckFinding) -> Void
  ) async throws(RunError) -> [CheckSummary] {
    let result: Result<[CheckSummary], RunError> = await withCheckedContinuation { continuation in
      do throws(RunError) {
        _ = try NamedThread("vp-check") {
          continuation.resume(returning: Result { () throws(RunError) in try summaries(ended: ended, each: each) })
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try result.get()
  }

  private func summaries(
    ended: (CheckSummary) -> Void, each: (CheckFinding) -> Void
  ) throws(RunError) -> [CheckSummary] {
    var summaries: [CheckSummary] = []
    let tokens = model.flatMap(TokenRules.init(model:))
    for file in files {
      for profile in profiles {
        var options = CheckOptions()
        options.isDecoding = decode
        options.limit = findingsPerCode
        options.jobs = max(1, jobs)
        options.model = model
        options.tokens = tokens
        options.context = (profile.models.first { $0.name == model } ?? profile.models.first)?.context
        let summary = try FileCheck(profile, options: options).check(file.path, split: file.split, each: each)
        ended(summary)
        summaries.append(summary)
      }
    }
    return summaries
  }
}
