/// One event of a stream of server-sent events.
package struct ServerSentEvent: Sendable, Hashable {
  /// What kind it is; `message` when the server named none.
  package var name: String
  /// Its lines of data, joined by line feeds.
  package var data: String
}

/// Reads the events of a stream piece by piece, by the HTML standard ("Server-sent events", 9.2.6). Comments, ids and
/// reconnection times are ignored, and so is an incomplete event at the end of the stream.
package struct ServerSentEventReader: Sendable {
  /// An event has more data than allowed.
  package struct TooLong: Error, Hashable {
    package let limit: Int
  }

  private let maxBytes: Int
  private var line: [UInt8] = []
  private var name = ""
  private var data: [UInt8] = []
  private var hasData = false
  private var isAfterReturn = false
  private var isFirstLine = true

  /// - Parameter maxBytes: of one line, and of one event's data.
  package init(maxBytes: Int = 16 << 20) { self.maxBytes = maxBytes }

  /// Reads the next piece of the stream; pieces may be cut anywhere.
  /// - Returns: the events that it completes.
  package mutating func read(_ piece: UnsafeRawBufferPointer) throws(TooLong) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    for byte in piece {
      // Lines end with CR, LF or both.
      let wasReturn = isAfterReturn
      isAfterReturn = byte == 0x0D
      switch byte {
      case 0x0A where wasReturn: continue
      case 0x0A, 0x0D: if let event = endLine() { events.append(event) }
      default: line.append(byte)
      }
      if line.count + data.count > maxBytes { throw TooLong(limit: maxBytes) }
    }
    return events
  }

  private mutating func endLine() -> ServerSentEvent? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    isFirstLine = false
    if line.isEmpty { return endEvent() }
    let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
    var value = line[colon...].dropFirst()
    if value.first == 0x20 { value = value.dropFirst() }
    switch String(decoding: line[..<colon], as: UTF8.self) {
    case "event": name = String(decoding: value, as: UTF8.self)
    case "data":
      if hasData { data.append(0x0A) }
      data += value
      hasData = true
    default: break
    }
    return nil
  }

  private mutating func endEvent() -> ServerSentEvent? {
    defer { (name, data, hasData) = ("", [], false) }
    guard hasData else { return nil }
    return ServerSentEvent(name: name.isEmpty ? "message" : name, data: String(decoding: data, as: UTF8.self))
  }
}
