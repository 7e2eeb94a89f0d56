import PrepCore
import PrepFetch
import PrepHTTP
import Synchronization
import TestServer
import Testing

/// Every completion is called exactly once, also when the run ends before the downloads.
@Suite(.timeLimit(.minutes(5))) struct CancellationTests {
  /// Counts how downloads ended.
  final class Tally: Sendable {
    private let counts = Mutex((bodies: 0, failures: 0, cancelled: 0))

    func add(_ result: Result<FetchedBody, FetchError>) {
      counts.withLock {
        switch result {
        case .success: $0.bodies += 1
        case .failure(.failure), .failure(.notModified): $0.failures += 1
        case .failure(.cancelled): $0.cancelled += 1
        }
      }
    }

    var cancelled: Int { counts.withLock { $0.cancelled } }
    var total: Int { counts.withLock { $0.bodies + $0.failures + $0.cancelled } }
  }

  @Test func shutdownInFlight() async throws {
    let trial = try FetchTrial { $0.perHost = 5 }
    let tally = Tally()
    for path in ["/slow", "/drip", "/announce?5", "/hold?10000"] {
      for _ in 0..<10 { trial.fetcher.fetch(trial.server.url(path)) { tally.add($0) } }
    }
    // Some run, some wait for a place.
    while trial.server.requests < 5 { try await Task.sleep(for: .milliseconds(5)) }
    trial.fetcher.shutdown()
    // On a slow machine some have ended by themselves.
    #expect(tally.cancelled > 0)
    #expect(tally.total == 40)
    trial.fetcher.shutdown()
    #expect(tally.total == 40)
  }

  @Test func shutdownAtOnce() throws {
    let trial = try FetchTrial()
    let tally = Tally()
    for _ in 0..<100 { trial.fetcher.fetch(trial.server.url("/ok")) { tally.add($0) } }
    trial.fetcher.shutdown()
    #expect(tally.total == 100)
  }

  @Test func afterShutdownEverythingIsCancelled() async throws {
    let trial = try FetchTrial()
    trial.fetcher.shutdown()
    #expect(await trial.get("/ok") == .failure(.cancelled))
    #expect(await trial.fetcher.get("no address") == .failure(.cancelled))
  }

  @Test func cancelAllLeavesLaterDownloadsAlone() async throws {
    let trial = try FetchTrial { $0.perHost = 2 }
    let tally = Tally()
    for _ in 0..<10 { trial.fetcher.fetch(trial.server.url("/slow")) { tally.add($0) } }
    trial.fetcher.cancelAll()
    let body = try await trial.get("/ok").get()
    #expect(body.bytes.count == 1000)
    #expect(tally.cancelled == 10)
  }

  @Test func withoutShutdownTheEndOfTheFetcherIsTheSame() throws {
    let server = try MisbehavingServer()
    defer { server.stop() }
    let tally = Tally()
    do {
      var options = FetchOptions(version: "test")
      options.allowPrivate = true
      options.proxy = .none
      let fetcher = try Fetcher(options: options)
      for _ in 0..<10 { fetcher.fetch(server.url("/slow")) { tally.add($0) } }
    }
    #expect(tally.cancelled == 10)
  }

  @Test func completionMayAskForMoreAndMayEndItAll() async throws {
    let trial = try FetchTrial()
    let next = await withCheckedContinuation { continuation in
      trial.fetcher.fetch(trial.server.url("/ok?1")) { _ in
        trial.fetcher.fetch(trial.server.url("/ok?2")) { result in
          trial.fetcher.shutdown()
          continuation.resume(returning: result)
        }
      }
    }
    #expect(try next.get().bytes.count == 2)
  }

  @Test func manyThreadsAskAtOnce() async throws {
    let trial = try FetchTrial()
    let tally = Tally()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<50 { trial.fetcher.fetch(trial.server.url("/ok?10")) { tally.add($0) } }
        }
      }
    }
    trial.fetcher.shutdown()
    #expect(tally.total == 400)
  }
}
