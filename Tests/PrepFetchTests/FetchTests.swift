import PrepCore
import PrepFetch
import TestServer
import Testing

/// What a good server gives.
@Suite(.timeLimit(.minutes(5))) struct FetchTests {
  @Test func bodyTypeAndAddress() async throws {
    let trial = try FetchTrial()
    let body = try await trial.get("/ok?100000").get()
    #expect(body.bytes == Behaviour.body(100_000))
    #expect(body.contentType == "image/jpeg")
    #expect(body.effectiveURL == trial.server.url("/ok?100000"))
  }

  @Test func emptyBody() async throws {
    let trial = try FetchTrial()
    #expect(try await trial.get("/ok?0").get().bytes.isEmpty)
  }

  @Test func chunkedBodyWithoutType() async throws {
    let trial = try FetchTrial()
    let body = try await trial.get("/chunked").get()
    #expect(body.bytes == Behaviour.body(1000))
    #expect(body.contentType == nil)
  }

  @Test func redirectsUpToTheLimit() async throws {
    let trial = try FetchTrial { $0.redirects = 3 }
    let body = try await trial.get("/redirect/3").get()
    #expect(body.bytes == Behaviour.body(1000))
    #expect(body.effectiveURL == trial.server.url("/ok"))
  }

  @Test func requestSaysWhoAsksAndWantsBytesAsTheyAre() async throws {
    let trial = try FetchTrial()
    let head = String(decoding: try await trial.get("/echo").get().bytes, as: UTF8.self).lowercased()
    #expect(head.contains("user-agent: visionprep/test\r\n"))
    #expect(!head.contains("accept-encoding"))
  }

  @Test func spacesAndLettersOutsideASCIIAreEscaped() async throws {
    let trial = try FetchTrial()
    let head = String(decoding: try await trial.get("/echo?a b/ü").get().bytes, as: UTF8.self)
    #expect(head.hasPrefix("GET /echo?a+b/%c3%bc HTTP/1.1"))
  }

  @Test func connectionsAreKept() async throws {
    let trial = try FetchTrial()
    for _ in 0..<20 { #expect(try await trial.get("/ok").get().bytes.count == 1000) }
    #expect(await trial.failure("/status/404")?.code == .http(404))
    #expect(try await trial.get("/ok").get().bytes.count == 1000)
    #expect(trial.server.accepted == 1)
  }

  @Test func twoHundredAtOnce() async throws {
    let trial = try FetchTrial()
    let sizes = await withTaskGroup(of: (Int, Int?).self) { group in
      for index in 0..<200 {
        group.addTask { (index, try? await trial.get("/ok?\(index * 100)").get().bytes.count) }
      }
      return await group.reduce(into: [Int: Int]()) { $0[$1.0] = $1.1 }
    }
    #expect(sizes == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, $0 * 100) }))
    #expect(trial.server.accepted <= 64)
  }

  @Test func noMoreThanAllowedFromOneHost() async throws {
    let trial = try FetchTrial { $0.perHost = 3 }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<24 { group.addTask { #expect((try? await trial.get("/hold?20").get()) != nil) } }
    }
    #expect(trial.server.peak <= 3)
    #expect(trial.server.accepted <= 3)
    #expect(trial.server.requests == 24)
  }

  @Test func noMoreThanAllowedInAll() async throws {
    let trial = try FetchTrial { $0.connections = 2 }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<12 { group.addTask { #expect((try? await trial.get("/hold?20").get()) != nil) } }
    }
    #expect(trial.server.peak <= 2)
  }

  /// Downloads that wait for a place have not started: eight of 0.3 s, one after the other, with a timeout of 1.5 s.
  @Test func waitingDoesNotCountAsTime() async throws {
    let trial = try FetchTrial {
      $0.perHost = 1
      $0.timeout = 1.5
    }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { #expect((try? await trial.get("/hold?300").get()) != nil) } }
    }
    #expect(trial.server.peak == 1)
  }

  /// The handle that sent a password is used again for a download without one.
  @Test func passwordsAreSentOnceAndNeverTold() async throws {
    let trial = try FetchTrial()
    let address = trial.server.url("/echo").replacing("http://", with: "http://someone:secret@")
    let first = try await trial.fetcher.get(address).get()
    #expect(String(decoding: first.bytes, as: UTF8.self).contains("Authorization: Basic"))
    #expect(first.effectiveURL == trial.server.url("/echo"))
    let second = try await trial.get("/echo").get()
    #expect(!String(decoding: second.bytes, as: UTF8.self).contains("Authorization"))
    let failure = await trial.fetcher.failure(address.replacing("/echo", with: "/status/401"))
    #expect(failure?.code == .http(401))
    #expect(failure?.message.contains("secret") == false)
  }
}
