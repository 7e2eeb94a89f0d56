import PrepSystem

/// Which requests may start: at most so many at a time, and at most so many from one host, else in the order of their coming.
///
/// curl has such limits too, but its clock for a transfer runs while the transfer waits for a connection. Here those that
/// wait have not started.
///
/// A place at a host is held from the time that a request may start until it ends, so each moves once, from its host's queue to
/// the common one, and none overtakes another of its host. Only when a host's limit falls do those that have not started go back.
struct Admission<Element> {
  private struct Host {
    var limit: Int
    /// Places that running and ready requests have.
    var held = 0
    /// Those that were ready when the limit fell; they go before those that wait.
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

  /// Limits below one are taken as one, or nothing would ever start.
  init(total: Int, perHost: Int) {
    self.total = max(total, 1)
    self.perHost = max(perHost, 1)
  }

  /// Adds a request to those that wait.
  mutating func enter(_ element: Element, host: String) {
    hosts[host, default: Host(limit: perHost)].waiting.append(element)
    advance(host)
  }

  /// How many requests of a host may run from now on, at most what was given at first. Those that run are not ended.
  mutating func limit(host: String, to limit: Int) {
    let limit = min(limit, perHost)
    if hosts[host] == nil, limit == perHost { return }
    hosts[host, default: Host(limit: perHost)].limit = limit
    advance(host)
  }

  /// The next request to start, when there is one and a place for it.
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

  /// A started request has ended; its place at the host goes to the one that has waited longest.
  mutating func end(host: String) {
    running -= 1
    hosts[host]?.held -= 1
    advance(host)
  }

  /// Takes out everything that has not started.
  mutating func removeWaiting() -> [Element] {
    var removed: [Element] = []
    while let next = ready.popFirst() {
      removed.append(next.element)
      hosts[next.host]?.held -= 1
    }
    for host in Array(hosts.keys) { removed += removeQueued(host) }
    return removed
  }

  /// Takes out everything of a host that has not started.
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

  /// A host with nothing to do and its first limit is like one that never came.
  private mutating func forget(_ name: String) {
    guard let host = hosts[name], host.held == 0, host.limit == perHost, host.returned.isEmpty, host.waiting.isEmpty else {
      return
    }
    hosts[name] = nil
  }
}
