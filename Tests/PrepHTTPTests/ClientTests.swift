import PrepHTTP
import TestServer
import Testing

/// The life of a client and of its requests.
@Suite(.timeLimit(.minutes(2))) struct ClientTests {
  @Test(arguments: ["/slow", "/drip", "/busy/503/9/30"]) func aCancelledTaskEndsItsRequestAlone(path: String) async throws {
    let trial = try HTTPTrial()
    let request = try trial.request(.get, path) { $0.retries = 3 }
    let task = Task { () -> HTTPFault? in
      do throws(HTTPFault) {
        _ = try await trial.client.send(request)
        return nil
      } catch {
        return error
      }
    }
    while trial.server.requests == 0 { try await Task.sleep(for: .milliseconds(2)) }
    let begin = ContinuousClock.now
    task.cancel()
    let fault = await task.value
    #expect(fault?.cause == .cancelled && fault?.mayHaveHadEffect == true)
    #expect(begin.duration(to: .now) < .seconds(5))
    // A host that had too much to do is paused for longer than a test.
    if path != "/busy/503/9/30" { #expect(try await trial.send(.get, "/ok").status == 200) }
  }

  @Test func cancelledWhileItWaitsForAPlace() async throws {
    let trial = try HTTPTrial { $0.perHost = 1 }
    let (slow, waiting) = (try trial.request(.get, "/slow"), try trial.request(.post, "/ok", .bytes([1])))
    let first = Task { try await trial.client.send(slow) }
    while trial.server.requests == 0 { try await Task.sleep(for: .milliseconds(2)) }
    let second = Task { try await trial.client.send(waiting) }
    try await Task.sleep(for: .milliseconds(30))
    second.cancel()
    let fault = await #expect(throws: HTTPFault.self) { try await second.value }
    #expect(fault?.cause == .cancelled && fault?.mayHaveHadEffect == false)
    first.cancel()
    _ = await first.result
    #expect(try await trial.send(.get, "/ok?1").status == 200)
    #expect(trial.server.requests(of: "/ok") == 0)
  }

  @Test func cancelledBeforeItWasSent() async throws {
    let trial = try HTTPTrial()
    let request = try trial.request(.get, "/slow")
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await trial.client.send(request)
    }
    task.cancel()
    let fault = await #expect(throws: HTTPFault.self) { try await task.value }
    #expect(fault?.cause == .cancelled)
  }

  @Test func afterItsEnd() async throws {
    let trial = try HTTPTrial()
    async let open = trial.fault(.get, "/slow")
    while trial.server.requests == 0 { try await Task.sleep(for: .milliseconds(2)) }
    trial.client.shutdown()
    #expect(try await open.cause == .cancelled)
    #expect(try await trial.fault(.get, "/ok").cause == .cancelled)
    #expect(!trial.client.perform {})
  }

  /// libcurl takes no text of more than eight million bytes, and no number below zero.
  @Test func anOptionThatCurlRefuses() async throws {
    let long = String(repeating: "a", count: 8_000_001)
    let fault = #expect(throws: HTTPFault.self) { try HTTPClient(HTTPOptions(userAgent: long)) }
    #expect(fault?.description.hasPrefix("libcurl refused its option USERAGENT: ") == true)
    let trial = try HTTPTrial()
    let unusual = HTTPMethod(rawValue: long)
    let refused = try await trial.fault(unusual, "/ok")
    #expect(refused.description.hasPrefix("libcurl refused its option CUSTOMREQUEST: ") && trial.server.accepted == 0)
    #expect(try await trial.send(.get, "/ok").status == 200)
  }

  @Test func manyAtOnce() async throws {
    let trial = try HTTPTrial()
    let file = try TemporaryFile(Behaviour.body(10_000))
    try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for number in 0..<100 {
        group.addTask {
          let response = try await trial.send(.put, "/ok?\(number)", .file(file.path, number..<(number * 50 + 1)))
          return (number, response.body)
        }
      }
      for try await (number, body) in group { #expect(body.count == number) }
    }
    for number in 0..<100 {
      #expect(trial.server.bodies(of: "/ok?\(number)") == [Array(Behaviour.body(10_000)[number..<(number * 50 + 1)])])
    }
  }
}
