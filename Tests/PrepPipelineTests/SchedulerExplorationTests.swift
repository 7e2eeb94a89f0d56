import Testing

@testable import PrepPipeline

@Suite("Scheduler: all interleavings of small cases")
struct SchedulerExplorationTests {
  typealias Chain = SchedulerWorld.Chain

  private static func job(_ lane: Scheduler.Lane, _ need: Int) -> Scheduler.Job { Scheduler.Job(lane: lane, need: need) }

  /// Three items each; needs and holdings against a budget of 10.
  private static let mixtures: [[Chain]] = [
    [
      Chain(jobs: [job(.compute, 4)], holding: [2]), Chain(jobs: [job(.compute, 4)], holding: [3]),
      Chain(jobs: [job(.compute, 4)], holding: [4]),
    ],
    [
      Chain(jobs: [job(.fetch, 6), job(.compute, 5)], holding: [6, 2]), Chain(jobs: [job(.compute, 0)], holding: [0]),
      Chain(jobs: [job(.fetch, 6), job(.compute, 5)], holding: [3, 5]),
    ],
    [
      Chain(jobs: [job(.render, 1), job(.render, 20)], holding: [0, 7]),
      Chain(jobs: [job(.render, 1), job(.compute, 20)], holding: [1, 7]),
      Chain(jobs: [job(.render, 1), job(.render, 9)], holding: [0, 9]),
    ],
    [
      Chain(jobs: [job(.fetch, 10), job(.compute, 10)], holding: [10, 10]),
      Chain(jobs: [job(.fetch, 10), job(.compute, 10)], holding: [10, 10]),
      Chain(jobs: [job(.render, 3), job(.compute, 11)], holding: [3, 1]),
    ],
  ]

  private struct Walk {
    var seen: Set<SchedulerWorld.Books> = []
    var ends = 0

    /// Takes every step from here, and from where it leads; a state that was met before is not entered again.
    mutating func explore(_ start: SchedulerWorld) throws {
      var open = [(world: start, path: [SchedulerWorld.Step]())]
      while let (world, path) = open.popLast() {
        guard seen.insert(world.books).inserted else { continue }
        let steps = world.steps
        let isRunning = steps.contains { if case .complete = $0 { true } else { false } }
        if world.books.isEnded, !isRunning {
          ends += 1
          try world.checkEnd()
        }
        for step in steps {
          var next = world
          do {
            try next.take(step)
          } catch {
            throw SchedulerWorld.Fault(description: "after \(path + [step]): \(error)")
          }
          open.append((next, path + [step]))
        }
        if steps.isEmpty { try world.checkEnd() }
      }
    }
  }

  @Test("Whatever happens first, every state is sound and every path ends", arguments: mixtures.indices)
  func everyInterleaving(mixture: Int) throws {
    for window in 1...3 {
      for width in 1...2 {
        for (memory, committing) in [(0, .max), (10, .max), (100, .max), (100, 0)] {
          let capacity = Scheduler.Capacity(
            window: window, memory: memory, committing: committing, fetch: width, render: 1, compute: width)
          var world = SchedulerWorld(capacity, Self.mixtures[mixture])
          try world.begin()
          var walk = Walk()
          try walk.explore(world)
          // Fewer would mean that the walk itself is broken.
          #expect(walk.seen.count > 40)
          #expect(walk.ends > 3)
        }
      }
    }
  }

  @Test("An empty plan ends at once", arguments: [1, 3])
  func emptyPlan(window: Int) throws {
    var scheduler = Scheduler(capacity: Scheduler.Capacity(window: window, memory: 1, fetch: 1, render: 1, compute: 1))
    #expect(scheduler.begin() == [.request(window)])
    #expect(scheduler.handle(.planEnded) == [.end])
    #expect(scheduler.handle(.stop) == [])
    #expect(scheduler.handle(.abandon) == [])
    #expect(scheduler.handle(.planEnded) == [])
  }

  @Test("After a stop, what has begun is finished and what waits is given up")
  func stop() {
    var scheduler = Scheduler(capacity: Scheduler.Capacity(window: 4, memory: 100, fetch: 1, render: 1, compute: 1))
    let first = Self.job(.compute, 1)
    #expect(scheduler.begin() == [.request(4)])
    #expect(scheduler.handle(.planned(ordinal: 0, first: first)) == [.start(ordinal: 0, .compute)])
    #expect(scheduler.handle(.planned(ordinal: 1, first: first)) == [])
    #expect(scheduler.handle(.stop) == [.discard(ordinal: 1)])
    #expect(scheduler.handle(.planned(ordinal: 2, first: first)) == [.discard(ordinal: 2)])
    #expect(scheduler.handle(.finished(ordinal: 0, holding: 1)) == [.commit(ordinal: 0)])
    #expect(scheduler.handle(.committed(ordinal: 0)) == [.end])
    #expect(scheduler.inUse == 0)
  }

  @Test("When all is abandoned, what is finished is still committed")
  func abandon() {
    var scheduler = Scheduler(capacity: Scheduler.Capacity(window: 4, memory: 100, fetch: 1, render: 1, compute: 2))
    let first = Self.job(.compute, 1)
    _ = scheduler.begin()
    _ = scheduler.handle(.planned(ordinal: 0, first: first))
    _ = scheduler.handle(.planned(ordinal: 1, first: first))
    #expect(scheduler.handle(.finished(ordinal: 0, holding: 1)) == [.commit(ordinal: 0)])
    #expect(scheduler.handle(.abandon) == [.discard(ordinal: 1)])
    #expect(scheduler.handle(.committed(ordinal: 0)) == [.end])
    #expect(scheduler.handle(.finished(ordinal: 1, holding: 1)) == [])
    #expect(scheduler.inUse == 0)
  }

  @Test("While the sink has more than enough to write, no computing starts; drawing does")
  func sinkIsBehind() {
    let capacity = Scheduler.Capacity(window: 8, memory: 100, committing: 4, fetch: 1, render: 1, compute: 1)
    var scheduler = Scheduler(capacity: capacity)
    _ = scheduler.begin()
    for ordinal in 0..<3 { _ = scheduler.handle(.planned(ordinal: ordinal, first: Self.job(.compute, 1))) }
    #expect(scheduler.handle(.finished(ordinal: 0, holding: 4)) == [.start(ordinal: 1, .compute), .commit(ordinal: 0)])
    #expect(scheduler.handle(.finished(ordinal: 1, holding: 1)) == [.start(ordinal: 2, .compute), .commit(ordinal: 1)])
    #expect(scheduler.handle(.finished(ordinal: 2, holding: 1)) == [.commit(ordinal: 2)])
    #expect(scheduler.handle(.planned(ordinal: 3, first: Self.job(.compute, 1))) == [])
    #expect(scheduler.handle(.planned(ordinal: 4, first: Self.job(.render, 1))) == [.start(ordinal: 4, .render)])
    #expect(scheduler.handle(.committed(ordinal: 0)) == [.start(ordinal: 3, .compute)])
  }

  @Test("The head starts although its need is above all memory, and nothing else does")
  func headMayExceed() {
    var scheduler = Scheduler(capacity: Scheduler.Capacity(window: 4, memory: 10, fetch: 1, render: 1, compute: 4))
    _ = scheduler.begin()
    #expect(scheduler.handle(.planned(ordinal: 0, first: Self.job(.compute, 50))) == [.start(ordinal: 0, .compute)])
    #expect(scheduler.handle(.planned(ordinal: 1, first: Self.job(.compute, 50))) == [])
    #expect(scheduler.handle(.finished(ordinal: 0, holding: 5)) == [.commit(ordinal: 0)])
    #expect(scheduler.handle(.committed(ordinal: 0)).contains(.start(ordinal: 1, .compute)))
  }
}
