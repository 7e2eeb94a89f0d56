/// A finished download.
package struct FetchedBody: Sendable, Hashable {
  /// The body as the server sent it; no content coding is asked for or undone.
  package var bytes: [UInt8]
  /// The `Content-Type` header, as it came.
  package var contentType: String?
  /// The address that the bytes came from, after redirects and without credentials.
  package var effectiveURL: String

  package init(bytes: [UInt8], contentType: String?, effectiveURL: String) {
    self.bytes = bytes
    self.contentType = contentType
    self.effectiveURL = effectiveURL
  }
}
