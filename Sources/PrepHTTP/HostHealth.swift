/// Whether a host answers at all: a circuit breaker, as a pure state machine. Times are relative to any fixed start.
///
/// ```
/// alive ──4 failures in a row──► suspended ──its time is over──► probing ──too many probes, or too long──► dead
///   ▲                                ▲                              │                                   │     ▲
///   │                                └───────────the probe fails────┘                  its time is over ▼     │ fails
///   └─────────────────────────── any answer, from any state ────────────────────────────────────── last hope ─┘
/// ```
///
/// While a host is suspended, its requests wait; the next of them becomes a probe. When the host is dead, its requests end at
/// once with the failure of the last one, so for a dead host all rows report the same, whether they were tried or not.
struct HostHealth: Sendable, Hashable {
  private enum State: Hashable {
    case alive(failures: Int)
    case suspended(until: Duration, probes: Int)
    case probing(probes: Int)
    case dead(until: Duration, times: Int)
    case lastHope(times: Int)
  }

  /// The number of consecutive faults, without any answer between them, that suspend a host.
  static let threshold = 4
  /// How long a host is dead the first time; twice as long each further time.
  static let firstDeath = Duration.seconds(10)
  /// With fewer consecutive refusals than this, a host is not dead, however long they took.
  static let fewRefusals = 8
  /// The total number of times that a dead host is tried again.
  static let mostHopes = 6

  private var state = State.alive(failures: 0)
  /// The start of the current series of failures, and of refusals.
  private var failingSince: Duration?
  private var refusingSince: Duration?
  private var refusals = 0
  private var failure: HTTPFault?
  /// The latest failure of the current series in which the host did something, such as resetting the connection. Whether other
  /// tries timed out is then only chance.
  private var deed: HTTPFault?
  private let mostProbes: Int
  private let patience: Duration

  /// - Parameters:
  ///   - probes: the number of requests that are tried on a suspended host, one after the other.
  ///   - patience: how long a host may be suspended, or may go on refusing, before it is dead.
  init(probes: Int, patience: Duration) {
    mostProbes = max(probes, 1)
    self.patience = patience
  }

  /// The failure of a request that arrives at this time; nil when it may be queued.
  mutating func refusal(at now: Duration) -> HTTPFault? {
    switch state {
    case .alive, .suspended, .probing: return nil
    case .dead(let until, let times) where now >= until && times <= Self.mostHopes:
      state = .lastHope(times: times)
      return nil
    case .dead, .lastHope: return failure
    }
  }

  /// How many requests may run at this time.
  func limit(at now: Duration) -> Int {
    switch state {
    case .alive: .max
    case .suspended(let until, _): now >= until ? 1 : 0
    case .probing, .lastHope: 1
    case .dead: 0
    }
  }

  /// When ``limit(at:)`` changes by itself; nil when it does not.
  var changes: Duration? {
    if case .suspended(let until, _) = state { until } else { nil }
  }

  /// Nothing is known against the host.
  var isPristine: Bool { state == .alive(failures: 0) && refusingSince == nil }

  /// The failure that ends every request of a dead host; nil when the host is not dead.
  var verdict: HTTPFault? {
    if case .dead = state { failure } else { nil }
  }

  /// Whether requests of the host wait for the host to recover instead of each retrying on its own.
  var isSuspended: Bool {
    switch state {
    case .suspended, .probing: true
    case .alive, .dead, .lastHope: false
    }
  }

  /// A request starts.
  /// - Returns: whether it is a probe.
  mutating func start() -> Bool {
    switch state {
    case .alive, .dead: return false
    case .suspended(_, let probes):
      state = .probing(probes: probes)
      return true
    case .probing, .lastHope: return true
    }
  }

  /// The host answered something, whatever it was.
  mutating func answered() {
    state = .alive(failures: 0)
    failingSince = nil
    refusingSince = nil
    refusals = 0
    failure = nil
    deed = nil
  }

  /// The host answered that it is overloaded.
  mutating func refused(_ failure: HTTPFault, at now: Duration) {
    let since = refusingSince ?? now
    let count = refusals + 1
    switch state {
    case .dead: return
    case .lastHope(let times): die(failure, at: now, times: times + 1)
    case .alive, .suspended, .probing:
      answered()
      if now - since > patience, count > Self.fewRefusals { die(failure, at: now, times: 0) }
    }
    refusingSince = since
    refusals = count
  }

  /// A request got no answer: no address, no connection, or silence.
  mutating func failed(_ failure: HTTPFault, at now: Duration, isProbe: Bool) {
    let since = failingSince ?? now
    failingSince = since
    if case .noAnswer = failure.cause {} else { deed = failure }
    switch state {
    case .alive(let failures) where failures + 1 < Self.threshold: state = .alive(failures: failures + 1)
    case .alive: suspend(at: now, probes: 0)
    case .probing(let probes) where isProbe:
      if probes + 1 >= mostProbes || now - since > patience {
        die(failure, at: now, times: 0)
      } else {
        suspend(at: now, probes: probes + 1)
      }
    case .lastHope(let times) where isProbe: die(failure, at: now, times: times + 1)
    // The request began before the host was suspended, so its failure says nothing new.
    case .suspended, .probing, .dead, .lastHope: break
    }
  }

  /// A probe ended without reaching the host.
  mutating func probeIsLost(at now: Duration) {
    switch state {
    case .probing(let probes): suspend(at: now, probes: probes)
    case .lastHope(let times): state = .dead(until: now, times: times)
    case .alive, .suspended, .dead: break
    }
  }

  private mutating func suspend(at now: Duration, probes: Int) {
    state = .suspended(until: now + RetryPolicy.longestWait(beforeTry: probes + 2), probes: probes)
  }

  private mutating func die(_ failure: HTTPFault, at now: Duration, times: Int) {
    self.failure = deed ?? failure
    state = .dead(until: now + Self.firstDeath * (1 << times), times: times)
  }
}
