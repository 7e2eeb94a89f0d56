import Foundation
import PrepHTTP
import TestServer
import Testing

/// Where a redirect leads, and what goes there.
@Suite(.timeLimit(.minutes(2))) struct RedirectTests {
  private let key = [HTTPHeader("Authorization", "Bearer sesame"), HTTPHeader("api-key", "sesame")]

  @Test(arguments: [301, 302, 303, 307, 308]) func returned(status: Int) async throws {
    let trial = try HTTPTrial()
    let response = try await trial.send(.post, "/to/\(status)?/ok", .bytes([1]))
    #expect(response.status == status && response.headers["Location"] == "/ok")
    #expect(trial.server.requests == 1)
  }

  @Test(arguments: [
    (301, HTTPMethod.post, "GET"), (302, .post, "GET"), (303, .post, "GET"), (307, .post, "POST"), (308, .post, "POST"),
    (302, .put, "PUT"), (303, .put, "GET"), (307, .put, "PUT"), (303, .delete, "GET"), (307, .delete, "DELETE"),
    (303, .head, "HEAD"), (302, .get, "GET"),
  ]) func followed(status: Int, method: HTTPMethod, becomes: String) async throws {
    let trial = try HTTPTrial()
    let body: HTTPBody = method == .post || method == .put ? .bytes([1, 2, 3]) : .none
    let response = try await trial.send(method, "/to/\(status)?/ok", body) { $0.redirects = .followed(atMost: 1) }
    #expect(response.status == 200 && response.address == trial.server.url("/ok"))
    #expect(trial.server.heads(of: "/ok").map { String($0.prefix { $0 != " " }) } == [becomes])
    let isRepeated = becomes == "POST" || becomes == "PUT"
    #expect(trial.server.bodies(of: "/ok") == [isRepeated ? [1, 2, 3] : []])
    // Nor does any of it stay for the next request.
    _ = try await trial.send(.get, "/ok?1")
    #expect(trial.server.heads(of: "/ok?1")[0].hasPrefix("GET "))
  }

  @Test func tooMany() async throws {
    let trial = try HTTPTrial()
    #expect(try await trial.fault(.get, "/loop") { $0.redirects = .followed(atMost: 2) }.cause == .tooManyRedirects(limit: 2))
    #expect(try await trial.fault(.get, "/loop") { $0.redirects = .followed(atMost: 0) }.cause == .tooManyRedirects(limit: 0))
    #expect(trial.server.requests == 4)
  }

  @Test func keysStayWithTheirOrigin() async throws {
    let other = try MisbehavingServer()
    defer { other.stop() }
    let trial = try HTTPTrial()
    for target in [other.url("/ok"), "http://localhost:\(trial.server.port)/ok?1", "/ok?2"] {
      _ = try await trial.send(.post, "/to/307?\(target)", .bytes([1])) {
        $0.headers = key
        $0.redirects = .followed(atMost: 3)
      }
    }
    for head in other.heads(of: "/ok") + trial.server.heads(of: "/ok?1") { #expect(!head.contains("sesame")) }
    #expect(other.requests == 1 && trial.server.requests(of: "/ok?1") == 1)
    #expect(trial.server.heads(of: "/ok?2")[0].components(separatedBy: "sesame").count == 3)
  }

  /// Servers that give a presigned address have it used without the key, and with a method of its own.
  @Test func aPresignedAddress() async throws {
    let trial = try HTTPTrial()
    let answer = try await trial.send(.post, "/to/302?\(trial.server.url("/ok?signed"))", .bytes([1])) { $0.headers = key }
    let target = try HTTPAddress(parsing: try #require(answer.headers["location"]))
    let response = try await trial.client.send(HTTPRequest(.put, target, body: .bytes([5, 6])))
    #expect(response.status == 200 && trial.server.bodies(of: "/ok?signed") == [[5, 6]])
    #expect(!trial.server.heads(of: "/ok?signed")[0].contains("sesame"))
  }
}
