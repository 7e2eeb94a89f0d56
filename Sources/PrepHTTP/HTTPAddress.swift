import PrepCore

/// An http or https address that curl can parse.
package struct HTTPAddress: Sendable, Hashable {
  /// The address as it is requested, with spaces and characters outside ASCII escaped. It may hold a password.
  package let url: String
  /// The host's name, in lower case; an IPv6 address is in brackets.
  package let host: String
  /// Scheme, host and port: the unit that is reachable or unreachable as a whole.
  package let origin: String
  /// The address without its fragment, as the server sees it.
  package var resource: Substring { url.prefix { $0 != "#" } }

  /// Reads an address as a person wrote it.
  /// - Throws: `malformedAddress` or `unsupportedScheme`; neither repeats the address, which may hold a password.
  package init(parsing text: String) throws(HTTPFault) {
    let trimmed = text.utf8.drop(while: Self.isSpace)
    let end = trimmed.lastIndex { !Self.isSpace($0) }.map(trimmed.index(after:)) ?? trimmed.startIndex
    let address = String(Substring(trimmed[..<end]))
    try Self.checkScheme(of: address)
    // curl would stop at the zero byte and request another address.
    guard !address.utf8.contains(0) else { throw HTTPFault(.malformedAddress("it holds a zero byte")) }
    do throws(CurlAddress.Unreadable) {
      let parts = try CurlAddress(address)
      guard let url = parts.text(.url), let host = parts.text(.host) else {
        throw CurlAddress.Unreadable(reason: "No error")
      }
      self.url = url
      self.host = host.lowercased()
      origin = Self.origin(of: parts)
    } catch {
      throw HTTPFault(.malformedAddress(error.reason))
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Without this check, curl would treat an address without a scheme as http, and fetch other schemes that it was built for.
  private static func checkScheme(of address: String) throws(HTTPFault) {
    let prefix = address.prefix(9).lowercased()
    if prefix.hasPrefix("http://") || prefix.hasPrefix("https://") { return }
    let known = ["ftp", "ftps", "sftp", "file", "data", "blob", "s3", "gs"].first { prefix.hasPrefix($0 + ":") }
    throw HTTPFault(.unsupportedScheme(known))
  }

  /// Whether data sent to this address may also be sent to another origin: it must be the same, or the same over TLS.
  func trusts(_ other: String?) -> Bool {
    guard let other else { return false }
    return other == origin || (origin == "http://\(host):80" && other == "https://\(host):443")
  }

  /// The target of a redirect; nil when curl cannot parse it.
  static func target(of location: String, from base: String) -> (url: String, origin: String)? {
    guard let parts = try? CurlAddress(base), (try? parts.follow(location)) != nil, let url = parts.text(.url) else { return nil }
    return (url, origin(of: parts))
  }

  private static func origin(of parts: borrowing CurlAddress) -> String {
    let (scheme, host) = (parts.text(.scheme) ?? "", parts.text(.host) ?? "")
    return "\(scheme)://\(host):\(parts.text(.port, orDefault: true) ?? "")".lowercased()
  }
}

// MARK: Where a key may go

extension HTTPAddress {
  /// Whether requests to the address are encrypted or do not leave this machine.
  package var isPrivate: Bool { Self.isPrivate(origin: origin) }

  /// - Parameter origin: as ``origin`` writes it.
  static func isPrivate(origin: String) -> Bool {
    if origin.hasPrefix("https://") { return true }
    guard origin.hasPrefix("http://"), let colon = origin.lastIndex(of: ":") else { return false }
    let host = origin[..<colon].dropFirst(7)
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    return IPAddress(String(host.filter { $0 != "[" && $0 != "]" })).map { AddressRange(of: $0) == .loopback } ?? false
  }
}

extension HTTPAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The address without passwords, keys and signatures.
  package var description: String { RedactedAddress(url).description }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
