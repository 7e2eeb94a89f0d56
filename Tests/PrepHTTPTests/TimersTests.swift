import Testing

@testable import PrepHTTP

@Suite struct TimersTests {
  @Test func byTimeThenByComing() {
    var timers = Timers<Int>()
    var state: UInt64 = 1
    var expected: [(Duration, Int)] = []
    for number in 0..<500 {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      let time = Duration.milliseconds(Int(state >> 60))
      timers.add(number, at: time)
      expected.append((time, number))
    }
    expected.sort { $0 < $1 }
    #expect(timers.next == expected.first?.0)
    var found: [Int] = []
    for (time, _) in expected {
      let (early, next) = (timers.popDue(at: time - .nanoseconds(1)), timers.popDue(at: time))
      #expect(early == nil)
      if let next { found.append(next) }
    }
    #expect(found == expected.map(\.1))
    #expect(timers.next == nil)
  }

  @Test func allAtOnce() {
    var timers = Timers<Int>()
    for number in [3, 1, 2] { timers.add(number, at: .seconds(number)) }
    let all = timers.removeAll()
    #expect(all == [1, 2, 3])
    #expect(timers.next == nil)
  }
}
