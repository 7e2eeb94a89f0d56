import PrepCore
import PrepFetch
import TestServer
import Testing

/// What comes back after a while, and what is not asked for twice.
@Suite(.timeLimit(.minutes(5))) struct RetryTests {
  @Test(arguments: ["/failing/503/2", "/failing/500/1", "/failing/408/1", "/failing/429/1", "/flaky/2"])
  func comesThroughInTheEnd(path: String) async throws {
    let trial = try FetchTrial { $0.retries = 3 }
    #expect(try await trial.get(path).get().bytes == Behaviour.body(1000))
  }

  @Test func theServersWishIsHeeded() async throws {
    let trial = try FetchTrial { $0.retries = 1 }
    let begin = ContinuousClock.now
    #expect(try await trial.get("/busy/429/1/1").get().bytes.count == 1000)
    #expect(begin.duration(to: .now) >= .milliseconds(900))
    #expect(trial.server.requests == 2)
  }

  /// A date in the past asks for nothing.
  @Test func theWishMayBeADate() async throws {
    let trial = try FetchTrial { $0.retries = 1 }
    #expect(try await trial.get("/busy/503/1/Sun,%2006%20Nov%201994%2008:49:37%20GMT").get().bytes.count == 1000)
  }

  @Test func aWishBeyondTheDeadlineIsNotAwaited() async throws {
    let trial = try FetchTrial {
      $0.timeout = 1
      $0.deadline = 5
      $0.retries = 3
    }
    #expect(await trial.failure("/busy/429/9/3600")?.code == .http(429))
    #expect(trial.server.requests == 1)
  }

  @Test(arguments: ["/status/404", "/status/403", "/status/400", "/loop", "/endless"])
  func finalFailuresAreNotTriedAgain(path: String) async throws {
    let trial = try FetchTrial {
      $0.retries = 3
      $0.maxBytes = 100_000
    }
    #expect(await trial.failure(path) != nil)
    #expect(trial.server.requests(of: path) == (path == "/loop" ? 6 : 1))
  }

  @Test func theLastFailureSpeaksAndSaysTheSameAsTheFirstWould() async throws {
    let trial = try FetchTrial { $0.retries = 2 }
    let failure = await trial.failure("/status/502")
    #expect(failure == ItemFailure(.fetch, .http(502), "The server answered with HTTP status 502."))
    #expect(trial.server.requests == 3)
  }

  /// The time of the last try runs out, and tells less than what the server did in those before.
  @Test(arguments: [1, 2]) func aResetSpeaksBeforeSilence(resets: Int) async throws {
    let trial = try FetchTrial {
      $0.retries = resets
      $0.timeout = 1.5
    }
    let failure = await trial.failure("/reset-then-slow/\(resets)")
    #expect(failure == ItemFailure(.fetch, .connection, "The connection ended before an answer came."))
    #expect(trial.server.requests == resets + 1)
  }

  /// The one place at the host is free while the first download waits.
  @Test func waitingHoldsNoPlace() async throws {
    let trial = try FetchTrial {
      $0.retries = 3
      $0.perHost = 1
    }
    async let first = trial.get("/failing/500/2")
    for number in 0..<20 { #expect(try await trial.get("/ok?\(number)").get().bytes.count == number) }
    #expect(try await first.get().bytes.count == 1000)
  }

  @Test func fewerAtATimeWhenTheHostIsBusy() async throws {
    let trial = try FetchTrial {
      $0.retries = 5
      $0.perHost = 8
    }
    await withTaskGroup(of: Int?.self) { group in
      for number in 0..<40 { group.addTask { try? await trial.get("/failing/503/1?\(number)").get().bytes.count } }
      for await count in group { #expect(count == 1000) }
    }
    #expect(trial.server.requests == 80)
  }

  @Test func cancelledWhileItWaits() async throws {
    let trial = try FetchTrial { $0.retries = 3 }
    async let waiting = trial.get("/busy/503/9/30")
    while trial.server.requests == 0 { try await Task.sleep(for: .milliseconds(2)) }
    try await Task.sleep(for: .milliseconds(50))
    trial.fetcher.cancelAll()
    #expect(await waiting == .failure(.cancelled))
    // Nor does the host's pause outlive it.
    #expect(try await trial.get("/ok").get().bytes.count == 1000)
  }
}
