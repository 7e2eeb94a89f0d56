import PrepCore
import PrepFetch
import TestServer
import Testing

/// What servers do wrong: each ends in time, with its code.
@Suite(.timeLimit(.minutes(5))) struct FetchFailureTests {
  @Test(arguments: [201, 204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 503])
  func statusIsNot200(status: Int) async throws {
    let trial = try FetchTrial()
    let failure = await trial.failure("/status/\(status)")
    #expect(failure == ItemFailure(.fetch, .http(status), "The server answered with HTTP status \(status)."))
  }

  @Test func redirectWithoutAPlace() async throws {
    let trial = try FetchTrial()
    #expect(await trial.failure("/status/302")?.code == .http(302))
  }

  @Test func endlessErrorPage() async throws {
    let trial = try FetchTrial()
    #expect(await trial.failure("/endless-page")?.code == .http(404))
  }

  @Test func silence() async throws {
    let trial = try FetchTrial { $0.timeout = 0.5 }
    let failure = await trial.failure("/slow")
    #expect(failure?.code == .timeout)
    #expect(failure?.message == "The host did not answer within 0.5 s.")
  }

  @Test func tooSlow() async throws {
    let trial = try FetchTrial { $0.slowSeconds = 1 }
    let failure = await trial.failure("/trickle")
    #expect(failure == ItemFailure(.fetch, .timeout, "The server sent less than 1000 bytes a second for 1 s."))
  }

  @Test func aByteAtATime() async throws {
    let trial = try FetchTrial { $0.timeout = 0.5 }
    let failure = await trial.failure("/drip")
    #expect(failure?.code == .timeout)
    #expect(failure?.message.hasPrefix("The download did not finish within ") == true)
  }

  @Test func aLengthAndNothingElse() async throws {
    let trial = try FetchTrial { $0.timeout = 0.5 }
    #expect(await trial.failure("/announce?500")?.code == .timeout)
  }

  @Test func withoutEnd() async throws {
    let trial = try FetchTrial { $0.maxBytes = 100_000 }
    let failure = await trial.failure("/endless")
    #expect(failure?.code == .tooManyBytes)
    #expect(failure?.message == "The server sent more than 100000 bytes without an end; at most 100000 bytes are allowed.")
  }

  @Test func tooLongByItsOwnWord() async throws {
    let trial = try FetchTrial { $0.maxBytes = 100_000 }
    let failure = await trial.failure("/announce?100001")
    #expect(failure?.code == .tooManyBytes)
    #expect(failure?.message == "The file has 100001 bytes; at most 100000 bytes are allowed.")
    #expect(try await trial.get("/ok?100000").get().bytes.count == 100_000)
  }

  @Test func lengthBeyondWhatANumberHolds() async throws {
    let trial = try FetchTrial { $0.timeout = 1 }
    #expect(await trial.failure("/announce?99999999999999999999999") != nil)
    #expect(await trial.failure("/announce?-5") != nil)
  }

  @Test func shorterThanAnnounced() async throws {
    let trial = try FetchTrial()
    let failure = await trial.failure("/long-length")
    #expect(failure?.code == .connection)
    #expect(failure?.message == "The connection ended before all of the 1000 announced bytes had come.")
  }

  /// HTTP says that the body is what was announced; what follows belongs to nothing.
  @Test func longerThanAnnounced() async throws {
    let trial = try FetchTrial()
    #expect(try await trial.get("/short-length").get().bytes == Behaviour.body(100))
  }

  @Test(arguments: ["/reset", "/reset-body", "/close", "/garbage", "/endless-headers"])
  func brokenConnection(path: String) async throws {
    let trial = try FetchTrial { $0.timeout = 5 }
    #expect(await trial.failure(path)?.code == .connection)
  }

  /// How much had come differs from run to run, and rows must not.
  @Test func resetSaysWhatWasAnnounced() async throws {
    let trial = try FetchTrial()
    #expect(await trial.failure("/reset-body")?.message.contains("all of the 1000 announced bytes") == true)
  }

  @Test func nobodyListens() async throws {
    let trial = try FetchTrial()
    let gone = try MisbehavingServer()
    gone.stop()
    let failure = await trial.fetcher.failure(gone.url("/ok"))
    #expect(failure == ItemFailure(.fetch, .connection, "The connection could not be made (refused)."))
  }

  @Test func redirectsInACircle() async throws {
    let trial = try FetchTrial { $0.redirects = 4 }
    let failure = await trial.failure("/loop")
    #expect(failure?.code == .tooManyRedirects)
    #expect(failure?.message.contains("4") == true)
    #expect(trial.server.requests == 5)
  }

  @Test func noRedirectAllowed() async throws {
    let trial = try FetchTrial { $0.redirects = 0 }
    #expect(await trial.failure("/redirect/1")?.code == .tooManyRedirects)
  }

  @Test(arguments: ["ftp://127.0.0.1/a", "file:///etc/passwd", "gopher://127.0.0.1/"])
  func redirectToAnotherScheme(address: String) async throws {
    let trial = try FetchTrial()
    #expect(await trial.failure("/to?\(address)")?.code == .unsupportedAddress)
  }

  @Test(arguments: ["http://", "http://127.0.0.1:99999999/", "http://[::1/"])
  func redirectToAMalformedAddress(address: String) async throws {
    let trial = try FetchTrial()
    #expect(await trial.failure("/to?\(address)")?.code == .unsupportedAddress)
  }

  /// The label is longer than DNS allows, so no server is asked.
  @Test func nameThatCannotBeResolved() async throws {
    let trial = try FetchTrial()
    let failure = await trial.fetcher.failure("http://\(String(repeating: "a", count: 64)).invalid/")
    #expect(failure == ItemFailure(.fetch, .dns, "The host's name could not be resolved."))
  }

  @Test func tlsToAServerWithoutIt() async throws {
    let trial = try FetchTrial()
    #expect(await trial.fetcher.failure(trial.server.url("/ok").replacing("http:", with: "https:"))?.code == .tls)
  }

  /// curl itself makes a redirected download wait for a connection to a busy host, and forgets its deadline meanwhile.
  @Test func redirectToABusyHost() async throws {
    let trial = try FetchTrial {
      $0.timeout = 0.6
      $0.perHost = 1
    }
    let busy = "http://localhost:\(trial.server.port)"
    await withTaskGroup(of: FailureCode?.self) { group in
      for _ in 0..<3 { group.addTask { await trial.fetcher.failure(busy + "/drip")?.code } }
      group.addTask { await trial.failure("/to?\(busy)/slow")?.code }
      for await code in group { #expect(code == .timeout) }
    }
  }

  @Test(arguments: [Double.nan, 0, -1, .infinity]) func timeoutsWithoutSenseAreSafe(timeout: Double) async throws {
    let trial = try FetchTrial { $0.timeout = timeout }
    _ = await trial.get("/ok")
  }

  /// One bad server of each kind at the same time as good downloads.
  @Test func oneAmongManyCostsOnlyItself() async throws {
    let trial = try FetchTrial { $0.timeout = 2 }
    let bad = ["/slow", "/drip", "/reset", "/loop", "/long-length", "/garbage", "/status/500", "/close"]
    await withTaskGroup(of: Void.self) { group in
      for path in bad { group.addTask { #expect(await trial.failure(path) != nil) } }
      for _ in 0..<50 { group.addTask { #expect((try? await trial.get("/ok").get().bytes.count) == 1000) } }
    }
  }
}
