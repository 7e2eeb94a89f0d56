import PrepCheck
import PrepPipeline
import PrepProviders
public import PrepStatistics
import PrepSurvey
import PrepSystem

/// One run of a recipe: `visionprep prepare` as a value.
///
/// ```swift
/// let recipe = try Recipe(contentsOf: "watches/watches.yaml")
/// let preparation = try Preparation(recipe, options: PrepareOptions(output: "out", pages: .inProcess))
/// for try await event in preparation.events {
///   if case .outcome(let outcome) = event, let failure = outcome.failure { print(outcome.id, failure) }
/// }
/// ```
///
/// Nothing is printed and nothing exits. Several preparations may run in one process, each in its own output folder.
public final class Preparation: Sendable {
  private let channel = EventChannel()
  private let engine: Run
  /// What has ended at the recipe's provider, or ends within half a year: a sentence for each date. It depends on the clock, so it is no
  /// part of a plan, and of nothing that is written.
  public let closings: [String]

  /// - Throws: a provider that is not known, or whose profile has mistakes; a model that `image.fit` needs and that is not known.
  public init(_ recipe: Recipe, options: PrepareOptions) throws(RunError) {
    let profile: ProviderProfile
    do throws(RecipeError) {
      profile = try recipe.profile()
    } catch {
      throw RunError(.recipe, error)
    }
    if let format = ImageFormat(rawValue: recipe.image.format.rawValue), !profile.formats.contains(format) {
      throw RunError(
        .recipe, "image.format is \(format.rawValue), which \(profile.title) does not take",
        remedy: "choose one of \(profile.formats.map(\.rawValue).sorted().joined(separator: ", ")), or auto", key: "image.format")
    }
    closings = Closings.of(profile, model: nil, today: .today, within: Closings.notice).map { "\(profile.title): \($0)" }
    let channel = channel
    engine = Run(recipe, profile: profile, rule: try recipe.imageRule(), options: options.runOptions) { channel.send($0) }
  }

  /// Reads the whole input and says what there would be to do; writes nothing.
  public func plan() async throws(RunError) -> PlanSummary {
    let engine = engine
    return try await Self.onThread("vp-plan") { () throws(RunError) in try engine.plan() }
  }

  /// Counts what is in the dataset, and where it stands with the recipe's goals: `visionprep stats` as a value.
  /// - Parameters:
  ///   - stage: `planned` reads the input alone, and nothing expensive is done. `prepared` counts the records of the output folder,
  ///     which must be finished, and of the recipe and input as they are now.
  ///   - columns: to be counted beside those that goals name; several joined by ` + ` count as one.
  public func statistics(of stage: Statistics.Stage, columns: [String] = []) async throws(RunError) -> Statistics {
    let engine = engine
    return try await Self.onThread("vp-statistics") { () throws(RunError) in try engine.statistics(of: stage, columns: columns) }
  }

  /// Compares the answers and texts of the dataset with one another: what is written in two ways, what occurs twice, what
  /// contradicts itself. These are findings for a person to judge.
  /// - Parameters:
  ///   - stage: `prepared` looks at nothing but the records of the output folder.
  ///   - columns: whose values are compared.
  public func consistency(of stage: Statistics.Stage, columns: [String]) async throws(RunError) -> Consistency {
    let engine = engine
    return try await Self.onThread("vp-consistency") { () throws(RunError) in try engine.consistency(of: stage, columns: columns)
    }
  }

  private static func onThread<Value: Sendable>(
    _ name: String, _ body: @escaping @Sendable () throws(RunError) -> Value
  ) async throws(RunError) -> Value {
    let result: Result<Value, RunError> = await withCheckedContinuation { continuation in
      do throws(RunError) {
        _ = try NamedThread(name) { continuation.resume(returning: Result { () throws(RunError) in try body() }) }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try result.get()
  }

  /// The events of the run. Iterating begins the run, once; the run waits for a slow reader. Cancelling the task stops the run as
  /// ``stop()`` does, and the last event then says that it was interrupted; leaving the loop early stops it as well.
  public var events: RunEvents { RunEvents(run: engine, channel: channel) }

  /// Runs to the end.
  /// - Throws: what is wrong with the run itself. Failed items are no error: they are counted in the summary.
  public func run() async throws(RunError) -> RunSummary {
    try await events.summary()
  }

  /// Takes no more items and finishes those in flight, for a few seconds at the most. What is done stays done: the next run of
  /// the same recipe on the same folder goes on from there.
  public func stop() { engine.stop() }

  /// Stops at once, giving up what is in flight.
  public func abandon() { engine.abandon() }
}

/// The events of a ``Preparation`` or a ``Merge``, in order.
public struct RunEvents: AsyncSequence, Sendable {
  public typealias Element = RunEvent
  public typealias Failure = RunError

  let run: any Engine
  let channel: EventChannel

  /// Reads to the end.
  func summary() async throws(RunError) -> RunSummary {
    var summary: RunSummary?
    for try await event in self {
      if case .ended(let ended) = event { summary = ended }
    }
    guard let summary else {
      throw RunError(.system, "the run was begun already", remedy: "make a new value for each run")
    }
    return summary
  }

  public func makeAsyncIterator() -> Iterator { Iterator(Driver(run: run, channel: channel)) }

  public struct Iterator: AsyncIteratorProtocol {
    private let driver: Driver

    fileprivate init(_ driver: Driver) { self.driver = driver }

    public mutating func next() async throws(RunError) -> RunEvent? { try await next(isolation: nil) }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(RunError) -> RunEvent? {
      try await driver.next()
    }
  }

  /// Lives as long as the loop over the events does.
  fileprivate final class Driver: Sendable {
    private let run: any Engine
    private let channel: EventChannel

    init(run: any Engine, channel: EventChannel) {
      self.run = run
      self.channel = channel
      guard channel.begin() else { return }
      do throws(RunError) {
        _ = try NamedThread("vp-run") {
          do throws(RunError) {
            _ = try run.execute()
            channel.finish(nil)
          } catch {
            channel.finish(error)
          }
        }
      } catch {
        channel.finish(error)
      }
    }

    deinit {
      run.stop()
      channel.close()
    }

    func next() async throws(RunError) -> RunEvent? {
      let run = run
      let result = await withTaskCancellationHandler {
        await channel.next()
      } onCancel: {
        run.stop()
      }
      return try result.get()
    }
  }
}
