/// Which downloads may start: at most so many at a time, and at most so many from one host, else in the order of their coming.
///
/// curl has such limits too, but its clock for a transfer runs while the transfer waits for a connection. Here those that
/// wait have not started.
///
/// A place at a host is held from the time that a download may start until it ends, so each moves once, from its host's queue to
/// the common one, and none overtakes another of its host.
struct Admission<Element> {
  private struct Host {
    var places: Int
    var waiting = Queue<Element>()
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

  /// Adds a download to those that wait.
  mutating func enter(_ element: Element, host: String) {
    if hosts[host, default: Host(places: perHost)].places > 0 {
      hosts[host, default: Host(places: perHost)].places -= 1
      ready.append((element, host))
    } else {
      hosts[host]?.waiting.append(element)
    }
  }

  /// The next download to start, when there is one and a place for it.
  mutating func start() -> Element? {
    guard running < total, let next = ready.popFirst() else { return nil }
    running += 1
    return next.element
  }

  /// A started download has ended; its place at the host goes to the one that has waited longest.
  mutating func end(host: String) {
    running -= 1
    if let next = hosts[host]?.waiting.popFirst() {
      ready.append((next, host))
    } else if let places = hosts[host]?.places {
      if places + 1 == perHost { hosts[host] = nil } else { hosts[host]?.places = places + 1 }
    }
  }

  /// Takes out everything that has not started.
  mutating func removeWaiting() -> [Element] {
    var removed: [Element] = []
    while let next = ready.popFirst() {
      removed.append(next.element)
      hosts[next.host]?.places += 1
    }
    for host in Array(hosts.keys) {
      while let next = hosts[host]?.waiting.popFirst() { removed.append(next) }
      if hosts[host]?.places == perHost { hosts[host] = nil }
    }
    return removed
  }
}
