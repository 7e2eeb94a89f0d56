import PrepDigest

/// An item's id as a number of fixed size, by which answers and items are brought together: the first half of its SHA-256.
package struct ItemDigest: Sendable, Hashable, Comparable {
  package var high: UInt64
  package var low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package init(_ id: String) {
    let words = SHA256Digest.of(Array(id.utf8)).words
    self.init(high: words.0, low: words.1)
  }

  package static func < (left: ItemDigest, right: ItemDigest) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}
