import PrepCore
import TestServer
import Testing

@testable import PrepFetch

/// Downloads that are asked for only if they have changed.
@Suite(.timeLimit(.minutes(5))) struct ConditionalTests {
  private static let old = "Sun, 06 Nov 1994 08:49:37 GMT"
  private static let later = "Sun, 06 Nov 1994 08:49:38 GMT"

  private func isConditional(_ head: String) -> Bool { head.contains("If-None-Match: ") || head.contains("If-Modified-Since: ") }

  /// The validators that a path's plain answer gives.
  private func validators(_ trial: FetchTrial, _ path: String) async throws -> Validators? {
    try await trial.get(path).get().validators
  }

  @Test(arguments: [Resource([1, 2], tag: "\"a\""), Resource([1, 2], tag: "W/\"a\""), Resource([1, 2], lastModified: old)])
  func unchangedAndChanged(resource: Resource) async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = resource
    let known = try #require(try await validators(trial, "/r"))
    #expect(await trial.get("/r", known) == .failure(.notModified))
    trial.server["/r"]?.tag = resource.tag.map { $0 + "b" }
    trial.server["/r"]?.lastModified = resource.lastModified.map { _ in Self.later }
    trial.server["/r"]?.bytes = [3]
    let changed = try await trial.get("/r", known).get()
    #expect(changed.bytes == [3])
    #expect(changed.validators != nil && changed.validators != known)
    #expect(trial.server.heads(of: "/r").map(isConditional) == [false, true, true])
    // The handle that asked is used again for one that does not.
    #expect(try await trial.get("/r").get().bytes == [3])
    #expect(trial.server.heads(of: "/r").last.map(isConditional) == false)
    #expect(trial.server.accepted == 1)
  }

  @Test func aTagSaysMoreThanADate() async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource([1], tag: "\"a\"", lastModified: Self.old)
    let known = try await validators(trial, "/r")
    _ = await trial.get("/r", known)
    let head = trial.server.heads(of: "/r")[1]
    #expect(head.contains("If-None-Match: \"a\"\r\n") && !head.contains("If-Modified-Since"))
  }

  @Test func nothingToAskWith() async throws {
    let trial = try FetchTrial()
    #expect(try await validators(trial, "/ok") == nil)
    // What changed in the second of the answer may change in it once more.
    trial.server["/r"] = Resource([1], lastModified: Self.old, headers: ["Date: \(Self.old)"])
    #expect(try await validators(trial, "/r") == nil)
    trial.server["/r"]?.headers = ["Date: \(Self.later)"]
    #expect(try await validators(trial, "/r") != nil)
    trial.server["/r"] = Resource([1], lastModified: "yesterday, more or less")
    #expect(try await validators(trial, "/r") == nil)
    trial.server["/r"] = Resource([1], tag: "\"\(String(repeating: "a", count: 2000))\"")
    #expect(try await validators(trial, "/r") == nil)
    #expect(Validators(.tag("\"a\"\r\nX-Other: b"), address: "") == nil)
  }

  @Test(arguments: [
    (["Cache-Control: no-store"], false), (["cache-control: private, No-Store"], false),
    (["Cache-Control: max-age=1", "Cache-Control: no-store"], false), (["Cache-Control: no-cache, max-age=0"], true),
    (["X-Cache-Control: no-store"], true), ([], true),
  ]) func whatMayBeStored(headers: [String], mayBeStored: Bool) async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource([1], tag: "\"a\"", headers: headers)
    #expect(try await trial.get("/r").get().mayBeStored == mayBeStored)
  }

  // MARK: Answers that make no sense

  /// A 304 that nobody asked for is a status as any other.
  @Test func notAsked() async throws {
    let trial = try FetchTrial()
    #expect(await trial.failure("/status/304")?.code == .http(304))
  }

  /// Also when another address was asked.
  @Test func askedElsewhere() async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource([1], tag: "\"a\"")
    let known = try await validators(trial, "/r")
    #expect(await trial.get("/status/304", known) == .failure(.failure(try #require(await trial.failure("/status/304")))))
    #expect(trial.server.heads(of: "/status/304").allSatisfy { !isConditional($0) })
  }

  /// A 304 with another tag is about another body.
  @Test func anotherTag() async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource([1], tag: "\"a\"", refusal: (304, ["ETag: \"b\""]))
    let known = try await validators(trial, "/r")
    #expect(try await trial.get("/r", known).get().bytes == [1])
    trial.server["/r"]?.refusal = (304, ["ETag: W/\"a\""])
    #expect(await trial.get("/r", known) == .failure(.notModified))
  }

  /// Without a cache the download would have come through, so it does with one.
  @Test(arguments: [400, 403, 404, 412, 500, 502]) func askedAgainWithoutValidators(status: Int) async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource([1], tag: "\"a\"", refusal: (status, []))
    let known = try await validators(trial, "/r")
    #expect(try await trial.get("/r", known).get().bytes == [1])
    #expect(trial.server.heads(of: "/r").map(isConditional) == [false, true, false])
  }

  /// curl follows a 304 that has a location.
  @Test func aCircleOfItsOwn() async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource([1], tag: "\"a\"", refusal: (304, ["Location: /r"]))
    let known = try await validators(trial, "/r")
    #expect(try await trial.get("/r", known).get().bytes == [1])
  }

  @Test func aBusyHostIsAskedTheSameAgain() async throws {
    let trial = try FetchTrial { $0.retries = 1 }
    trial.server["/r"] = Resource([1], tag: "\"a\"", refusal: (503, []))
    let known = try await validators(trial, "/r")
    #expect(await trial.get("/r", known) == .failure(.failure(try #require(await trial.failure("/status/503")))))
    #expect(trial.server.heads(of: "/r").map(isConditional) == [false, true, true])
  }

  @Test func whatIsGoneFailsAsEver() async throws {
    let trial = try FetchTrial()
    trial.server["/status/404"] = Resource([1], tag: "\"a\"")
    let known = try await validators(trial, "/status/404")
    trial.server["/status/404"] = nil
    #expect(await trial.get("/status/404", known) == .failure(.failure(try #require(await trial.failure("/status/404")))))
  }

  // MARK: Redirects

  /// The validators are those of the last address, and only that is asked with them.
  @Test func onlyTheAddressThatAnsweredIsAsked() async throws {
    let other = try MisbehavingServer()
    defer { other.stop() }
    let trial = try FetchTrial { $0.headers = [Recipe.Header("X-Api-Key", "open sesame")] }
    for (server, target) in [(trial.server, "/r"), (other, other.url("/r"))] {
      server["/r"] = Resource([1], tag: "\"a\"")
      let path = "/to?\(trial.server.url("/to?\(target)"))"
      let known = try #require(try await validators(trial, path))
      #expect(await trial.get(path, known) == .failure(.notModified))
      #expect(server.heads(of: "/r").map(isConditional) == [false, true])
      #expect(server.heads(of: "/r").map { $0.contains("X-Api-Key") } == [Bool](repeating: target == "/r", count: 2))
      for hop in [path, "/to?\(target)"] {
        #expect(trial.server.heads(of: hop).count == 2 && !trial.server.heads(of: hop).contains(where: isConditional))
      }
    }
  }

  /// Another address may use the same tag for something else.
  @Test func aRedirectToAnotherAddressAsksNothing() async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource(Array("Location".utf8), tag: "\"a\"")
    trial.server["/s"] = Resource([2], tag: "\"a\"")
    let known = try await validators(trial, "/r")
    #expect(try await trial.get("/to?/s", known).get().bytes == [2])
    #expect(!trial.server.heads(of: "/s").contains(where: isConditional))
  }

  @Test func thePartBehindTheHashIsNoAddress() async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource([1], tag: "\"a\"")
    let known = try await validators(trial, "/r#one")
    #expect(await trial.get("/r#two", known) == .failure(.notModified))
    #expect(await trial.get("/to?/r#three", known) == .failure(.notModified))
  }

  /// Credentials in an address are part of it, and stand in no validators.
  @Test func passwordsArePartOfTheAddress() async throws {
    let trial = try FetchTrial()
    trial.server["/r"] = Resource([1], tag: "\"a\"")
    let secret = trial.server.url("/r").replacing("http://", with: "http://someone:hush@")
    let known = try #require(try await trial.fetcher.get(secret).get().validators)
    #expect(!"\(known)".contains("hush"))
    #expect(await trial.fetcher.get(secret, known) == .failure(.notModified))
    #expect(try await trial.get("/r", known).get().bytes == [1])
  }

  // MARK: Sharing

  @Test func equalQuestionsAreAskedOnce() async throws {
    let trial = try FetchTrial { $0.shared = 1_000_000 }
    let known = try #require(Validators(.tag("\"a\""), address: Validators.digest(of: trial.server.url("/r"))))
    let outdated = try #require(Validators(.tag("\"b\""), address: Validators.digest(of: trial.server.url("/r"))))
    trial.server["/r"] = Resource([1], tag: "\"a\"")
    for _ in 0..<3 { #expect(await trial.get("/r", known) == .failure(.notModified)) }
    #expect(trial.server.requests == 1)
    // One who has nothing, or something else, is not told that nothing has changed.
    #expect(try await trial.get("/r").get().bytes == [1])
    #expect(trial.server.requests == 2)
    #expect(try await trial.get("/r", outdated).get().bytes == [1])
    #expect(trial.server.requests == 2)
  }

  @Test func aBodyIsAnAnswerToEveryQuestion() async throws {
    let trial = try FetchTrial { $0.shared = 1_000_000 }
    let known = try #require(Validators(.tag("\"a\""), address: Validators.digest(of: trial.server.url("/r"))))
    trial.server["/r"] = Resource([1], tag: "\"b\"")
    #expect(try await trial.get("/r", known).get().bytes == [1])
    #expect(try await trial.get("/r", known).get().bytes == [1])
    #expect(try await trial.get("/r").get().bytes == [1])
    #expect(trial.server.requests == 1)
  }
}
