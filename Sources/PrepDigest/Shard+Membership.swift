import PrepCore

extension Shard {
  /// Whether this machine does the item of an id: the SHA-256 of the id's UTF-8 bytes, read as one big-endian number, modulo
  /// ``count`` is ``index``.
  ///
  /// The rule depends neither on the plan nor on the other items, so an added or removed item moves no other.
  package func holds(_ id: String) -> Bool {
    guard !isWhole else { return true }
    let words = SHA256Digest.of(Array(id.utf8)).words
    let remainder = [words.0, words.1, words.2, words.3].reduce(0) { UInt64(count).dividingFullWidth(($0, $1)).remainder }
    return remainder == UInt64(index)
  }
}
