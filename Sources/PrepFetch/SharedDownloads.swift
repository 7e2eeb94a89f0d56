/// Keeps track of running downloads, the callers that wait for each of them, and the latest results. Equal questions that come at
/// the same time, or soon after one another, are sent once.
struct SharedDownloads {
  typealias Ending = Result<FetchedBody, FetchError>
  typealias Completion = @Sendable (Ending) -> Void

  /// The action to take for a new request.
  enum Step {
    /// A result is already available.
    case tell(Ending)
    /// An equal download is running; its result will go to this caller as well.
    case wait
    /// The caller must start a download, and call ``end(_:_:_:isKept:)`` with its number.
    case start(Int)
  }

  private var recent: RecentEndings
  /// Downloads by their question, without those of a cancelled run.
  private var numbers: [Question: Int] = [:]
  private var waiting: [Int: [Completion]] = [:]
  private var count = 0

  /// - Parameter capacity: the number of bytes of finished downloads that are kept.
  init(capacity: Int) { recent = RecentEndings(capacity: capacity) }

  mutating func ask(_ question: Question, _ completion: @escaping Completion) -> Step {
    if let ending = recent[question] ?? recent[question.plain] { return .tell(ending) }
    if let number = numbers[question] ?? numbers[question.plain] {
      waiting[number, default: []].append(completion)
      return .wait
    }
    count += 1
    numbers[question] = count
    waiting[count] = [completion]
    return .start(count)
  }

  /// Records that a download has ended.
  /// - Parameter isKept: whether later callers receive the same result.
  /// - Returns: the callers that wait for the result.
  mutating func end(_ number: Int, _ question: Question, _ ending: Ending, isKept: Bool) -> [Completion] {
    if numbers[question] == number { numbers[question] = nil }
    if isKept { recent.keep(ending, of: ending == .failure(.notModified) ? question : question.plain) }
    return waiting.removeValue(forKey: number) ?? []
  }

  /// Called before all running downloads are cancelled, so that later callers do not wait for them.
  mutating func forgetRunning() { numbers = [:] }
}
