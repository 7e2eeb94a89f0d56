import PrepJSON
import VisionPrep

extension JSONWriter {
  /// Writes which part a summary is of; nothing for the whole.
  mutating func member(_ shard: Shard) {
    guard !shard.isWhole else { return }
    object("shard") { json in json.members(["index": shard.index, "count": shard.count]) }
  }
}
