import Glibc

/// The server's end of one connection.
final class Connection {
  let descriptor: CInt
  private static let longestHead = 64 * 1024

  private var unread: [UInt8] = []
  /// Requests read so far.
  private(set) var requests = 0

  init(_ descriptor: CInt) { self.descriptor = descriptor }

  /// The head of the next request, as text; nil when the other side is done.
  func readRequest() -> String? {
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      if let end = Self.endOfHead(unread) {
        let head = String(decoding: unread[..<end], as: UTF8.self)
        unread.removeFirst(end)
        requests += 1
        return head
      }
      // A body that nobody wanted, say.
      guard unread.count < Self.longestHead else { return nil }
      let count = recv(descriptor, &piece, piece.count, 0)
      guard count > 0 else { return nil }
      unread += piece[..<count]
      // The first byte of a TLS handshake, which this server does not speak.
      if unread.first == 0x16 {
        send("HTTP/1.1 400 Bad Request\r\n\r\n")
        return nil
      }
    }
  }

  /// The body that a head announces with `Content-Length`; shorter when the other side is gone before its end. One that waits for
  /// leave to send gets it.
  func readBody(of head: String) -> [UInt8] {
    let fields = head.split(separator: "\r\n").dropFirst().map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
    func value(_ name: String) -> String? {
      fields.first { $0.count == 2 && $0[0].lowercased() == name }.map { String($0[1].drop { $0 == " " }) }
    }
    guard let length = value("content-length").flatMap({ Int($0) }) else { return [] }
    if value("expect")?.lowercased() == "100-continue" { send("HTTP/1.1 100 Continue\r\n\r\n") }
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while unread.count < length {
      let count = recv(descriptor, &piece, piece.count, 0)
      guard count > 0 else { break }
      unread += piece[..<count]
    }
    let body = Array(unread.prefix(length))
    unread.removeFirst(body.count)
    return body
  }

  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (4...bytes.count).first { bytes[($0 - 4)..<$0].elementsEqual("\r\n\r\n".utf8) }
  }

  /// False when the other side has gone.
  @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// False when the other side has gone.
  @discardableResult func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Waits this long, or for ever; false as soon as the other side has gone or the server stops.
  func pause(milliseconds: CInt = -1) -> Bool {
    // POLLRDHUP, which glibc declares only under _GNU_SOURCE.
    var wait = pollfd(fd: descriptor, events: 0x2000, revents: 0)
    return poll(&wait, 1, milliseconds) == 0
  }

  /// Lets the coming close send a reset instead of an end.
  func resetOnClose() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }
}
