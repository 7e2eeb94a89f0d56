import PrepCore
import PrepFetch

/// The downloads of one item's addresses; the item goes on when all have ended.
final class Download: Sendable {
  private struct State {
    var bodies: [Int: [UInt8]] = [:]
    var failure: (position: Int, Failure)?
    var isCancelled = false
    var left: Int
  }

  private let item: Item
  private let flow: Flow
  private let steps: ItemSteps
  private let state: Monitor<State>
  private let addresses: [(position: Int, url: String)]

  init(_ item: Item, flow: Flow, steps: ItemSteps) {
    self.item = item
    self.flow = flow
    self.steps = steps
    addresses = item.sources.enumerated().compactMap { position, source in
      if case .url(let url) = source { (position, url) } else { nil }
    }
    state = Monitor(State(left: addresses.count))
  }

  func start(with fetcher: Fetcher) {
    for (position, url) in addresses {
      fetcher.fetch(url) { [self] result in finish(position, result) }
    }
  }

  private func finish(_ position: Int, _ result: Result<FetchedBody, FetchError>) {
    let ended = state.read { state -> State? in
      switch result {
      case .success(let body): state.bodies[position] = body.bytes
      case .failure(.cancelled): state.isCancelled = true
      case .failure(.failure(let failure)):
        // The first failing source speaks for the item, whichever download ends first.
        if state.failure.map({ position < $0.position }) ?? true { state.failure = (position, failure) }
      }
      state.left -= 1
      return state.left == 0 ? state : nil
    }
    // A cancelled download belongs to a run that has given up; nobody waits for it.
    guard let ended, !ended.isCancelled else { return }
    if let (_, failure) = ended.failure {
      flow.put(steps.failed(item, failure))
    } else {
      flow.put(.fetched(item, bodies: ended.bodies))
    }
  }
}
