import PrepCore
import PrepFetch

/// What came of the downloads of an item's addresses.
struct Downloaded: Sendable {
  enum Body: Sendable {
    case new(FetchedBody)
    /// The server says that it is the one in the cache.
    case cached(CachedDownload)
  }

  /// By the position of the address among the item's sources.
  var bodies: [Int: Body] = [:]
  /// Why the item fails; the bodies are then only for the cache.
  var failure: ItemFailure?

  /// Bytes that are in memory.
  var holding: Int { bodies.values.reduce(0) { if case .new(let body) = $1 { $0 + body.bytes.count } else { $0 } } }
  /// Bytes that are still to be read.
  var unread: Int { bodies.values.reduce(0) { if case .cached(let download) = $1 { $0 + download.bytes } else { $0 } } }

  /// The bytes of all bodies; the cache gives those it has and keeps the others.
  /// - Returns: nil when a body in the cache is damaged, and the downloads must be made again.
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
