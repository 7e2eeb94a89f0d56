import Glibc
import PrepCore
import PrepFetch
import TestServer
import Testing

/// A host that is dead costs a few tries, not one an address, and all its addresses fail alike.
@Suite(.timeLimit(.minutes(5))) struct DeadHostTests {
  private func failures(_ trial: FetchTrial, _ addresses: [String]) async -> [ItemFailure?: Int] {
    await withTaskGroup(of: ItemFailure?.self) { group in
      for address in addresses { group.addTask { await trial.fetcher.failure(address) } }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
  }

  @Test(arguments: [0, 2]) func nobodyListens(retries: Int) async throws {
    let trial = try FetchTrial {
      $0.retries = retries
      $0.perHost = 8
    }
    // The port stays taken, so that no other test's server gets it.
    let silent = try BoundPort()
    let found = await failures(trial, (0..<1000).map { silent.url("/ok?\($0)") })
    silent.close()
    #expect(found == [ItemFailure(.fetch, .connection, "The connection could not be made (refused)."): 1000])
  }

  @Test(arguments: [0, 2]) func nobodyAnswers(retries: Int) async throws {
    let trial = try FetchTrial {
      $0.retries = retries
      $0.timeout = 0.3
      $0.perHost = 8
    }
    let found = await failures(trial, (0..<1000).map { trial.server.url("/slow?\($0)") })
    #expect(found == [ItemFailure(.fetch, .timeout, "The host did not answer within 0.3 s."): 1000])
    #expect(trial.server.requests < 20)
  }

  /// Probes of a host that resets every connection may end without any answer, by chance; all rows say what the host did.
  @Test func resetsAndThenNoAnswer() async throws {
    let trial = try FetchTrial {
      $0.retries = 1
      $0.timeout = 1.5
      $0.perHost = 1
    }
    let found = await failures(trial, [String](repeating: trial.server.url("/reset-then-slow/4"), count: 50))
    #expect(found == [ItemFailure(.fetch, .connection, "The connection ended before an answer came."): 50])
  }

  /// The system takes the first connections, and then none: some tries connect and some do not.
  @Test func nobodyAccepts() async throws {
    let listener = try BoundPort(listening: true)
    defer { listener.close() }
    let trial = try FetchTrial {
      $0.timeout = 0.3
      $0.retries = 1
      $0.perHost = 8
    }
    let found = await failures(trial, (0..<1000).map { listener.url("/\($0)") })
    #expect(found == [ItemFailure(.fetch, .timeout, "The host did not answer within 0.3 s."): 1000])
  }

  @Test func nameThatLeadsNowhere() async throws {
    let trial = try FetchTrial { $0.retries = 1 }
    let host = "\(String(repeating: "a", count: 64)).invalid"
    let found = await failures(trial, (0..<1000).map { "http://\(host)/\($0)" })
    #expect(found == [ItemFailure(.fetch, .dns, "The host's name could not be resolved."): 1000])
  }

  /// Eight slow addresses hold all places; the next ones show that the host is alive.
  @Test func slowAddressesDoNotKillTheHost() async throws {
    let trial = try FetchTrial {
      $0.timeout = 0.4
      $0.perHost = 8
      $0.retries = 1
    }
    let found = await failures(
      trial, (0..<8).map { trial.server.url("/slow?\($0)") } + (0..<50).map { trial.server.url("/ok?\($0)") })
    #expect(found == [ItemFailure(.fetch, .timeout, "The host did not answer within 0.4 s."): 8, nil: 50])
  }

  @Test func otherHostsGoOn() async throws {
    let trial = try FetchTrial {
      $0.retries = 2
      $0.connections = 8
      $0.perHost = 8
    }
    let gone = try MisbehavingServer()
    gone.stop()
    async let dead = failures(trial, (0..<200).map { gone.url("/ok?\($0)") })
    async let alive = failures(trial, (0..<200).map { trial.server.url("/ok?\($0)") })
    #expect(await alive == [nil: 200])
    #expect(await dead.count == 1)
  }
}

/// A port of this machine that is taken by a socket which accepts no connection.
private struct BoundPort {
  private let descriptor: Int32
  private let port: UInt16

  /// - Parameter listening: the system takes the first connections, and then none; else it refuses all.
  init(listening: Bool = false) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && (!listening || listen(descriptor, 2) == 0)
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isBound)
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
  }

  func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  func close() { Glibc.close(descriptor) }
}
