import PrepCore
import PrepSystem

/// How the latest downloads ended, by what was asked, as far as their bodies fit into so many bytes; the oldest go first.
struct RecentEndings {
  typealias Ending = Result<FetchedBody, FetchError>

  /// What an entry takes beside its body, roughly.
  private static let overhead = 1024

  private let capacity: Int
  private var endings: [Question: Ending] = [:]
  private var order = Queue<Question>()
  private var bytes = 0

  init(capacity: Int) { self.capacity = max(capacity, 0) }

  subscript(question: Question) -> Ending? { endings[question] }

  /// Keeps an ending, unless it would push out most of the others.
  mutating func keep(_ ending: Ending, of question: Question) {
    let size = Self.size(ending)
    guard size <= capacity / 4, endings[question] == nil else { return }
    endings[question] = ending
    order.append(question)
    bytes += size
    while bytes > capacity, let oldest = order.popFirst() {
      if let gone = endings.removeValue(forKey: oldest) { bytes -= Self.size(gone) }
    }
  }

  private static func size(_ ending: Ending) -> Int {
    if case .success(let body) = ending { overhead + body.bytes.count } else { overhead }
  }
}
