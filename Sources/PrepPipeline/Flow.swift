import PrepCore
import PrepSystem

/// The shell around the scheduler: it stores the items, passes events to the scheduler, and hands its actions to the lanes. It
/// makes no decisions.
final class Flow: Sendable {
  private struct State {
    var scheduler: Scheduler
    var works: [Int: Work] = [:]
    var isEnded = false
  }

  private let state: Monitor<State>
  private let steps: ItemSteps
  /// The queues on which the consumers wait: items to work on, by lane; outcomes to write; and the number of items to plan.
  let fetch = WorkQueue<Work>()
  let render = WorkQueue<Work>()
  let compute = WorkQueue<Work>()
  let outcomes = WorkQueue<PreparedOutcome>()
  let requests = WorkQueue<Int>()

  init(capacity: Scheduler.Capacity, steps: ItemSteps) {
    state = Monitor(State(scheduler: Scheduler(capacity: capacity)))
    self.steps = steps
  }

  func begin() {
    state.read { state in
      let actions = state.scheduler.begin()
      perform(actions, &state)
    }
  }

  func add(_ item: Item) {
    let work = steps.begin(item)
    guard let job = steps.next(work) else { return }
    state.read { state in
      state.works[item.ordinal] = work
      handle(.planned(ordinal: item.ordinal, first: job), &state)
    }
  }

  /// Takes an item back from a lane.
  func put(_ work: Work) {
    let ordinal = work.item.ordinal
    let holding = work.holding
    state.read { state in
      state.works[ordinal] = work
      if let job = steps.next(work) {
        handle(.advanced(ordinal: ordinal, holding: holding, next: job), &state)
      } else {
        handle(.finished(ordinal: ordinal, holding: holding), &state)
      }
    }
  }

  /// Posts an event that carries no item: `planEnded`, `committed`, `stop` or `abandon`.
  func post(_ event: Scheduler.Event) { state.read { handle(event, &$0) } }

  private func handle(_ event: Scheduler.Event, _ state: inout State) {
    let actions = state.scheduler.handle(event)
    perform(actions, &state)
  }

  private func perform(_ actions: [Scheduler.Action], _ state: inout State) {
    for action in actions {
      switch action {
      case .request(let count): requests.push(count)
      case .start(let ordinal, let lane):
        guard let work = state.works.removeValue(forKey: ordinal) else { continue }
        switch lane {
        case .fetch: fetch.push(work)
        case .render: render.push(work)
        case .compute: compute.push(work)
        }
      case .commit(let ordinal):
        guard case .done(let outcome)? = state.works.removeValue(forKey: ordinal) else { continue }
        outcomes.push(outcome)
      case .discard(let ordinal): state.works[ordinal] = nil
      case .end:
        state.isEnded = true
        fetch.close()
        render.close()
        compute.close()
        outcomes.close()
        requests.close()
      }
    }
  }

  var isEnded: Bool { state.read { $0.isEnded } }
}
