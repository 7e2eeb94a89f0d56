import PrepCore

/// What is known of the hosts that downloads came from: how much each can bear, and whether it answers at all.
struct Hosts {
  private struct Host {
    var pace: HostPace
    var health: HostHealth
    /// The change that a timer was set for.
    var change: Duration?
  }

  private let most: Int
  private let probes: Int
  private let patience: Duration
  /// Hosts against which nothing is known are not here.
  private var known: [String: Host] = [:]

  init(most: Int, probes: Int, patience: Duration) {
    self.most = most
    self.probes = probes
    self.patience = patience
  }

  /// The failure of a download that comes now; nil when it may line up.
  mutating func refusal(of host: String, at now: Duration) -> Failure? { known[host]?.health.refusal(at: now) }

  /// The failure with which every download of a dead host ends; nil when the host is not dead.
  func verdict(on host: String) -> Failure? { known[host]?.health.verdict }

  /// Downloads of the host wait for it, and not each for itself.
  func isSuspended(_ host: String) -> Bool { known[host]?.health.isSuspended ?? false }

  /// How many downloads of the host may run now.
  func limit(of host: String, at now: Duration) -> Int {
    guard let host = known[host] else { return most }
    return min(host.health.limit(at: now), host.pace.limit(at: now))
  }

  /// When the host's limit changes next by itself, told once for each change.
  mutating func newChange(of host: String, at now: Duration) -> Duration? {
    guard let found = known[host] else { return nil }
    let next = [found.health.changes, found.pace.changes].compactMap { $0 }.filter { $0 > now }.min()
    guard let next, next != found.change else { return nil }
    known[host]?.change = next
    return next
  }

  /// A download starts.
  /// - Returns: whether it is a probe.
  mutating func start(_ host: String) -> Bool { known[host]?.health.start() ?? false }

  /// A probe ended without having asked the host.
  mutating func probeIsLost(_ host: String, at now: Duration) { known[host]?.health.probeIsLost(at: now) }

  /// Takes in how a download ended.
  mutating func learn(
    _ evidence: Transfer.Evidence, of name: String, from failure: Failure?, isProbe: Bool, begun: Duration, pause: Duration?,
    at now: Duration
  ) {
    var host =
      known[name] ?? Host(pace: HostPace(most: most), health: HostHealth(probes: probes, patience: patience))
    switch evidence {
    case .alive:
      host.health.answered()
      if failure == nil { host.pace.succeeded() }
    case .busy:
      host.pace.refused(at: now, begun: begun, pause: pause)
      if let failure { host.health.refused(failure, at: now) }
    case .silent:
      if let failure { host.health.failed(failure, at: now, isProbe: isProbe) }
    }
    known[name] = host.health.isPristine && host.pace.isPristine(at: now) ? nil : host
  }

  mutating func forgetAll() { known = [:] }
}
