@testable import PrepFetch
@testable import PrepHTTP

extension FuzzTarget {
  /// What servers send beside bodies: header lines, their dates and limits, and server-sent events.
  static let answers = FuzzTarget { bytes in
    var fields = HTTPFields()
    for line in bytes.split(separator: UInt8(ascii: "\n")) { (line + [0x0A]).withUnsafeBytes { fields.append($0) } }
    // Bytes that are no text come back as others.
    for (name, value) in fields.all where name.utf8.allSatisfy({ $0 < 0x80 }) {
      require(fields.values(of: name.uppercased()).contains(value), "a field that is not found by its name")
    }
    require(fields.contentLength ?? 0 >= 0, "a length below zero")
    require((.zero ... .seconds(86_400)).contains(fields.retryAfter ?? .zero), "a pause below zero, or above a day")
    for kind in ["requests", "tokens", nil] {
      let limit = fields.rateLimit(of: kind)
      require(limit.remaining ?? 0 >= 0 && limit.reset ?? .zero >= .zero, "less than nothing is left of a limit")
    }
    let headers = AnswerHeaders(fields)
    _ = headers.validators(of: "https://shop.example/a.jpg")

    let whole = events(of: [bytes[...]])
    let pieces = bytes.isEmpty ? [] : bytes.indices.map { bytes[$0...$0] }
    require(events(of: pieces) == whole, "events depend on how the stream was cut")
    require(whole.allSatisfy { !$0.name.isEmpty && !$0.data.utf8.contains(0x0D) }, "an event without a name, or with half a line")
  } seeds: {
    [
      "Content-Length: 12\r\nETag: \"a\"\r\nCache-Control: no-store\r\n",
      "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:39 GMT\r\n",
      "retry-after-ms: 20\r\nRetry-After: Wed, 21 Oct 2099 07:28:00 GMT\r\n",
      "x-ratelimit-limit-requests: 60\r\nx-ratelimit-remaining-requests: 59\r\nx-ratelimit-reset-requests: 1h6m0.5s\r\n",
      ": hello\nevent: token\ndata: {\"a\": 1}\ndata: b\r\n\r\nid: 7\rdata:[DONE]\r\r",
    ].map { Array($0.utf8) }
  }

  private static func events(of pieces: [ArraySlice<UInt8>]) -> [ServerSentEvent] {
    var reader = ServerSentEventReader()
    return pieces.flatMap { piece in piece.withUnsafeBytes { bytes in (try? reader.read(bytes)) ?? [] } }
  }
}
