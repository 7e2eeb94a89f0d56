import Foundation
import PrepHTTP
import TestServer
import Testing

/// What a server sees of methods, headers and bodies.
@Suite(.timeLimit(.minutes(2))) struct MethodTests {
  private static let json = Array("{\"model\": \"m\"}".utf8)

  @Test(arguments: [
    (HTTPMethod.get, HTTPBody.none, nil), (.head, .none, nil), (.delete, .none, nil), (.post, .none, 0), (.put, .none, 0),
    (.patch, .none, 0), (.post, .bytes(json), json.count), (.put, .bytes(json), json.count), (.patch, .bytes(json), json.count),
    (.delete, .bytes(json), json.count), (.get, .bytes(json), json.count), (HTTPMethod(rawValue: "PURGE"), .none, nil),
  ]) func everyMethod(method: HTTPMethod, body: HTTPBody, length: Int?) async throws {
    let trial = try HTTPTrial()
    // Twice over one handle and one connection: what one request sets does not stay for the next.
    for _ in 0..<2 {
      let response = try await trial.send(method, "/ok", body) { $0.headers = [HTTPHeader("Content-Type", "application/json")] }
      #expect(response.status == 200)
      #expect(response.body == (method == .head ? [] : Behaviour.body(1000)))
      #expect(try await trial.send(.get, "/ok?7").body.count == 7)
    }
    let heads = trial.server.heads(of: "/ok")
    #expect(heads.count == 2 && trial.server.accepted == 1)
    for (head, sent) in zip(heads, trial.server.bodies(of: "/ok")) {
      #expect(head.hasPrefix("\(method.rawValue) /ok HTTP/1.1\r\n"))
      #expect(head.contains("Content-Type: application/json\r\n"))
      #expect(head.contains("Content-Length:") == (length != nil))
      if case .bytes(let bytes) = body { #expect(sent == bytes) } else { #expect(sent == []) }
    }
    #expect(trial.server.heads(of: "/ok?7").allSatisfy { $0.hasPrefix("GET ") && !$0.contains("Content-") })
  }

  @Test func aLargeBody() async throws {
    let trial = try HTTPTrial()
    let bytes = Behaviour.body(3_000_000)
    for method in [HTTPMethod.post, .put] { #expect(try await trial.send(method, "/ok", .bytes(bytes)).status == 200) }
    let areEqual = trial.server.bodies(of: "/ok") == [bytes, bytes]
    #expect(areEqual)
  }

  @Test func noTypeIsInvented() async throws {
    let trial = try HTTPTrial()
    _ = try await trial.send(.post, "/ok", .bytes([1]))
    #expect(!trial.server.heads(of: "/ok")[0].lowercased().contains("content-type"))
  }

  @Test func filesAndRanges() async throws {
    let trial = try HTTPTrial()
    let content = Behaviour.body(200_000)
    let file = try TemporaryFile(content)
    for range in [nil, 0..<0, 0..<1, 65_535..<131_073, 199_999..<200_000, 0..<200_000] {
      _ = try await trial.send(.put, "/ok", .file(file.path, range))
      #expect(trial.server.bodies(of: "/ok").last == Array(range.map { content[$0] } ?? content[...]))
    }
    #expect(trial.server.heads(of: "/ok").last?.contains("Content-Length: 200000\r\n") == true)
  }

  @Test func filesThatCannotBeSent() async throws {
    let trial = try HTTPTrial()
    let file = try TemporaryFile([1, 2, 3])
    for body in [HTTPBody.file("/nowhere/at/all"), .file("/tmp"), .file("/dev/zero"), .file(file.path, 1..<4)] {
      let fault = try await trial.fault(.post, "/ok", body)
      guard case .requestBody = fault.cause else {
        Issue.record("\(fault)")
        continue
      }
      #expect(!fault.mayHaveHadEffect)
    }
    #expect(trial.server.accepted == 0)
    // The place at the host is free again.
    #expect(try await trial.send(.get, "/ok").status == 200)
  }

  @Test func parts() async throws {
    let trial = try HTTPTrial()
    let file = try TemporaryFile(Array("0123456789".utf8))
    let form = Multipart(
      [
        .field("purpose", "fine-tune"),
        .file("file", path: file.path, range: 2..<5, fileName: "a \"b\"\r\n.jsonl", contentType: "application/jsonl"),
        .bytes("data", [0xFF], fileName: "upload"),
      ], boundary: "xyz")
    _ = try await trial.send(.post, "/ok", .multipart(form))
    let expected =
      "--xyz\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n"
      + "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22%0D%0A.jsonl\"\r\n"
      + "Content-Type: application/jsonl\r\n\r\n234\r\n"
      + "--xyz\r\nContent-Disposition: form-data; name=\"data\"; filename=\"upload\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    #expect(trial.server.bodies(of: "/ok") == [Array(expected.utf8) + [0xFF] + Array("\r\n--xyz--\r\n".utf8)])
    #expect(trial.server.heads(of: "/ok")[0].contains("Content-Type: multipart/form-data; boundary=xyz\r\n"))
    #expect(Multipart([]).boundary != Multipart([]).boundary)
  }

  @Test(arguments: [
    HTTPHeader("X-A", "b\r\nX-B: c"), HTTPHeader("X-A\r\nX-B", "c"), HTTPHeader("", "c"), HTTPHeader("X A", "c"),
    HTTPHeader("X-A", "b\u{0}"),
  ])
  func aHeaderIsOneLine(header: HTTPHeader) async throws {
    let trial = try HTTPTrial()
    #expect(try await trial.fault(.get, "/ok") { $0.headers = [header] }.cause == .malformedHeader(header.name))
    #expect(trial.server.accepted == 0)
  }

  @Test func aHeaderMayBeEmpty() async throws {
    let trial = try HTTPTrial()
    _ = try await trial.send(.get, "/ok") { $0.headers = [HTTPHeader("X-A", "")] }
    #expect(trial.server.heads(of: "/ok")[0].contains("X-A:\r\n"))
  }

  /// A large body waits for the server's leave; one that gives none gets the request once more, without the question.
  @Test func expectations() async throws {
    let trial = try HTTPTrial()
    let body = HTTPBody.bytes(Behaviour.body(2_000_000))
    #expect(try await trial.send(.post, "/ok", body).status == 200)
    #expect(trial.server.heads(of: "/ok")[0].contains("Expect: 100-continue"))
    #expect(try await trial.send(.post, "/no-expect", body).status == 200)
    #expect(trial.server.requests(of: "/no-expect") == 2)
  }
}

/// A file for the time of one test.
final class TemporaryFile: Sendable {
  let path: String

  init(_ bytes: [UInt8]) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("visionprep-http-\(UUID().uuidString)").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
