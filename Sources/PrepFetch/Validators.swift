import PrepCore
import PrepDigest

/// What a server calls the state of what it sent, so that one can ask later whether that is still what it would send.
///
/// The names belong to the address that answered, after redirects: another one may use the same name for something else. So they
/// are told to that address alone.
package struct Validators: Sendable, Hashable {
  /// How the server names the state.
  package enum Name: Sendable, Hashable {
    /// The `ETag` header as it came, quotes and all.
    case tag(String)
    /// The `Last-Modified` header as it came.
    case date(String)
  }

  package let name: Name
  /// The digest of the address that gave the name, in hexadecimal. Not the address itself, which may hold a password.
  package let address: String

  private static let longest = 1024

  /// Nil for a name that cannot stand in a header.
  package init?(_ name: Name, address: String) {
    let text =
      switch name {
      case .tag(let text), .date(let text): text
      }
    guard (1...Self.longest).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    self.name = name
    self.address = address
  }

  /// What stands for an address; its fragment is no part of a request.
  static func digest(of address: some StringProtocol) -> String {
    SHA256Digest.of(Array(address.utf8.prefix { $0 != UInt8(ascii: "#") })).hex
  }

  /// The header that asks for a body only if its state has another name.
  var header: Recipe.Header {
    switch name {
    case .tag(let tag): Recipe.Header("If-None-Match", tag)
    case .date(let date): Recipe.Header("If-Modified-Since", date)
    }
  }

  /// Whether an answer that nothing has changed is about the state that was asked for. One with another tag is not, whatever its
  /// status says.
  func agree(withTag tag: String?) -> Bool {
    guard case .tag(let asked) = name, let tag else { return true }
    return Self.opaque(asked) == Self.opaque(tag)
  }

  /// A tag without the mark of a weak one.
  private static func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
}
