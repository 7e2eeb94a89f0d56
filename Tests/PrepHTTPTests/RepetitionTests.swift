import PrepHTTP
import TestServer
import Testing

/// What is sent twice, and what never is.
@Suite(.timeLimit(.minutes(2))) struct RepetitionTests {
  @Test(
    arguments: [HTTPMethod.post, .put, .patch, .delete], ["/reset", "/early-reset", "/close", "/long-length", "/status/503"])
  func neverWhatMayHaveHadAnEffect(method: HTTPMethod, path: String) async throws {
    let trial = try HTTPTrial()
    let request = try trial.request(method, path, .bytes(Behaviour.body(1000))) { $0.retries = 3 }
    do {
      let response = try await trial.client.send(request)
      #expect(response.status == 503)
    } catch {
      #expect(error.mayHaveHadEffect && error.tries == 1)
    }
    #expect(trial.server.requests == 1)
  }

  /// A server closes a connection that was kept, just when it is used again. libcurl would send the request once more.
  @Test(arguments: [nil, 0, 3, 300_000]) func neverOverAnotherConnection(bytes: Int?) async throws {
    let trial = try HTTPTrial()
    let body = bytes.map { HTTPBody.bytes(Behaviour.body($0)) } ?? .none
    #expect(try await trial.send(.post, "/stale", body).status == 200)
    let fault = try await trial.fault(.post, "/stale", body) { $0.retries = 3 }
    #expect(fault.mayHaveHadEffect && trial.server.requests(of: "/stale") == 2)
    #expect(fault.cause == .endedBeforeAnswer)
    #expect(try await trial.send(.post, "/stale", body).status == 200)
  }

  @Test func overAnotherConnectionWhenItIsSafe() async throws {
    let trial = try HTTPTrial()
    for body in [HTTPBody.none, .bytes(Behaviour.body(1000))] {
      for _ in 0..<2 { #expect(try await trial.send(.post, "/stale", body) { $0.retry = .safe }.status == 200) }
    }
    #expect(trial.server.bodies(of: "/stale").count == 7)
    #expect(try await trial.send(.get, "/stale").status == 200)
  }

  @Test func safeWhenTheCallerSaysSo() async throws {
    let trial = try HTTPTrial()
    let file = try TemporaryFile(Behaviour.body(100_000))
    for path in ["/flaky/2", "/failing/500/1"] {
      let response = try await trial.send(.put, path, .file(file.path)) {
        $0.retry = .safe
        $0.retries = 3
      }
      #expect(response.status == 200)
      #expect(trial.server.bodies(of: path).allSatisfy { $0 == Behaviour.body(100_000) })
      #expect(response.tries == trial.server.requests(of: path))
    }
  }

  @Test func notAgainAfterAStatusThatTheCallerHandles() async throws {
    let trial = try HTTPTrial()
    let response = try await trial.send(.get, "/busy/429/1/0") {
      $0.retries = 3
      $0.passingStatuses = []
    }
    #expect(response.status == 429 && response.tries == 1)
  }

  /// Nobody listens, so nothing can have been done.
  @Test(arguments: [(HTTPRequest.Retry.never, 1), (.ifUnsent, 3), (.safe, 3)])
  func unsent(retry: HTTPRequest.Retry, tries: Int) async throws {
    let trial = try HTTPTrial()
    let gone = try MisbehavingServer()
    gone.stop()
    var request = HTTPRequest(.post, try HTTPAddress(parsing: gone.url("/ok")), body: .bytes([1]))
    request.retry = retry
    request.retries = 2
    let fault = await #expect(throws: HTTPFault.self) { try await trial.client.send(request) }
    #expect(fault?.cause == .notConnected("refused") && fault?.tries == tries && fault?.mayHaveHadEffect == false)
  }

  @Test func timeouts() async throws {
    let trial = try HTTPTrial()
    let silent = try await trial.fault(.post, "/slow", .bytes([1])) { $0.timeout = .milliseconds(1500) }
    #expect(silent.cause == .noAnswer(within: 1500, connecting: nil) && silent.mayHaveHadEffect)
    let half = try await trial.fault(.get, "/drip") { $0.timeout = .milliseconds(1500) }
    #expect(half.cause == .unfinished(within: 1500))
  }

  @Test func theDeadlineIsForAllTries() async throws {
    let trial = try HTTPTrial()
    let fault = try await trial.fault(.get, "/slow") {
      $0.timeout = .milliseconds(300)
      $0.deadline = .milliseconds(500)
      $0.retries = 9
    }
    #expect(fault.tries == 1 && fault.elapsed < .seconds(2))
  }

  /// The answer of an error that comes before the body is read.
  @Test func anEarlyAnswer() async throws {
    let trial = try HTTPTrial()
    let response = try await trial.send(.post, "/early/413", .bytes(Behaviour.body(2_000_000)))
    #expect(response.status == 413)
  }
}
