import CPrepCurl
package import PrepCore

/// An http or https address that curl can read, and the host it names.
package struct FetchAddress: Sendable, Hashable {
  /// The address as it is requested, with spaces and characters outside ASCII escaped.
  package let url: String
  /// The host's name, in lower case.
  package let host: String
  /// Scheme, host and port: what answers, or does not, as one.
  package let origin: String
  /// What is asked of the server: the address without its fragment.
  package var resource: Substring { url.prefix { $0 != "#" } }

  /// Reads an address as the input wrote it. The messages of failures do not repeat it: it may hold a password.
  package init(parsing text: String) throws(Failure) {
    let trimmed = text.utf8.drop(while: Self.isSpace)
    let end = trimmed.lastIndex { !Self.isSpace($0) }.map(trimmed.index(after:)) ?? trimmed.startIndex
    let address = String(Substring(trimmed[..<end]))
    try Self.checkScheme(of: address)
    // curl would read up to the zero and fetch something else.
    guard !address.utf8.contains(0) else { throw Self.malformed("it holds a zero byte") }
    guard let parts = curl_url() else { throw Self.malformed("memory ran out") }
    defer { curl_url_cleanup(parts) }
    let flags = CUnsignedInt(CURLU_URLENCODE | CURLU_ALLOW_SPACE)
    let code = curl_url_set(parts, CURLUPART_URL, address, flags)
    guard code == CURLUE_OK, let url = Self.part(CURLUPART_URL, of: parts), let host = Self.part(CURLUPART_HOST, of: parts)
    else { throw Self.malformed(Self.reason(code)) }
    self.url = url
    self.host = host.lowercased()
    origin = Self.origin(of: parts)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// curl would take an address without a scheme for http, and fetch others that it was built for.
  private static func checkScheme(of address: String) throws(Failure) {
    let prefix = address.prefix(9).lowercased()
    if prefix.hasPrefix("http://") || prefix.hasPrefix("https://") { return }
    // Only well-known schemes are named: what stands before the first colon may also be a user's name.
    let known = ["ftp", "ftps", "sftp", "file", "data", "blob", "s3", "gs"].first { prefix.hasPrefix($0 + ":") }
    let found = known.map { "begins with \($0):" } ?? "does not begin with http:// or https://"
    throw Failure(.fetch, .unsupportedAddress, "The address \(found); only http and https are fetched.")
  }

  private static func malformed(_ reason: String) -> Failure {
    Failure(.fetch, .unsupportedAddress, "The address is malformed: \(reason).")
  }

  private static func reason(_ code: CURLUcode) -> String {
    curl_url_strerror(code).map { String(cString: $0) } ?? "curl cannot read it"
  }

  /// Whether what is sent to this address may be sent to another origin: the same, or the same over TLS.
  func trusts(_ other: String?) -> Bool {
    guard let other else { return false }
    return other == origin || (origin == "http://\(host):80" && other == "https://\(host):443")
  }

  /// Where a redirect leads to; nil when curl cannot read it.
  static func target(of location: String, from base: String) -> (url: String, origin: String)? {
    guard let parts = curl_url() else { return nil }
    defer { curl_url_cleanup(parts) }
    let flags = CUnsignedInt(CURLU_URLENCODE | CURLU_ALLOW_SPACE)
    guard curl_url_set(parts, CURLUPART_URL, base, flags) == CURLUE_OK,
      curl_url_set(parts, CURLUPART_URL, location, flags) == CURLUE_OK, let url = part(CURLUPART_URL, of: parts)
    else { return nil }
    return (url, origin(of: parts))
  }

  private static func origin(of parts: OpaquePointer) -> String {
    let scheme = part(CURLUPART_SCHEME, of: parts) ?? ""
    let port = part(CURLUPART_PORT, of: parts, flags: CURLU_DEFAULT_PORT) ?? ""
    return "\(scheme)://\(part(CURLUPART_HOST, of: parts) ?? ""):\(port)".lowercased()
  }

  private static func part(_ part: CURLUPart, of parts: OpaquePointer, flags: CInt = 0) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parts, part, &text, CUnsignedInt(flags)) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
