package import PrepCore
package import PrepHTTP

/// The address of an image.
package struct FetchAddress: Sendable, Hashable {
  package let http: HTTPAddress

  /// Parses an address as the input wrote it. Error messages do not repeat the address, because it may contain a password.
  package init(parsing text: String) throws(ItemFailure) {
    do throws(HTTPFault) { http = try HTTPAddress(parsing: text) } catch { throw ItemFailure(error) }
  }

  /// The address as it is requested, with spaces and non-ASCII characters escaped.
  package var url: String { http.url }
  /// The host's name, in lower case.
  package var host: String { http.host }
  /// Scheme, host and port: the unit that is reachable or unreachable as a whole.
  package var origin: String { http.origin }
  /// The address without its fragment, as the server sees it.
  package var resource: Substring { http.resource }
}
