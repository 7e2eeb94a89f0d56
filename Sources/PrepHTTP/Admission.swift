import PrepSystem

/// Decides which requests may start: a limited number at a time, in total and per host, otherwise in order of arrival.
///
/// curl has such limits too, but its timeout for a transfer includes the wait for a connection. Here, waiting requests have not
/// started.
///
/// A request holds a place at its host from the time it may start until it ends. So each request moves once, from its host's
/// queue to the common one, and none overtakes another of its host. Only when a host's limit falls do requests that have not
/// started go back.
struct Admission<Element> {
  private struct Host {
    var limit: Int
    /// Places held by running and ready requests.
    var held = 0
    /// Requests that were ready when the limit fell; they precede the waiting ones.
    var returned = Queue<Element>()
    var waiting = Queue<Element>()

    mutating func next() -> Element? {
      guard held < limit, let element = returned.popFirst() ?? waiting.popFirst() else { return nil }
      held += 1
      return element
    }
  }

  private let total: Int
  private let perHost: Int
  private var hosts: [String: Host] = [:]
  private var ready = Queue<(element: Element, host: String)>()
  private var running = 0

  /// Limits below one are raised to one, because otherwise nothing would ever start.
  init(total: Int, perHost: Int) {
    self.total = max(total, 1)
    self.perHost = max(perHost, 1)
  }

  /// Adds a request to the waiting ones.
  mutating func enter(_ element: Element, host: String) {
    hosts[host, default: Host(limit: perHost)].waiting.append(element)
    advance(host)
  }

  /// Sets the number of requests of a host that may run, at most the initial limit. Running requests continue.
  mutating func limit(host: String, to limit: Int) {
    let limit = min(limit, perHost)
    if hosts[host] == nil, limit == perHost { return }
    hosts[host, default: Host(limit: perHost)].limit = limit
    advance(host)
  }

  /// The next request to start; nil when there is none or no free place.
  mutating func start() -> Element? {
    while running < total, let next = ready.popFirst() {
      if let host = hosts[next.host], host.held > host.limit {
        hosts[next.host]?.held -= 1
        hosts[next.host]?.returned.append(next.element)
        continue
      }
      running += 1
      return next.element
    }
    return nil
  }

  /// Records that a started request has ended. Its place at the host goes to the request that has waited longest.
  mutating func end(host: String) {
    running -= 1
    hosts[host]?.held -= 1
    advance(host)
  }

  /// Removes all requests that have not started.
  mutating func removeWaiting() -> [Element] {
    var removed: [Element] = []
    while let next = ready.popFirst() {
      removed.append(next.element)
      hosts[next.host]?.held -= 1
    }
    for host in Array(hosts.keys) { removed += removeQueued(host) }
    return removed
  }

  /// Removes all requests of a host that have not started.
  mutating func removeWaiting(host: String) -> [Element] {
    var removed: [Element] = []
    var others = Queue<(element: Element, host: String)>()
    while let next = ready.popFirst() {
      if next.host == host {
        removed.append(next.element)
        hosts[host]?.held -= 1
      } else {
        others.append(next)
      }
    }
    ready = others
    return removed + removeQueued(host)
  }

  private mutating func removeQueued(_ host: String) -> [Element] {
    var removed: [Element] = []
    while let next = hosts[host]?.returned.popFirst() { removed.append(next) }
    while let next = hosts[host]?.waiting.popFirst() { removed.append(next) }
    forget(host)
    return removed
  }

  private mutating func advance(_ host: String) {
    while let next = hosts[host]?.next() { ready.append((next, host)) }
    forget(host)
  }

  /// Forgets a host that has no requests and its initial limit.
  private mutating func forget(_ name: String) {
    guard let host = hosts[name], host.held == 0, host.limit == perHost, host.returned.isEmpty, host.waiting.isEmpty else {
      return
    }
    hosts[name] = nil
  }
}
