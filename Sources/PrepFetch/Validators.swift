import PrepCore
import PrepDigest

/// A server's identifier for the state of a resource, with which a later request can ask whether the resource has changed.
///
/// A validator belongs to the address that answered, after redirects: another address may use the same one for other content. So
/// it is sent to that address alone.
package struct Validators: Sendable, Hashable {
  /// The kind of validator and its value.
  package enum Name: Sendable, Hashable {
    /// The `ETag` header as received, including its quotes.
    case tag(String)
    /// The `Last-Modified` header as received.
    case date(String)
  }

  package let name: Name
  /// The hexadecimal digest of the address that sent the validator. The address itself is not stored, because it may contain a
  /// password.
  package let address: String

  private static let longest = 1024

  /// Returns nil for a value that is not allowed in a header.
  package init?(_ name: Name, address: String) {
    let text =
      switch name {
      case .tag(let text), .date(let text): text
      }
    guard (1...Self.longest).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    self.name = name
    self.address = address
  }

  /// The digest that represents an address; its fragment is not part of a request.
  static func digest(of address: some StringProtocol) -> String {
    SHA256Digest.of(Array(address.utf8.prefix { $0 != UInt8(ascii: "#") })).hex
  }

  /// The header that requests the body only if its state has changed.
  var header: Recipe.Header {
    switch name {
    case .tag(let tag): Recipe.Header("If-None-Match", tag)
    case .date(let date): Recipe.Header("If-Modified-Since", date)
    }
  }

  /// Whether a "not modified" answer refers to the requested state. An answer with a different tag does not, whatever its status
  /// says.
  func agree(withTag tag: String?) -> Bool {
    guard case .tag(let asked) = name, let tag else { return true }
    return Self.opaque(asked) == Self.opaque(tag)
  }

  /// A tag without the prefix of a weak tag.
  private static func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
}
