import Glibc
import PrepCore
import PrepSystem
import Testing

@Suite("Threads")
struct NamedThreadTests {
  @Test("Threads that work together have all ended when the call returns")
  func together() throws {
    let counts = Monitor((begun: 0, ended: 0))
    try NamedThread.together("vp-test", 4) {
      counts.change { $0.begun += 1 }
      // The last to begin ends last.
      counts.wait { $0.begun == 4 ? () : nil }
      counts.change { $0.ended += 1 }
    }
    #expect(counts.read { $0.ended } == 4)
  }

  @Test("A thread takes no signals, which are the host's")
  func signals() throws {
    let isBlocked = Monitor(false)
    try NamedThread.together("vp-test", 1) {
      var mask = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &mask)
      isBlocked.change { $0 = [SIGINT, SIGTERM, SIGPIPE].allSatisfy { sigismember(&mask, $0) == 1 } }
    }
    #expect(isBlocked.read { $0 })
  }

  @Test("A wait with a deadline ends when it is over, and not before")
  func deadline() {
    let monitor = Monitor(0)
    let clock = ContinuousClock()
    let begin = clock.now
    #expect(!monitor.wait(atMost: 0.05) { $0 == 1 })
    #expect(clock.now - begin >= .milliseconds(50))
    monitor.change { $0 = 1 }
    #expect(monitor.wait(atMost: 60) { $0 == 1 })
  }
}
