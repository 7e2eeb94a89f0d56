import Testing

@testable import PrepFetch

@Suite struct AdmissionTests {
  @Test func inOrderWithinTheLimits() {
    var admission = Admission<Int>(total: 3, perHost: 2)
    for number in 1...4 { admission.enter(number, host: "a") }
    for number in 5...6 { admission.enter(number, host: "b") }
    #expect(started(&admission) == [1, 2, 5])
    admission.end(host: "b")
    #expect(started(&admission) == [6])
    admission.end(host: "a")
    #expect(started(&admission) == [3])
    admission.end(host: "a")
    admission.end(host: "a")
    #expect(started(&admission) == [4])
  }

  @Test func removedOnesGiveTheirPlacesBack() {
    var admission = Admission<Int>(total: 1, perHost: 2)
    for number in 1...5 { admission.enter(number, host: "a") }
    #expect(started(&admission) == [1])
    #expect(admission.removeWaiting().sorted() == [2, 3, 4, 5])
    admission.end(host: "a")
    for number in 6...7 { admission.enter(number, host: "a") }
    #expect(started(&admission) == [6])
    admission.end(host: "a")
    #expect(started(&admission) == [7])
  }

  /// Random arrivals and endings: the limits hold, each starts once, and those of one host in order.
  @Test(arguments: 1...50 as ClosedRange<UInt64>) func anyInterleaving(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    let (total, perHost) = (1 + random(4), 1 + random(3))
    var admission = Admission<(host: String, number: Int)>(total: total, perHost: perHost)
    var running: [String] = []
    var last: [String: Int] = [:]
    var count = 0
    func startAll() {
      while let next = admission.start() {
        running.append(next.host)
        #expect(last[next.host, default: -1] < next.number)
        last[next.host] = next.number
        count += 1
        #expect(running.count <= total)
        #expect(running.count { $0 == next.host } <= perHost)
      }
    }
    for number in 0..<200 {
      let host = "abc".randomElement(random)
      admission.enter((host, number), host: host)
      if random(2) == 0 { startAll() }
      if !running.isEmpty, random(2) == 0 { admission.end(host: running.remove(at: random(running.count))) }
    }
    startAll()
    while !running.isEmpty {
      admission.end(host: running.remove(at: random(running.count)))
      startAll()
    }
    #expect(count == 200)
  }

  private func started(_ admission: inout Admission<Int>) -> [Int] {
    var numbers: [Int] = []
    while let next = admission.start() { numbers.append(next) }
    return numbers
  }
}

extension String {
  fileprivate func randomElement(_ random: (Int) -> Int) -> String {
    String(self[index(startIndex, offsetBy: random(count))])
  }
}
