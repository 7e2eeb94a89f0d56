@testable import PrepPipeline

/// What surrounds a scheduler: a planner, lanes and a sink that obey its actions. It keeps its own books and says what is wrong.
struct SchedulerWorld {
  /// An item's jobs, with the bytes that it holds after each.
  struct Chain: Hashable, Sendable {
    var jobs: [Scheduler.Job]
    var holding: [Int]
  }

  /// Where an item is.
  enum Phase: Hashable {
    case unplanned
    case waiting(Int)
    case running(Int)
    case finished
    case committing
    case committed
    /// Discarded; the job with this number still runs.
    case orphan(Int)
    case discarded
  }

  /// All that can be seen from outside. Two worlds with equal books behave alike from here on.
  struct Books: Hashable {
    var phases: [Phase]
    var planned = 0
    var requested = 0
    var planEnded = false
    var isStopped = false
    var isAbandoned = false
    var isEnded = false
    var inUse = 0
  }

  let capacity: Scheduler.Capacity
  let chains: [Chain]
  var scheduler: Scheduler
  var books: Books

  init(_ capacity: Scheduler.Capacity, _ chains: [Chain]) {
    self.capacity = capacity
    self.chains = chains
    scheduler = Scheduler(capacity: capacity)
    books = Books(phases: chains.map { _ in .unplanned })
  }

  /// What happens next in the surroundings.
  enum Step: Hashable {
    case plan
    case endPlan
    case complete(Int)
    case commit(Int)
    case stop
    case abandon
  }

  /// Every step that may come now.
  var steps: [Step] {
    var steps: [Step] = []
    if !books.planEnded {
      if books.planned < chains.count {
        if books.requested > 0 { steps.append(.plan) }
      } else {
        steps.append(.endPlan)
      }
    }
    for (ordinal, phase) in books.phases.enumerated() {
      switch phase {
      case .running, .orphan: steps.append(.complete(ordinal))
      case .committing: if isNextToCommit(ordinal) { steps.append(.commit(ordinal)) }
      default: break
      }
    }
    if !books.isEnded {
      if !books.isStopped { steps.append(.stop) }
      if !books.isAbandoned { steps.append(.abandon) }
    }
    return steps
  }

  /// The sink writes in the order in which it was given the items.
  private func isNextToCommit(_ ordinal: Int) -> Bool { books.phases[..<ordinal].allSatisfy { $0 == .committed } }

  /// What the scheduler did wrong.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  mutating func begin() throws(Fault) {
    let actions = scheduler.begin()
    try obey(actions, wasEnded: false)
  }

  mutating func take(_ step: Step) throws(Fault) {
    let wasEnded = books.isEnded
    let event: Scheduler.Event
    switch step {
    case .plan:
      event = .planned(ordinal: books.planned, first: chains[books.planned].jobs[0])
      books.phases[books.planned] = .waiting(0)
      books.planned += 1
      books.requested -= 1
    case .endPlan:
      event = .planEnded
      books.planEnded = true
      books.requested = 0
    case .complete(let ordinal): event = complete(ordinal)
    case .commit(let ordinal):
      event = .committed(ordinal: ordinal)
      books.phases[ordinal] = .committed
      books.inUse -= chains[ordinal].holding.last ?? 0
    case .stop:
      event = .stop
      books.isStopped = true
    case .abandon:
      event = .abandon
      books.isAbandoned = true
    }
    let actions = scheduler.handle(event)
    try obey(actions, wasEnded: wasEnded)
  }

  private func held(_ ordinal: Int, before job: Int) -> Int { job == 0 ? 0 : chains[ordinal].holding[job - 1] }

  private mutating func complete(_ ordinal: Int) -> Scheduler.Event {
    let chain = chains[ordinal]
    let job: Int
    switch books.phases[ordinal] {
    case .running(let number):
      job = number
      books.inUse += chain.holding[job] - held(ordinal, before: job) - chain.jobs[job].need
      books.phases[ordinal] = job + 1 < chain.jobs.count ? .waiting(job + 1) : .finished
    case .orphan(let number):
      job = number
      books.inUse -= chain.jobs[job].need
      books.phases[ordinal] = .discarded
    default: fatalError("only running jobs end")
    }
    if job + 1 < chain.jobs.count {
      return .advanced(ordinal: ordinal, holding: chain.holding[job], next: chain.jobs[job + 1])
    }
    return .finished(ordinal: ordinal, holding: chain.holding[job])
  }

  private mutating func obey(_ actions: [Scheduler.Action], wasEnded: Bool) throws(Fault) {
    for (position, action) in actions.enumerated() {
      // The planner may be about to hand over an item when the flow ends; it is told to forget it.
      if wasEnded {
        guard case .discard = action, actions.count == 1 else { throw Fault(description: "\(action) after the end") }
      }
      if books.isEnded { guard wasEnded else { throw Fault(description: "\(action) behind the end") } }
      try obey(action)
      if action == .end, position != actions.count - 1 { throw Fault(description: "the end is not the last action") }
    }
    try checkWhole()
  }

  /// The lowest item that is here and not committed.
  private var head: Int? {
    books.phases.firstIndex { phase in
      switch phase {
      case .waiting, .running, .finished, .committing: true
      case .unplanned, .committed, .orphan, .discarded: false
      }
    }
  }

  private mutating func obey(_ action: Scheduler.Action) throws(Fault) {
    switch action {
    case .request(let count):
      guard count > 0 else { throw Fault(description: "a request for \(count)") }
      guard !books.planEnded, !books.isStopped, !books.isAbandoned else {
        throw Fault(description: "a request after the last item")
      }
      books.requested += count
    case .start(let ordinal, let lane):
      guard case .waiting(let job) = books.phases[ordinal] else { throw Fault(description: "\(ordinal) started out of turn") }
      guard chains[ordinal].jobs[job].lane == lane else { throw Fault(description: "\(ordinal) started on \(lane)") }
      for (other, phase) in books.phases[..<ordinal].enumerated() {
        if case .waiting(let next) = phase, chains[other].jobs[next].lane == lane {
          throw Fault(description: "\(ordinal) started before \(other) on \(lane)")
        }
      }
      books.phases[ordinal] = .running(job)
      books.inUse += chains[ordinal].jobs[job].need
      guard books.inUse <= capacity.memory || ordinal == head else {
        throw Fault(description: "\(ordinal) is not the head and brings memory to \(books.inUse)")
      }
    case .commit(let ordinal):
      guard books.phases[ordinal] == .finished else { throw Fault(description: "\(ordinal) committed and not finished") }
      guard books.phases[..<ordinal].allSatisfy({ $0 == .committed || $0 == .committing }) else {
        throw Fault(description: "\(ordinal) committed out of order")
      }
      books.phases[ordinal] = .committing
    case .discard(let ordinal):
      guard books.isStopped || books.isAbandoned else { throw Fault(description: "\(ordinal) discarded without cause") }
      switch books.phases[ordinal] {
      case .running(let job):
        books.inUse -= held(ordinal, before: job)
        books.phases[ordinal] = .orphan(job)
      case .waiting(let job):
        books.inUse -= held(ordinal, before: job)
        books.phases[ordinal] = .discarded
      case .finished:
        books.inUse -= chains[ordinal].holding.last ?? 0
        books.phases[ordinal] = .discarded
      default: throw Fault(description: "\(ordinal) discarded while \(books.phases[ordinal])")
      }
    case .end: books.isEnded = true
    }
  }

  /// What must hold in every state.
  private func checkWhole() throws(Fault) {
    var running = [0, 0, 0]
    var isMoving = books.requested > 0 || (books.planned == chains.count && !books.planEnded)
    var hasGap = false
    for (ordinal, phase) in books.phases.enumerated() {
      switch phase {
      case .running(let job), .orphan(let job):
        running[chains[ordinal].jobs[job].lane.rawValue] += 1
        isMoving = true
      case .committing: isMoving = true
      default: break
      }
      switch phase {
      case .unplanned, .orphan, .discarded: hasGap = true
      default: if hasGap { throw Fault(description: "\(ordinal) is kept behind one that was given up") }
      }
    }
    for lane in Scheduler.Lane.allCases where running[lane.rawValue] > capacity.jobs(on: lane) {
      throw Fault(description: "\(running[lane.rawValue]) jobs on \(lane)")
    }
    let present = books.phases.count { phase in
      switch phase {
      case .waiting, .running, .finished, .committing: true
      default: false
      }
    }
    guard present + (books.isStopped || books.isAbandoned ? 0 : books.requested) <= capacity.window else {
      throw Fault(description: "\(present) items and \(books.requested) requested are above the window")
    }
    guard scheduler.inUse == books.inUse else {
      throw Fault(description: "\(scheduler.inUse) bytes in use by the scheduler, \(books.inUse) by the books")
    }
    if books.isEnded {
      guard present == 0 else { throw Fault(description: "the end with \(present) items left") }
      let isWhole = books.phases.allSatisfy { $0 == .committed }
      guard isWhole || books.isStopped || books.isAbandoned else { throw Fault(description: "the end before all is committed") }
    } else if !isMoving {
      throw Fault(description: "nothing runs, and there is no end")
    }
  }

  /// What must hold when no step is left.
  func checkEnd() throws(Fault) {
    guard books.isEnded else { throw Fault(description: "no step is left, and there was no end") }
    guard books.inUse == 0, scheduler.inUse == 0 else { throw Fault(description: "\(books.inUse) bytes are never given back") }
    guard books.phases.allSatisfy({ $0 == .committed || $0 == .discarded || $0 == .unplanned }) else {
      throw Fault(description: "an item has no ending: \(books.phases)")
    }
  }
}
