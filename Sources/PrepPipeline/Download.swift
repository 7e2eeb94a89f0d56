import PrepCore
import PrepFetch
import PrepSystem

/// The downloads of one item's addresses. The item continues when all of them have ended.
final class Download: Sendable {
  private struct State {
    var downloaded = Downloaded()
    var failing: Int?
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
      let known = steps.cache?.download(of: url)
      fetcher.fetch(url, validators: known?.validators) { [self] result in finish(position, result, known) }
    }
  }

  private func finish(_ position: Int, _ result: Result<FetchedBody, FetchError>, _ known: CachedDownload?) {
    let ended = state.read { state -> State? in
      switch result {
      case .success(let body): state.downloaded.bodies[position] = .new(body)
      case .failure(.notModified): state.downloaded.bodies[position] = known.map { .cached($0) }
      case .failure(.cancelled): state.isCancelled = true
      case .failure(.failure(let failure)):
        // The item reports its first failing source, whichever download ends first.
        if state.failing.map({ position < $0 }) ?? true { (state.failing, state.downloaded.failure) = (position, failure) }
      }
      state.left -= 1
      return state.left == 0 ? state : nil
    }
    // A cancelled download belongs to an abandoned run, so no caller waits for it.
    guard let ended, !ended.isCancelled else { return }
    flow.put(.fetched(item, ended.downloaded))
  }
}
