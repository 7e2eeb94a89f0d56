import Testing

@testable import PrepHTTP

@Suite struct HostPaceTests {
  @Test func halvesAndGrowsBackOneByOne() {
    var pace = HostPace(most: 8)
    pace.refused(at: .seconds(1), begun: .zero, pause: nil)
    #expect(pace.limit(at: .seconds(1)) == 4)
    for _ in 0..<4 { pace.succeeded() }
    #expect(pace.limit(at: .seconds(2)) == 4)
    pace.succeeded()
    #expect(pace.limit(at: .seconds(2)) == 5)
    for _ in 0..<100 { pace.succeeded() }
    #expect(pace.limit(at: .seconds(2)) == 8)
    #expect(pace.isPristine(at: .seconds(2)))
  }

  @Test func oneBurstHalvesOnce() {
    var pace = HostPace(most: 8)
    for _ in 0..<8 { pace.refused(at: .seconds(1), begun: .zero, pause: nil) }
    #expect(pace.limit(at: .seconds(1)) == 4)
    pace.refused(at: .seconds(3), begun: .seconds(2), pause: nil)
    #expect(pace.limit(at: .seconds(3)) == 2)
  }

  @Test func neverBelowOne() {
    var pace = HostPace(most: 0)
    for second in 1...50 { pace.refused(at: .seconds(second), begun: .seconds(second), pause: nil) }
    #expect(pace.limit(at: .seconds(60)) == 1)
  }

  @Test func theServersWishPausesAllUpToAMinute() {
    var pace = HostPace(most: 8)
    pace.refused(at: .seconds(1), begun: .zero, pause: .seconds(5))
    pace.refused(at: .seconds(1), begun: .zero, pause: .seconds(2))
    #expect(pace.limit(at: .seconds(5)) == 0)
    #expect(pace.changes == .seconds(6))
    #expect(pace.limit(at: .seconds(6)) == 4)
    pace.refused(at: .seconds(10), begun: .seconds(7), pause: .seconds(86_400))
    #expect(pace.changes == .seconds(70))
  }
}
