import PrepCore

@testable import PrepFetch
@testable import PrepHTTP

extension FuzzTarget {
  /// Reads the small texts of recipes, tables and command lines: templates, addresses, sizes, page numbers, shards.
  static let texts = FuzzTarget { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    if let template = try? Template(parsing: text) {
      require(template.columns.allSatisfy { !$0.isEmpty }, "a template with a column that has no name")
      guard case .text = template.expand({ $0 }) else { return require(false, "a template that does not expand") }
    }
    if let address = try? FetchAddress(parsing: text) {
      let path = address.url.dropFirst("https://".count).drop { !"/?#".contains($0) }
      require(
        path.prefix { $0 != "#" }.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "an address with bytes that no request may have")
      require(address.origin.hasPrefix("http") && !address.host.isEmpty, "an address without a host")
      require((try? FetchAddress(parsing: address.url))?.url == address.url, "an address comes back changed")
    }
    if let address = IPAddress(text) {
      require(IPAddress(address.description) == address, "an IP address comes back changed")
      _ = AddressRange(of: address)
    }
    let redacted = RedactedAddress(text).description
    require(!RedactedAddress.changes(redacted), "redacting twice gives another text")
    if let address = try? FetchAddress(parsing: redacted) {
      let authority = address.url.dropFirst("https://".count).prefix { !"/?#".contains($0) }
      require(!authority.contains("@"), "a redacted address still has a user")
    }
    if let size = ByteSize(parsing: text) { require(size.bytes >= 0 && !"\(size)".isEmpty, "a size below zero") }
    if let pages = PageSelection(parsing: text) {
      let indices = pages.indices(ofPages: 20)
      require(indices == indices.sorted() && Set(indices).count == indices.count, "pages in no order")
    }
    if let codes = try? FailureSelection(parsing: text) {
      require((try? FailureSelection(parsing: codes.description)) == codes, "codes come back changed")
    }
    if let shard = Shard(parsing: text) { require(shard.index < shard.count, "a shard beyond the last") }
  } seeds: {
    [
      "Classify {address} as {{one}} of {kinds}.", "https://user:word@shop.example/a b.jpg?w=1&sig=abc#top",
      "http://[fd00::1]:8080/", "::ffff:192.168.0.1", "64 MiB",
      "1-3,5,8-", "3/8",
    ].map { Array($0.utf8) }
  }
}
