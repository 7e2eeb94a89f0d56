import PrepCore
import PrepFetch

/// The results of the downloads of an item's addresses.
struct Downloaded: Sendable {
  enum Body: Sendable {
    case new(FetchedBody)
    /// The server confirmed that the body in the cache is current.
    case cached(CachedDownload)
  }

  /// The bodies by the position of their address among the item's sources.
  var bodies: [Int: Body] = [:]
  /// The reason why the item fails; the bodies are then only stored in the cache.
  var failure: ItemFailure?

  /// The number of bytes in memory.
  var holding: Int { bodies.values.reduce(0) { if case .new(let body) = $1 { $0 + body.bytes.count } else { $0 } } }
  /// The number of bytes that must still be read from the cache.
  var unread: Int { bodies.values.reduce(0) { if case .cached(let download) = $1 { $0 + download.bytes } else { $0 } } }

  /// The bytes of all bodies. Bodies in the cache are read from it, and new ones are stored in it.
  /// - Returns: nil when a body in the cache is damaged and the downloads must be repeated.
  func read(for item: Item, with cache: DownloadCache?) throws(ItemFailure) -> [Int: [UInt8]]? {
    var bytes: [Int: [UInt8]] = [:]
    var unchanged = 0
    for (position, body) in bodies {
      switch body {
      case .new(let body):
        if let cache, case .url(let url) = item.sources[position] { cache.keep(body, of: url) }
        bytes[position] = body.bytes
      case .cached(let download):
        unchanged += 1
        guard failure == nil else { continue }
        guard let body = cache?.body(of: download) else { return nil }
        bytes[position] = body
      }
    }
    cache?.count(bodies.count, unchanged: unchanged)
    if let failure { throw failure }
    return bytes
  }
}
