/// What a server holds under a path: bytes, and how it names their state. A test may put another in its place.
package struct Resource: Sendable {
  package var bytes: [UInt8]
  /// The `ETag`, quotes and all; a request with it in `If-None-Match` is answered with 304.
  package var tag: String?
  /// The `Last-Modified`; a request with it in `If-Modified-Since` is answered with 304.
  package var lastModified: String?
  /// Further lines of every answer, such as `Cache-Control: no-store`.
  package var headers: [String]
  /// The status of the answer to every request that asks for changes, in place of 304 or 200, with these lines.
  package var refusal: (status: Int, headers: [String])?

  package init(
    _ bytes: [UInt8], tag: String? = nil, lastModified: String? = nil, headers: [String] = [],
    refusal: (status: Int, headers: [String])? = nil
  ) {
    self.bytes = bytes
    self.tag = tag
    self.lastModified = lastModified
    self.headers = headers
    self.refusal = refusal
  }

  /// The answer to a request.
  func answer(to head: String) -> [UInt8] {
    let asked = Self.value(of: "If-None-Match", in: head)
    let since = Self.value(of: "If-Modified-Since", in: head)
    var lines = headers
    if let tag { lines.append("ETag: \(tag)") }
    if let lastModified { lines.append("Last-Modified: \(lastModified)") }
    if let refusal, asked != nil || since != nil {
      return Self.head("\(refusal.status) Refused", refusal.headers + ["Content-Length: 0"])
    }
    // As RFC 9110 has it: with a tag the date does not count.
    if asked != nil ? asked == tag : since != nil && since == lastModified { return Self.head("304 Not Modified", lines) }
    return Self.head("200 OK", lines + ["Content-Type: image/jpeg", "Content-Length: \(bytes.count)"]) + bytes
  }

  private static func head(_ status: String, _ lines: [String]) -> [UInt8] {
    Array((["HTTP/1.1 \(status)"] + lines + ["", ""]).joined(separator: "\r\n").utf8)
  }

  private static func value(of name: String, in head: String) -> String? {
    head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
  }
}
