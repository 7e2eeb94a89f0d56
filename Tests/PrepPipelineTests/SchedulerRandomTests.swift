import TestSupport
import Testing

@testable import PrepPipeline

@Suite("Scheduler: long random runs")
struct SchedulerRandomTests {
  private func chains(_ count: Int, using random: inout Seeded) -> [SchedulerWorld.Chain] {
    (0..<count).map { _ in
      var chain = SchedulerWorld.Chain(jobs: [], holding: [])
      var held = 0
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let lane = Scheduler.Lane.allCases.randomElement(using: &random) ?? .compute
        let need = Int.random(in: 0...9, using: &random) == 0 ? 400 : Int.random(in: 0...30, using: &random)
        chain.jobs.append(Scheduler.Job(lane: lane, need: need))
        held = Int.random(in: 0...held + need, using: &random)
        chain.holding.append(held)
      }
      return chain
    }
  }

  @Test("500 items end in order, whatever the order of events", arguments: 1...12 as ClosedRange<UInt64>)
  func runs(seed: UInt64) throws {
    var random = Seeded(seed)
    let capacity = Scheduler.Capacity(
      window: Int.random(in: 1...40, using: &random), memory: Int.random(in: 0...200, using: &random),
      fetch: Int.random(in: 1...6, using: &random), render: Int.random(in: 1...3, using: &random),
      compute: Int.random(in: 1...4, using: &random))
    var world = SchedulerWorld(capacity, chains(500, using: &random))
    // Every third run is stopped on its way, and every sixth given up as well.
    let stop = seed % 3 == 0 ? Int.random(in: 0...2000, using: &random) : .max
    let abandon = seed % 6 == 0 ? stop + 5 : .max
    try world.begin()
    var count = 0
    while true {
      var steps = world.steps.filter { $0 != .stop && $0 != .abandon }
      if count >= stop, !world.books.isStopped, !world.books.isEnded { steps = [.stop] }
      if count >= abandon, !world.books.isAbandoned, !world.books.isEnded { steps = [.abandon] }
      guard let step = steps.randomElement(using: &random) else { break }
      try world.take(step)
      count += 1
      try #require(count < 10_000, "the run does not come to its end")
    }
    try world.checkEnd()
    if stop == .max {
      #expect(world.books.phases.allSatisfy { $0 == .committed })
    } else {
      let committed = world.books.phases.prefix { $0 == .committed }.count
      #expect(world.books.phases[committed...].allSatisfy { $0 == .discarded || $0 == .unplanned })
    }
  }
}
