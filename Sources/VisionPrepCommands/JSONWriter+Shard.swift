import PrepJSON
import VisionPrep

extension JSONWriter {
  /// Writes which part a summary is of; nothing for the whole.
  mutating func member(_ shard: Shard) {
    guard !shard.isWhole else { return }
    key("shard")
    beginObject()
    member("index", shard.index)
    member("count", shard.count)
    endObject()
  }
}
