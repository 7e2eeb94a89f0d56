import PrepCore
import PrepSystem

/// The results of the latest downloads, by question, limited to a total size in bytes; the oldest are evicted first.
struct RecentEndings {
  typealias Ending = Result<FetchedBody, FetchError>

  /// The approximate size of an entry without its body.
  private static let overhead = 1024

  private let capacity: Int
  private var endings: [Question: Ending] = [:]
  private var order = Queue<Question>()
  private var bytes = 0

  init(capacity: Int) { self.capacity = max(capacity, 0) }

  subscript(question: Question) -> Ending? { endings[question] }

  /// Keeps a result, unless it would evict most of the others.
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
