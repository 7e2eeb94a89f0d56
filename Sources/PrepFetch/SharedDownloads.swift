/// Which downloads run, who waits for each, and how the latest ended: equal questions that come together, or soon after one
/// another, are asked once.
struct SharedDownloads {
  typealias Ending = Result<FetchedBody, FetchError>
  typealias Completion = @Sendable (Ending) -> Void

  /// What is to be done for one who asks.
  enum Step {
    /// There is an answer already.
    case tell(Ending)
    /// An equal download runs; its end is told to this one, too.
    case wait
    /// A download is to be started, and ``end(_:_:_:isKept:)`` called with its number.
    case start(Int)
  }

  private var recent: RecentEndings
  /// Downloads by their question; those of a run that was cancelled are no longer among them.
  private var numbers: [Question: Int] = [:]
  private var waiting: [Int: [Completion]] = [:]
  private var count = 0

  /// - Parameter capacity: bytes of finished downloads that are kept.
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

  /// A download has ended.
  /// - Parameter isKept: whether those who ask later are told the same.
  /// - Returns: whom to tell.
  mutating func end(_ number: Int, _ question: Question, _ ending: Ending, isKept: Bool) -> [Completion] {
    if numbers[question] == number { numbers[question] = nil }
    if isKept { recent.keep(ending, of: ending == .failure(.notModified) ? question : question.plain) }
    return waiting.removeValue(forKey: number) ?? []
  }

  /// Everything that runs is about to be cancelled: those who ask from now on do not wait for it.
  mutating func forgetRunning() { numbers = [:] }
}
