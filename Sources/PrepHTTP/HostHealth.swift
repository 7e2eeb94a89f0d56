/// Whether a host answers at all: a circuit breaker, as a pure state machine. Times are since any fixed beginning.
///
/// ```
/// alive ──4 failures in a row──► suspended ──its time is over──► probing ──too many probes, or too long──► dead
///   ▲                                ▲                              │                                   │     ▲
///   │                                └───────────the probe fails────┘                  its time is over ▼     │ fails
///   └─────────────────────────── any answer, from any state ────────────────────────────────────── last hope ─┘
/// ```
///
/// While a host is suspended its requests wait; a probe is whichever of them comes next. Once it is dead they end at once, with
/// the failure that the last one had: for a host that is simply dead all rows say the same, tried or not.
struct HostHealth: Sendable, Hashable {
  private enum State: Hashable {
    case alive(failures: Int)
    case suspended(until: Duration, probes: Int)
    case probing(probes: Int)
    case dead(until: Duration, times: Int)
    case lastHope(times: Int)
  }

  /// HTTPFaults in a row, without any answer between, that suspend a host.
  static let threshold = 4
  /// How long a host is dead the first time; twice as long each further time.
  static let firstDeath = Duration.seconds(10)
  /// Refusals in a row, below which a host is not dead however long they took.
  static let fewRefusals = 8
  /// How often a dead host is tried again, in all.
  static let mostHopes = 6

  private var state = State.alive(failures: 0)
  /// When the present row of failures began, and of refusals.
  private var failingSince: Duration?
  private var refusingSince: Duration?
  private var refusals = 0
  private var failure: HTTPFault?
  /// The latest failure of the present row in which the host did something, such as a reset. That some tries heard nothing at all
  /// in their time is chance then.
  private var deed: HTTPFault?
  private let mostProbes: Int
  private let patience: Duration

  /// - Parameters:
  ///   - probes: how many requests are risked on a suspended host, one after the other.
  ///   - patience: how long a host may be suspended, or may go on refusing, before it is dead.
  init(probes: Int, patience: Duration) {
    mostProbes = max(probes, 1)
    self.patience = patience
  }

  /// The failure of a request that comes at this time; nil when it may line up.
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

  /// The failure with which every request of a dead host ends; nil when the host is not dead.
  var verdict: HTTPFault? {
    if case .dead = state { failure } else { nil }
  }

  /// Downloads of the host wait for it, and not each for itself.
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

  /// The host answered that it has too much to do.
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
    // Begun before the host was suspended: nothing new.
    case .suspended, .probing, .dead, .lastHope: break
    }
  }

  /// A probe ended without having asked the host.
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
