import Glibc
import Testing

@testable import PrepHTTP

/// What headers and streams say.
@Suite struct FieldTests {
  @Test(arguments: [
    ("Retry-After: 7", 7.0), ("retry-after:0.5", 0.5), ("Retry-After-Ms: 250\nRetry-After: 9", 0.25),
    ("Retry-After: 999999", 86_400),
    ("Retry-After: 0", nil), ("Retry-After: -5", nil), ("Retry-After: soon", nil), ("Retry-After: inf", nil),
    ("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", nil), ("Retry-After:", nil), ("X: 1", nil),
  ]) func retryAfter(text: String, seconds: Double?) {
    #expect(HTTPFields(parsing: text).retryAfter.map { $0 / .seconds(1) } == seconds)
  }

  @Test func retryAtADate() throws {
    var then = time(nil) + 100
    var parts = tm()
    gmtime_r(&then, &parts)
    var text = [CChar](repeating: 0, count: 64)
    strftime(&text, text.count, "Retry-After: %a, %d %b %Y %H:%M:%S GMT", &parts)
    let line = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let pause = try #require(HTTPFields(parsing: line).retryAfter)
    #expect((.seconds(90) ... .seconds(100)).contains(pause))
  }

  @Test(arguments: [
    ("1s", 1.0), ("6m0s", 360), ("20ms", 0.02), ("1h2m3.5s", 3723.5), ("12", 12), ("0.5", 0.5), ("0s", 0), ("1000h", 86_400),
    ("", nil), ("s", nil), ("1x", nil), ("-1", nil), ("1.2.3s", nil), ("1s2", nil),
  ]) func timesOfLimits(text: String, seconds: Double?) {
    #expect(RateLimit.time(text).map { $0 / .seconds(1) } == seconds)
  }

  @Test func limits() {
    let fields = HTTPFields(
      parsing: "x-ratelimit-limit-requests: 60\nX-RateLimit-Remaining-Requests: 59\nx-ratelimit-reset-requests: 1s\n"
        + "x-ratelimit-remaining-tokens: -3\nx-ratelimit-reset-tokens: never\nx-ratelimit-remaining: 4.0")
    #expect(fields.rateLimit(of: "requests") == RateLimit(limit: 60, remaining: 59, reset: .seconds(1)))
    #expect(fields.rateLimit(of: "tokens") == RateLimit(remaining: 0))
    #expect(fields.rateLimit(of: nil) == RateLimit(remaining: 4))
  }

  @Test(arguments: [
    ("Content-Length: 5", 5), ("content-length: 5x", 5), ("Content-Length: -1", nil), ("Content-Length: 1\nContent-Length: 2", 2),
  ])
  func lengths(text: String, length: Int?) { #expect(HTTPFields(parsing: text).contentLength == length) }

  @Test func linesThatAreNoFields() {
    let fields = HTTPFields(parsing: "A: 1\r\n folded: 2\r\nno colon\r\n: empty\r\nA : 3\r\nB:4\r\n")
    #expect(fields.values(of: "a") == ["1"] && fields["folded"] == nil && fields["b"] == "4")
    #expect(fields.all.map(\.value) == ["1", "empty", "3", "4"])
  }

  // MARK: Server-sent events

  private func events(_ text: String, piece: Int) throws -> [ServerSentEvent] {
    var reader = ServerSentEventReader()
    let bytes = Array(text.utf8)
    return try stride(from: 0, to: bytes.count, by: piece).flatMap { start in
      try Array(bytes[start..<min(start + piece, bytes.count)]).withUnsafeBytes { try reader.read($0) }
    }
  }

  @Test(arguments: ["\n", "\r", "\r\n"], [1, 2, 3, 1000]) func events(end: String, piece: Int) throws {
    let lines = [
      "\u{FEFF}: comment", "data: one", "", "event: token", "id: 7", "data:two", "data:  three", "unknown: x", "", "", "event: x",
      "",
      "data", "", "data: ü", "", "data: cut off",
    ]
    let found = try events(lines.joined(separator: end), piece: piece)
    #expect(
      found == [
        ServerSentEvent(name: "message", data: "one"), ServerSentEvent(name: "token", data: "two\n three"),
        ServerSentEvent(name: "message", data: ""), ServerSentEvent(name: "message", data: "ü"),
      ])
  }

  @Test func anEventWithoutEnd() {
    var reader = ServerSentEventReader(maxBytes: 100)
    let line = Array("data: 0123456789\n".utf8)
    #expect(throws: ServerSentEventReader.TooLong(limit: 100)) {
      for _ in 0..<20 { _ = try line.withUnsafeBytes { try reader.read($0) } }
    }
  }
}
