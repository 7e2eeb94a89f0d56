import Testing

@testable import PrepHTTP

@Suite struct HostHealthTests {
  private let refused = HTTPFault(.notConnected("refused"))
  private let busy = HTTPFault(.hostBusy(status: 429))

  private func start(_ health: inout HostHealth) -> Bool { health.start() }

  private func refusal(_ health: inout HostHealth, at time: Duration) -> HTTPFault? { health.refusal(at: time) }

  /// A host that failed as often as suspends it, at 0 s.
  private func suspended(probes: Int = 3) -> HostHealth {
    var health = HostHealth(probes: probes, patience: .seconds(120))
    for _ in 0..<HostHealth.threshold { health.failed(refused, at: .zero, isProbe: false) }
    return health
  }

  /// A host that is dead since the time given.
  private func dead(at time: Duration = .zero) -> HostHealth {
    var health = suspended(probes: 1)
    #expect(start(&health))
    health.failed(refused, at: time, isProbe: true)
    return health
  }

  @Test func fewFailuresChangeNothing() {
    var health = HostHealth(probes: 3, patience: .seconds(120))
    for _ in 0..<10 {
      for _ in 1..<HostHealth.threshold { health.failed(refused, at: .zero, isProbe: false) }
      #expect(health.limit(at: .zero) == .max)
      health.answered()
    }
    #expect(health.isPristine)
  }

  @Test func failuresInARowSuspendAndOneProbeFollows() {
    var health = suspended()
    #expect(health.isSuspended)
    #expect(refusal(&health, at: .zero) == nil)
    #expect(health.limit(at: .zero) == 0)
    #expect(health.changes == .milliseconds(500))
    #expect(health.limit(at: .milliseconds(500)) == 1)
    #expect(start(&health))
    // Those that began before say nothing new.
    health.failed(refused, at: .seconds(1), isProbe: false)
    #expect(health.limit(at: .seconds(1)) == 1)
  }

  @Test func probesFurtherApartThenDead() {
    var health = suspended()
    var time = Duration.zero
    var waits: [Duration] = []
    while let change = health.changes {
      waits.append(change - time)
      time = change
      #expect(start(&health))
      health.failed(refused, at: time, isProbe: true)
    }
    #expect(waits == [.milliseconds(500), .seconds(1), .seconds(2)])
    #expect(health.verdict == refused)
    #expect(refusal(&health, at: time) == refused)
    #expect(health.limit(at: time) == 0)
  }

  @Test func silenceSaysLessThanARefusal() {
    let silence = HTTPFault(.noAnswer(within: 1000, connecting: nil))
    var health = suspended(probes: 1)
    #expect(start(&health))
    health.failed(silence, at: .zero, isProbe: true)
    #expect(health.verdict == refused)
    // A host that answered in between has begun anew.
    health.answered()
    for _ in 0..<HostHealth.threshold { health.failed(silence, at: .zero, isProbe: false) }
    #expect(start(&health))
    health.failed(silence, at: .zero, isProbe: true)
    #expect(health.verdict == silence)
  }

  @Test func patienceEndsToo() {
    var health = suspended(probes: 10)
    #expect(start(&health))
    health.failed(refused, at: .seconds(121), isProbe: true)
    #expect(health.verdict == refused)
  }

  @Test func anAnswerRevives() {
    for var health in [suspended(), dead()] {
      health.answered()
      #expect(health.isPristine)
      #expect(health.limit(at: .zero) == .max)
      #expect(refusal(&health, at: .zero) == nil)
    }
  }

  @Test func theDeadGetHopesFurtherAndFurtherApartAndNotForEver() {
    var health = dead()
    var time = Duration.zero
    var waits: [Int] = []
    while time < .seconds(100_000) {
      let since = time
      while health.refusal(at: time) != nil, time < .seconds(100_000) { time += .seconds(1) }
      guard time < .seconds(100_000) else { break }
      waits.append(Int((time - since) / .seconds(1)))
      // One hope at a time.
      #expect(refusal(&health, at: time) == refused)
      #expect(health.limit(at: time) == 1)
      #expect(start(&health))
      health.failed(refused, at: time, isProbe: true)
    }
    #expect(waits == [10, 20, 40, 80, 160, 320, 640])
  }

  @Test func aProbeThatWasNotMadeIsMadeLater() {
    var health = suspended()
    #expect(start(&health))
    health.probeIsLost(at: .seconds(1))
    #expect(health.changes == .milliseconds(1500))
    var hopeless = dead()
    #expect(refusal(&hopeless, at: .seconds(10)) == nil)
    hopeless.probeIsLost(at: .seconds(10))
    #expect(refusal(&hopeless, at: .seconds(10)) == nil)
  }

  @Test func aHostThatOnlyRefusesIsDeadInTheEnd() {
    var health = HostHealth(probes: 3, patience: .seconds(120))
    for second in 0...120 {
      health.refused(busy, at: .seconds(second))
      #expect(health.verdict == nil)
    }
    health.refused(busy, at: .seconds(121))
    #expect(health.verdict == busy)
    #expect(refusal(&health, at: .seconds(131)) == nil)
    health.refused(busy, at: .seconds(132))
    #expect(refusal(&health, at: .seconds(151)) == busy)
    #expect(refusal(&health, at: .seconds(152)) == nil)
  }

  @Test func rareRefusalsKillNobody() {
    var health = HostHealth(probes: 3, patience: .seconds(120))
    for hour in 0..<HostHealth.fewRefusals { health.refused(busy, at: .seconds(3600 * hour)) }
    #expect(health.verdict == nil)
    health.answered()
    health.refused(busy, at: .seconds(100_000))
    #expect(health.verdict == nil)
  }

  /// Any events in any order: a host is never left so that nothing can happen to it any more, except when it is dead for good.
  @Test(arguments: 1...50 as ClosedRange<UInt64>) func anyEvents(seed: UInt64) {
    var random = Seeded(state: seed)
    var health = HostHealth(probes: 2, patience: .seconds(20))
    var time = Duration.zero
    for _ in 0..<500 {
      time += .milliseconds(Int.random(in: 0...3000, using: &random))
      let refusal = health.refusal(at: time)
      switch Int.random(in: 0...9, using: &random) {
      case 0: health.answered()
      case 1, 2: health.refused(busy, at: time)
      default:
        guard health.limit(at: time) > 0 else { break }
        let isProbe = health.start()
        if Int.random(in: 0...9, using: &random) == 0, isProbe {
          health.probeIsLost(at: time)
        } else {
          health.failed(refused, at: time, isProbe: isProbe)
        }
      }
      if health.verdict != nil { #expect(health.limit(at: time) == 0) }
      if health.verdict == nil, health.limit(at: time) == 0 { #expect(health.changes.map { $0 > time } ?? false) }
      if let refusal { #expect([refused, busy].contains(refusal)) }
    }
  }

  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }
}
