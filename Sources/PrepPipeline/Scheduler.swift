/// Decides what runs next. It is a pure state machine that takes events and returns actions: it holds no lock, starts no thread,
/// and knows nothing of images.
///
/// An item is a chain of jobs, each on one lane. Memory is lent from a budget: a job starts only while the memory held plus its
/// own need fits the budget. Within a lane, jobs start in the order of the plan. The head, the lowest item that is not committed,
/// may always start, so the flow cannot deadlock. Finished items are committed in the order of the plan.
struct Scheduler {
  /// The threads or processes of one kind of work.
  enum Lane: Int, CaseIterable, Sendable { case fetch, render, compute }

  struct Job: Sendable, Hashable {
    var lane: Lane
    /// The number of bytes that the job may need while it runs, beyond what its item already holds.
    var need: Int
  }

  struct Capacity: Sendable {
    /// The most items that are admitted and not yet committed.
    var window: Int
    /// The most bytes that all items together may hold.
    var memory: Int
    /// With more than this many bytes on their way to the sink, no compute job starts: it would only fill memory and caches.
    var committing = Int.max
    /// The number of concurrent jobs, by lane.
    var fetch: Int
    var render: Int
    var compute: Int

    func jobs(on lane: Lane) -> Int {
      switch lane {
      case .fetch: fetch
      case .render: render
      case .compute: compute
      }
    }
  }

  enum Event: Sendable, Hashable {
    /// The next item of the plan, in ascending order, with its first job.
    case planned(ordinal: Int, first: Job)
    case planEnded
    /// A job has ended; its item now holds `holding` bytes and continues with `next`.
    case advanced(ordinal: Int, holding: Int, next: Job)
    /// The last job of an item has ended; its outcome holds `holding` bytes until it is committed.
    case finished(ordinal: Int, holding: Int)
    case committed(ordinal: Int)
    /// Admit no more items, and finish those that have begun.
    case stop
    /// Abandon all unfinished items.
    case abandon
  }

  enum Action: Sendable, Hashable {
    /// Ask the planner for this many more items.
    case request(Int)
    case start(ordinal: Int, Lane)
    case commit(ordinal: Int)
    /// The item will not be finished in this run.
    case discard(ordinal: Int)
    case end
  }

  private struct Entry {
    enum Phase { case pending(Job), running(Job), finished, committing }
    var phase: Phase
    var holding = 0
    var hasStarted = false
  }

  private let capacity: Capacity
  private var entries: [Int: Entry] = [:]
  /// The ordinals of `entries` from `first` on, ascending.
  private var order: [Int] = []
  private var first = 0
  /// The index in `order` of the first item that is not being committed.
  private var uncommitted = 0
  /// Ordinals that wait for a lane, in descending order: the lowest is last.
  private var pending: [[Int]] = Lane.allCases.map { _ in [] }
  private var running = Lane.allCases.map { _ in 0 }
  /// Jobs that are still running for discarded items.
  private var orphans: [Int: Job] = [:]
  private var requested = 0
  private var planEnded = false
  /// Items with this ordinal or a higher one are not finished in this run.
  private var limit = Int.max
  private var hasEnded = false
  /// The number of bytes that are currently held and lent.
  private(set) var inUse = 0
  /// The number of bytes of outcomes that wait for the sink or are being written.
  private var committing = 0

  init(capacity: Capacity) { self.capacity = capacity }

  /// The first actions of the flow.
  mutating func begin() -> [Action] { proceed() }

  mutating func handle(_ event: Event) -> [Action] {
    switch event {
    case .planned(let ordinal, let job):
      requested -= 1
      guard ordinal < limit else { return [.discard(ordinal: ordinal)] + proceed() }
      entries[ordinal] = Entry(phase: .pending(job))
      order.append(ordinal)
      wait(ordinal, on: job.lane)
    case .planEnded:
      planEnded = true
      requested = 0
    case .advanced(let ordinal, let holding, let next):
      guard leaveLane(ordinal, holding: holding) else { break }
      entries[ordinal]?.phase = .pending(next)
      wait(ordinal, on: next.lane)
    case .finished(let ordinal, let holding):
      guard leaveLane(ordinal, holding: holding) else { break }
      entries[ordinal]?.phase = .finished
    case .committed(let ordinal):
      let held = entries.removeValue(forKey: ordinal)?.holding ?? 0
      inUse -= held
      committing -= held
      first += 1
      if first == order.count || first > 4096 {
        order.removeFirst(first)
        uncommitted -= first
        first = 0
      }
    case .stop:
      return cut(at: order[first...].first { entries[$0]?.hasStarted == false }) + proceed()
    case .abandon:
      return cut(
        at: order[first...].first { ordinal in
          switch entries[ordinal]?.phase {
          case .pending, .running: true
          default: false
          }
        }) + proceed()
    }
    return proceed()
  }

  private mutating func wait(_ ordinal: Int, on lane: Lane) {
    // The ordinal is mostly the highest so far. The array is short: at most the window.
    let index = pending[lane.rawValue].firstIndex { $0 < ordinal } ?? pending[lane.rawValue].count
    pending[lane.rawValue].insert(ordinal, at: index)
  }

  /// Returns the memory of the item's running job. False when the item was discarded meanwhile.
  private mutating func leaveLane(_ ordinal: Int, holding: Int) -> Bool {
    if let job = orphans.removeValue(forKey: ordinal) {
      running[job.lane.rawValue] -= 1
      inUse -= job.need
      return false
    }
    guard let entry = entries[ordinal], case .running(let job) = entry.phase else { return false }
    running[job.lane.rawValue] -= 1
    inUse += holding - entry.holding - job.need
    entries[ordinal]?.holding = holding
    return true
  }

  /// Ends admission and discards all items from `ordinal` on; nil keeps all admitted items.
  private mutating func cut(at ordinal: Int?) -> [Action] {
    planEnded = true
    let end = ordinal ?? (order[first...].last.map { $0 + 1 } ?? 0)
    guard end < limit else { return [] }
    limit = end
    var actions: [Action] = []
    while order.count > first, let last = order.last, last >= limit {
      order.removeLast()
      guard let entry = entries.removeValue(forKey: last) else { continue }
      inUse -= entry.holding
      switch entry.phase {
      case .pending(let job): pending[job.lane.rawValue].removeAll { $0 == last }
      case .running(let job): orphans[last] = job
      case .finished, .committing: break
      }
      actions.append(.discard(ordinal: last))
    }
    return actions
  }

  /// All actions that are possible now.
  private mutating func proceed() -> [Action] {
    guard !hasEnded else { return [] }
    var actions: [Action] = []
    for lane in Lane.allCases {
      if lane == .compute, committing > capacity.committing { continue }
      while running[lane.rawValue] < capacity.jobs(on: lane), let ordinal = pending[lane.rawValue].last,
        let entry = entries[ordinal], case .pending(let job) = entry.phase,
        ordinal == order[first] || inUse + job.need <= capacity.memory
      {
        pending[lane.rawValue].removeLast()
        entries[ordinal]?.phase = .running(job)
        entries[ordinal]?.hasStarted = true
        running[lane.rawValue] += 1
        inUse += job.need
        actions.append(.start(ordinal: ordinal, lane))
      }
    }
    while uncommitted < order.count, case .finished? = entries[order[uncommitted]]?.phase {
      entries[order[uncommitted]]?.phase = .committing
      committing += entries[order[uncommitted]]?.holding ?? 0
      actions.append(.commit(ordinal: order[uncommitted]))
      uncommitted += 1
    }
    let room = capacity.window - (order.count - first) - requested
    // Requests half a window at a time, so that the planner is not woken for every item.
    if !planEnded, room > 0, room >= capacity.window / 2 || order.count == first, inUse < capacity.memory || order.count == first
    {
      requested += room
      actions.append(.request(room))
    }
    if planEnded, order.count == first {
      hasEnded = true
      actions.append(.end)
    }
    return actions
  }
}
