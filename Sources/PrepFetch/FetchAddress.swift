package import PrepCore
package import PrepHTTP

/// The address of an image.
package struct FetchAddress: Sendable, Hashable {
  package let http: HTTPAddress

  /// Reads an address as the input wrote it. The messages of failures do not repeat it: it may hold a password.
  package init(parsing text: String) throws(ItemFailure) {
    do throws(HTTPFault) { http = try HTTPAddress(parsing: text) } catch { throw ItemFailure(error) }
  }

  /// The address as it is requested, with spaces and characters outside ASCII escaped.
  package var url: String { http.url }
  /// The host's name, in lower case.
  package var host: String { http.host }
  /// Scheme, host and port: what answers, or does not, as one.
  package var origin: String { http.origin }
  /// What is asked of the server: the address without its fragment.
  package var resource: Substring { http.resource }
}
