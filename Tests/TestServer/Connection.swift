import Glibc

/// The server's end of one connection.
final class Connection {
  let descriptor: CInt
  private var unread: [UInt8] = []

  init(_ descriptor: CInt) { self.descriptor = descriptor }

  /// The head of the next request, as text; nil when the other side is done.
  func readRequest() -> String? {
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      if let end = Self.endOfHead(unread) {
        let head = String(decoding: unread[..<end], as: UTF8.self)
        unread.removeFirst(end)
        return head
      }
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
