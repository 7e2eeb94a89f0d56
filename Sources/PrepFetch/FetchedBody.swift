/// A finished download.
package struct FetchedBody: Sendable, Hashable {
  /// The body as the server sent it; no content coding is requested or undone.
  package var bytes: [UInt8]
  /// The `Content-Type` header, unchanged.
  package var contentType: String?
  /// The address that the bytes came from, after redirects and without credentials.
  package var effectiveURL: String
  /// The validators for the next request; nil when the server sent none.
  package var validators: Validators?
  /// False when the server forbids it with `Cache-Control: no-store`.
  package var mayBeStored: Bool

  package init(
    bytes: [UInt8], contentType: String?, effectiveURL: String, validators: Validators? = nil, mayBeStored: Bool = true
  ) {
    self.bytes = bytes
    self.contentType = contentType
    self.effectiveURL = effectiveURL
    self.validators = validators
    self.mayBeStored = mayBeStored
  }
}
