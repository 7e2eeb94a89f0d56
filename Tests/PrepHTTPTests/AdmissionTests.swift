import Testing

@testable import PrepHTTP

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

  @Test func aLimitThatFallsSendsBackWhatHasNotStarted() {
    var admission = Admission<Int>(total: 2, perHost: 4)
    for number in 1...6 { admission.enter(number, host: "a") }
    #expect(started(&admission) == [1, 2])
    admission.limit(host: "a", to: 1)
    admission.enter(7, host: "b")
    admission.end(host: "a")
    #expect(started(&admission) == [7])
    admission.end(host: "b")
    #expect(started(&admission) == [])
    admission.end(host: "a")
    #expect(started(&admission) == [3])
    admission.limit(host: "a", to: 9)
    #expect(started(&admission) == [4])
    admission.limit(host: "a", to: 0)
    admission.end(host: "a")
    admission.end(host: "a")
    #expect(started(&admission) == [])
    let (others, own) = (admission.removeWaiting(host: "b"), admission.removeWaiting(host: "a"))
    #expect(others.isEmpty)
    #expect(own.sorted() == [5, 6])
    admission.enter(8, host: "a")
    #expect(started(&admission) == [])
    admission.limit(host: "a", to: 4)
    #expect(started(&admission) == [8])
  }

  /// Random arrivals and endings: the limits hold, and each starts once.
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
    var count = 0
    func startAll() {
      while let next = admission.start() {
        running.append(next.host)
        count += 1
        #expect(running.count <= total)
        #expect(running.count { $0 == next.host } <= perHost)
      }
    }
    for number in 0..<200 {
      let host = "abc".randomElement(random)
      admission.enter((host, number), host: host)
      if random(2) == 0 { startAll() }
      if random(8) == 0 { admission.limit(host: "abc".randomElement(random), to: random(4)) }
      if !running.isEmpty, random(2) == 0 { admission.end(host: running.remove(at: random(running.count))) }
    }
    for host in ["a", "b", "c"] { admission.limit(host: host, to: perHost) }
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
