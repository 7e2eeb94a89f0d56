/// The state of the hosts that received requests: how many requests each can take, and whether it answers at all.
struct Hosts {
  /// What the end of a try says about a host.
  enum Evidence: Hashable {
    /// There was an answer, or the fault is on this side.
    case alive
    /// The host is overloaded, and may say how long to wait.
    case busy(status: Int)
    /// No name, no connection, or a connection without an answer.
    case silent(HTTPFault)
  }

  private struct Host {
    var pace: HostPace
    var health: HostHealth
    /// The change that a timer was set for.
    var change: Duration?
  }

  private let most: Int
  private let probes: Int
  private let patience: Duration
  /// Hosts without any recorded fault are not stored.
  private var known: [String: Host] = [:]

  init(most: Int, probes: Int, patience: Duration) {
    self.most = most
    self.probes = probes
    self.patience = patience
  }

  /// The failure of a request that arrives now; nil when it may be queued.
  mutating func refusal(of host: String, at now: Duration) -> HTTPFault? { known[host]?.health.refusal(at: now) }

  /// The failure with which every request of a dead host ends; nil when the host is not dead.
  func verdict(on host: String) -> HTTPFault? { known[host]?.health.verdict }

  /// Whether requests of the host wait for the host to recover instead of each retrying on its own.
  func isSuspended(_ host: String) -> Bool { known[host]?.health.isSuspended ?? false }

  /// How many requests of the host may run now.
  func limit(of host: String, at now: Duration) -> Int {
    guard let host = known[host] else { return most }
    return min(host.health.limit(at: now), host.pace.limit(at: now))
  }

  /// The next time at which the host's limit changes by itself; reported once for each change.
  mutating func newChange(of host: String, at now: Duration) -> Duration? {
    guard let found = known[host] else { return nil }
    let next = [found.health.changes, found.pace.changes].compactMap { $0 }.filter { $0 > now }.min()
    guard let next, next != found.change else { return nil }
    known[host]?.change = next
    return next
  }

  /// A request starts.
  /// - Returns: whether it is a probe.
  mutating func start(_ host: String) -> Bool { known[host]?.health.start() ?? false }

  /// A probe ended without reaching the host.
  mutating func probeIsLost(_ host: String, at now: Duration) { known[host]?.health.probeIsLost(at: now) }

  /// Updates the host's state with the end of a try.
  /// - Parameter isGood: whether the try gave the requested content.
  mutating func learn(
    _ evidence: Evidence, of name: String, isGood: Bool, isProbe: Bool, begun: Duration, pause: Duration?, at now: Duration
  ) {
    var host =
      known[name] ?? Host(pace: HostPace(most: most), health: HostHealth(probes: probes, patience: patience))
    switch evidence {
    case .alive:
      host.health.answered()
      if isGood { host.pace.succeeded() }
    case .busy(let status):
      host.pace.refused(at: now, begun: begun, pause: pause)
      host.health.refused(HTTPFault(.hostBusy(status: status)), at: now)
    case .silent(let fault): host.health.failed(fault, at: now, isProbe: isProbe)
    }
    known[name] = host.health.isPristine && host.pace.isPristine(at: now) ? nil : host
  }

  mutating func forgetAll() { known = [:] }
}
