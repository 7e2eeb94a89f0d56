/// How the latest downloads ended, by address, as far as their bodies fit into so many bytes; the oldest go first.
struct RecentEndings {
  typealias Ending = Result<FetchedBody, FetchError>

  /// What an entry takes beside its body, roughly.
  private static let overhead = 1024

  private let capacity: Int
  private var endings: [Substring: Ending] = [:]
  private var order = Queue<Substring>()
  private var bytes = 0

  init(capacity: Int) { self.capacity = max(capacity, 0) }

  subscript(address: Substring) -> Ending? { endings[address] }

  /// Keeps an ending, unless it would push out most of the others.
  mutating func keep(_ ending: Ending, of address: Substring) {
    let size = Self.size(ending)
    guard size <= capacity / 4, endings[address] == nil else { return }
    endings[address] = ending
    order.append(address)
    bytes += size
    while bytes > capacity, let oldest = order.popFirst() {
      if let gone = endings.removeValue(forKey: oldest) { bytes -= Self.size(gone) }
    }
  }

  private static func size(_ ending: Ending) -> Int {
    if case .success(let body) = ending { overhead + body.bytes.count } else { overhead }
  }
}
