import Glibc
import PrepCore
import PrepDigest
import PrepPlan
import PrepSystem

/// A record of what an outcome was made from, so that a later run can tell whether the outcome is still valid.
struct ItemTrace: Sendable, Hashable {
  var key: ItemKey
  /// The digest of sizes and times of the item's local files; ``unknown`` when they prove nothing.
  var stamp: UInt64
  /// The digest of the content of those files; ``unknown`` when they were not all read.
  var content: UInt64

  static let unknown: UInt64 = 0
  /// The stamp of an item without local files.
  static let noFiles: UInt64 = 1

  /// The trace of an item from a merge: its sources are unknown.
  static let none = ItemTrace(key: .unknown, stamp: noFiles, content: unknown)
}

/// Makes traces and compares them with the current files.
struct ItemTracer: Sendable {
  private let recipe: Recipe
  private let keys: ItemKeys
  /// When the run began, in nanoseconds of the system's clock.
  private let begun: Int

  /// The longest that the clock of a file system may lag behind, in nanoseconds.
  private static let lag = 2_000_000_000

  init(_ recipe: Recipe, keys: ItemKeys) {
    self.recipe = recipe
    self.keys = keys
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    begun = Self.nanoseconds(now)
  }

  func key(of item: Item) -> ItemKey { keys.key(of: item) }

  /// - Parameter content: see ``content(_:)``.
  func trace(of item: Item, content: UInt64) -> ItemTrace {
    ItemTrace(key: keys.key(of: item), stamp: stamp(of: item), content: content)
  }

  /// The digest of several files, made from the digests of their contents in the order of the item's sources.
  static func content(_ digests: [SHA256Digest]) -> UInt64 {
    var hasher = SHA256Hasher()
    for digest in digests { hasher.update(field: digest.hex) }
    // Never 0, which marks an unknown content.
    return max(1, hasher.finish().words.0)
  }

  /// Whether the local files of an item match a trace: by size and times, or else by content.
  func isUnchanged(_ item: Item, since trace: ItemTrace) -> Bool {
    guard trace.key != .unknown else { return true }
    let stamp = stamp(of: item)
    if stamp != ItemTrace.unknown, stamp == trace.stamp { return true }
    guard trace.content != ItemTrace.unknown else { return false }
    var digests: [SHA256Digest] = []
    for path in item.localPaths {
      guard let bytes = try? SourceFile.read(recipe.resolve(path), name: path, maxBytes: Limits().maxBytes) else { return false }
      digests.append(SHA256Digest.of(bytes))
    }
    return Self.content(digests) == trace.content
  }

  private func stamp(of item: Item) -> UInt64 {
    let paths = item.localPaths
    guard !paths.isEmpty else { return ItemTrace.noFiles }
    var hasher = SHA256Hasher()
    for path in paths {
      var status = stat()
      if stat(recipe.resolve(path), &status) != 0 { status.st_size = -1 }
      let times = [Self.nanoseconds(status.st_mtim), Self.nanoseconds(status.st_ctim)]
      // A file that changes during the run may have been read before or after the change.
      if times.contains(where: { $0 > begun - Self.lag }) { return ItemTrace.unknown }
      for number in [Int(status.st_size)] + times { hasher.update(field: String(number)) }
    }
    return max(ItemTrace.noFiles + 1, hasher.finish().words.0)
  }

  private static func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }
}

extension Item {
  /// The paths of the item's files and documents, as the input wrote them, in order.
  fileprivate var localPaths: [String] {
    sources.compactMap { source in
      switch source {
      case .file(let path), .document(let path, _, _): path
      case .url: nil
      }
    }
  }
}
