/// What the server does, by path. Answers keep the connection unless said otherwise.
///
///     /ok?N               N bytes (default 1000) of the pattern of `body(_:)`, as image/jpeg
///     /hold?N             the same 1000 bytes after N milliseconds
///     /chunked            the same 1000 bytes in chunks, without a length
///     /echo               the request's own head
///     /slow               no answer at all
///     /drip               headers, then a byte every 50 ms
///     /reset              a reset instead of an answer
///     /reset-body         300 of 1000 bytes, then a reset
///     /close              the end of the connection instead of an answer
///     /short-length       100 announced, 1000 sent
///     /long-length        1000 announced, 300 sent, end of the connection
///     /announce?N         N bytes announced, none sent
///     /endless            bytes without end and without a length
///     /garbage            bytes that are not HTTP
///     /endless-headers    headers without end
///     /status/N           this status with a page of 9 bytes
///     /endless-page       404 with a page without end
///     /loop               a redirect to itself
///     /redirect/N         N redirects, then /ok
///     /to?ADDRESS         a redirect to the address
///     /failing/STATUS/N   this status for the first N requests of this path, then 1000 bytes
///     /busy/STATUS/N/S    the same, with `Retry-After: S`
///     /flaky/N            a reset for the first N requests of this path, then 1000 bytes
///     /trickle            headers, then 10 bytes every 50 ms
///     /reset-then-slow/N  a reset for the first N requests of this path, then no answer at all
///     /stale              bytes for the first request of a connection, the end of the connection for the second
///     /error/STATUS/N     this status with a page of N bytes of the pattern
///     /to/STATUS?ADDRESS  a redirect with this status
///     /early/STATUS       this status, and the end of the connection, before the body of the request is read
///     /early-reset        a reset before the body of the request is read
///     /no-expect          417 for a request with `Expect`, bytes for one without
///     /fields             repeated and odd header fields
///     /events?N           N server-sent events, 20 ms apart, then the end of the connection
///
/// A request's body is read before it is answered, except where this says otherwise.
///
/// A request line with a whole address, as a proxy gets it, is answered by the address's path.
package enum Behaviour {
  private static let pattern = (0..<256).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  /// The bytes of a good answer.
  package static func body(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + pattern.count)
    while bytes.count < count { bytes += pattern }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Whether the body of a request is read before it is answered.
  static func readsBody(_ target: String) -> Bool { !target.hasPrefix("/early") && target != "/no-expect" }

  /// Answers one request; false ends the connection.
  /// - Parameter earlier: how many requests of the same path and query came before.
  static func answer(_ head: String, earlier: Int, on connection: Connection) -> Bool {
    let target = target(head)
    let parts = target.split(separator: "?", maxSplits: 1)
    let path = parts.first.map(String.init) ?? "/"
    let query = parts.count > 1 ? String(parts[1]) : ""
    switch path {
    case "/ok": return good(body(Int(query) ?? 1000), on: connection)
    case "/echo": return good(Array(head.utf8), on: connection)
    case "/chunked": return chunked(body(1000), on: connection)
    case "/hold":
      guard connection.pause(milliseconds: CInt(query) ?? 50) else { return false }
      return good(body(1000), on: connection)
    case "/stale":
      if connection.requests > 1 { return false }
      return good(body(1000), on: connection)
    case "/no-expect":
      let isExpecting = head.lowercased().contains("\r\nexpect:")
      if isExpecting { return connection.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n") }
      _ = connection.readBody(of: head)
      return good(body(1000), on: connection)
    case "/fields":
      return connection.send(
        "HTTP/1.1 200 OK\r\nX-One: 1\r\nx-one:  two \r\nX-Empty:\r\nX-Request-Id: req_1\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"
      )
    case _ where path.hasPrefix("/error/"):
      let numbers = path.split(separator: "/").dropFirst().map(String.init)
      let page = body(Int(numbers[1]) ?? 0)
      return connection.send(Array("HTTP/1.1 \(numbers[0]) Status\r\nContent-Length: \(page.count)\r\n\r\n".utf8) + page)
    case _ where path.hasPrefix("/to/"):
      return connection.send("HTTP/1.1 \(path.dropFirst(4)) Moved\r\nLocation: \(query)\r\nContent-Length: 0\r\n\r\n")
    case _ where path.hasPrefix("/early/"):
      connection.send("HTTP/1.1 \(path.dropFirst(7)) Status\r\nContent-Length: 9\r\n\r\nsome page")
      // Else the reset may overtake the answer.
      _ = connection.pause(milliseconds: 100)
      return false
    case _ where path.hasPrefix("/reset-then-slow/"):
      if earlier < Int(path.dropFirst(17)) ?? 0 { connection.resetOnClose() } else { _ = connection.pause() }
      return false
    case "/loop": return redirect(to: "/loop", on: connection)
    case "/to": return redirect(to: query, on: connection)
    case _ where path.hasPrefix("/redirect/"):
      let left = Int(path.dropFirst(10)) ?? 0
      return redirect(to: left > 1 ? "/redirect/\(left - 1)" : "/ok", on: connection)
    case _ where path.hasPrefix("/failing/") || path.hasPrefix("/busy/"):
      let numbers = path.split(separator: "/").dropFirst().map(String.init)
      guard earlier < Int(numbers[1]) ?? 0 else { return good(body(1000), on: connection) }
      let pause = numbers.count > 2 ? "Retry-After: \(numbers[2].replacing("%20", with: " "))\r\n" : ""
      return connection.send("HTTP/1.1 \(numbers[0]) Status\r\n\(pause)Content-Length: 9\r\n\r\nsome page")
    case _ where path.hasPrefix("/flaky/"):
      guard earlier < Int(path.dropFirst(7)) ?? 0 else { return good(body(1000), on: connection) }
      connection.resetOnClose()
      return false
    case _ where path.hasPrefix("/status/"):
      return connection.send("HTTP/1.1 \(path.dropFirst(8)) Status\r\nContent-Length: 9\r\n\r\nsome page")
    default: return misbehave(path, query, on: connection)
    }
  }

  private static func misbehave(_ path: String, _ query: String, on connection: Connection) -> Bool {
    switch path {
    case "/slow": _ = connection.pause()
    case "/drip":
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
      while connection.pause(milliseconds: 50), connection.send([0]) {}
    case "/trickle":
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
      while connection.pause(milliseconds: 50), connection.send(body(10)) {}
    case "/reset", "/early-reset": connection.resetOnClose()
    case "/events":
      connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n")
      for number in 0..<(Int(query) ?? 3) {
        guard connection.pause(milliseconds: 20), connection.send("data: {\"n\": \(number)}\n\n") else { break }
      }
      connection.send("data: [DONE]\n\n")
    case "/reset-body":
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
      connection.send(body(300))
      // Else the reset may overtake what was sent.
      _ = connection.pause(milliseconds: 100)
      connection.resetOnClose()
    case "/short-length":
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
      connection.send(body(1000))
    case "/long-length":
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
      connection.send(body(300))
    case "/announce":
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(query)\r\n\r\n")
      _ = connection.pause()
    case "/endless":
      connection.send("HTTP/1.1 200 OK\r\n\r\n")
      let piece = body(4096)
      while connection.send(piece) {}
    case "/endless-page":
      connection.send("HTTP/1.1 404 Not Found\r\n\r\n")
      let piece = body(4096)
      while connection.send(piece) {}
    case "/endless-headers":
      connection.send("HTTP/1.1 200 OK\r\n")
      let line = "X-Filler: " + String(repeating: "x", count: 1000) + "\r\n"
      while connection.send(line) {}
    case "/garbage": connection.send(body(2000))
    case "/close": break
    default: return connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    }
    return false
  }

  /// The path and query of a request line, also when it holds a whole address.
  static func target(_ head: String) -> String {
    let words = head.prefix { $0 != "\r\n" && $0 != "\r" }.split(separator: " ")
    guard words.count > 1 else { return "/" }
    let target = words[1]
    guard target.hasPrefix("http://") else { return String(target) }
    return String(target.dropFirst(7).drop { $0 != "/" })
  }

  private static func good(_ bytes: [UInt8], on connection: Connection) -> Bool {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: \(bytes.count)\r\n\r\n"
    return connection.send(Array(head.utf8) + bytes)
  }

  private static func chunked(_ bytes: [UInt8], on connection: Connection) -> Bool {
    let half = bytes.count / 2
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for piece in [bytes[..<half], bytes[half...]] {
      connection.send(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
    }
    return connection.send("0\r\n\r\n")
  }

  private static func redirect(to address: String, on connection: Connection) -> Bool {
    connection.send("HTTP/1.1 302 Found\r\nLocation: \(address)\r\nContent-Length: 0\r\n\r\n")
  }
}
