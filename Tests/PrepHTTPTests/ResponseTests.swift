import PrepHTTP
import TestServer
import Testing

/// What comes back.
@Suite(.timeLimit(.minutes(2))) struct ResponseTests {
  @Test(arguments: [201, 400, 401, 404, 409, 429, 500, 503]) func everyStatusIsAResponse(status: Int) async throws {
    let trial = try HTTPTrial()
    let response = try await trial.send(.post, "/status/\(status)", .bytes([1]))
    #expect(response.status == status && response.body == Array("some page".utf8) && response.isComplete)
    #expect(response.tries == 1 && response.address == trial.server.url("/status/\(status)"))
  }

  @Test(arguments: [(999, true), (1000, true), (1001, false), (60_000, false), (1_000_000, false)])
  func errorBodiesUpToABound(count: Int, isComplete: Bool) async throws {
    let trial = try HTTPTrial()
    let response = try await trial.send(.get, "/error/400/\(count)") { $0.maxErrorBytes = 1000 }
    #expect(response.status == 400 && response.isComplete == isComplete)
    #expect(response.body == Behaviour.body(min(count, 1000)))
  }

  @Test func anErrorWithoutEnd() async throws {
    let trial = try HTTPTrial()
    let response = try await trial.send(.get, "/endless-page") { $0.maxErrorBytes = 100_000 }
    #expect(response.status == 404 && response.body.count == 100_000 && !response.isComplete)
  }

  @Test func tooManyBytes() async throws {
    let trial = try HTTPTrial()
    let announced = try await trial.fault(.get, "/ok?1001") { $0.maxBytes = 1000 }
    #expect(announced.cause == .tooManyBytes(announced: 1001, limit: 1000))
    let endless = try await trial.fault(.get, "/endless") { $0.maxBytes = 100_000 }
    #expect(endless.cause == .tooManyBytes(announced: nil, limit: 100_000))
    #expect(try await trial.send(.get, "/ok?1000") { $0.maxBytes = 1000 }.body.count == 1000)
    #expect(try await trial.send(.head, "/status/200") { $0.maxBytes = 1 }.status == 200)
  }

  @Test func fields() async throws {
    let trial = try HTTPTrial()
    let response = try await trial.send(.get, "/fields")
    #expect(response.headers["X-ONE"] == "1" && response.headers.values(of: "x-One") == ["1", "two"])
    #expect(response.headers["x-empty"] == "" && response.headers["x-on"] == nil && response.headers["x-none"] == nil)
    #expect(response.headers["X-Request-ID"] == "req_1" && response.headers.retryAfter == .seconds(7))
    #expect(response.headers.all.map(\.name) == ["X-One", "x-one", "X-Empty", "X-Request-Id", "Retry-After", "Content-Length"])
    // Those of the last response alone.
    let after = try await trial.send(.get, "/to/302?/fields")
    #expect(after.headers["location"] == nil && after.headers["x-one"] == "1")
  }

  @Test func timings() async throws {
    let trial = try HTTPTrial()
    let response = try await trial.send(.get, "/hold?200")
    #expect(response.timings.firstByte >= .milliseconds(190) && response.timings.total >= response.timings.firstByte)
    #expect(response.timings.secured == .zero && response.elapsed >= response.timings.firstByte)
  }

  // MARK: Piece by piece

  @Test func piecesAsTheyCome() async throws {
    let trial = try HTTPTrial()
    let received = Received()
    let response = try await trial.send(.post, "/events?3", .bytes([1])) {
      $0.slowSeconds = 0
      $0.receiver = .pieces {
        received.add($0)
        return true
      }
    }
    #expect(response.status == 200 && response.body.isEmpty && received.pieces.count >= 2)
    var reader = ServerSentEventReader()
    let events = try received.pieces.flatMap { try $0.withUnsafeBytes { try reader.read($0) } }
    #expect(events.map(\.data) == ["{\"n\": 0}", "{\"n\": 1}", "{\"n\": 2}", "[DONE]"])
  }

  @Test func enough() async throws {
    let trial = try HTTPTrial()
    let received = Received()
    let fault = try await trial.fault(.get, "/endless") { $0.receiver = .pieces { received.add($0) < 3 } }
    #expect(fault.cause == .endedByReceiver && received.pieces.count == 3)
  }

  @Test func errorsAreNoPieces() async throws {
    let trial = try HTTPTrial()
    let received = Received()
    let response = try await trial.send(.get, "/status/500") {
      $0.receiver = .pieces {
        received.add($0)
        return true
      }
    }
    #expect(response.body == Array("some page".utf8) && received.pieces.isEmpty)
  }

  /// What was handed over cannot be taken back.
  @Test func whatWasHandedOverIsNotAskedForAgain() async throws {
    let trial = try HTTPTrial()
    let received = Received()
    let fault = try await trial.fault(.get, "/reset-body") {
      $0.retries = 3
      $0.receiver = .pieces {
        received.add($0)
        return true
      }
    }
    #expect(fault.cause == .endedInBody(announced: 1000) && fault.tries == 1)
    #expect(received.bytes == Behaviour.body(300))
  }
}
