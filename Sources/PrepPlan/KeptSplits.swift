import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// The splits of the items of an earlier preparation, from its items.jsonl. Holds 16 bytes an item.
struct KeptSplits: Sendable {
  /// Half of the digest of an id, with the code of the split in the last two bits; sorted by the digest.
  private struct Entry: Sendable {
    var high: UInt64
    var low: UInt64

    var id: (UInt64, UInt64) { (high, low & ~3) }
  }

  private let entries: [Entry]
  private let path: String
  /// The digest of all ids with their splits, whatever their order.
  let digest: SHA256Digest

  /// - Parameter path: the folder as the recipe writes it.
  /// - Throws: when the folder is no finished output folder of a whole dataset, or was changed.
  init(_ path: String, recipe: Recipe) throws(RunError) {
    let folder: FinishedFolder?
    do throws(RunError) {
      folder = try FinishedFolder(recipe.resolve(path))
    } catch {
      throw RunError(error.code, error.message, remedy: error.remedy, key: "split.keep", systemError: error.systemError)
    }
    guard let folder else {
      throw RunError(
        .unfinished, "split.keep names \(path), which is not finished",
        remedy: "finish its preparation; it goes on where it stopped",
        key: "split.keep")
    }
    guard folder.shard.isWhole else {
      throw RunError(
        .wrongParts, "split.keep names \(path), which is part \(folder.shard) (0-based)",
        remedy: "merge all parts, and name the result",
        key: "split.keep")
    }
    var entries: [Entry] = []
    entries.reserveCapacity(folder.items)
    let reader = PartReader(folder, files: FilePool())
    while let outcome = try reader.next() {
      let words = SHA256Digest.of(fields: outcome.id).words
      entries.append(Entry(high: words.0, low: words.1 & ~3 | SplitGroup.code(outcome.split)))
    }
    entries.sort { ($0.high, $0.low) < ($1.high, $1.low) }
    var hasher = SHA256Hasher()
    for entry in entries { hasher.update(field: "\(entry.high) \(entry.low)") }
    self.entries = entries
    self.path = path
    digest = hasher.finish()
  }

  /// The split in which the item was; nil for an item that was not there.
  func split(of id: String) -> Split? {
    let words = SHA256Digest.of(fields: id).words
    let wanted = (words.0, words.1 & ~3)
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].id < wanted { low = middle + 1 } else { high = middle }
    }
    guard low < entries.count, entries[low].id == wanted else { return nil }
    return SplitGroup.split(code: entries[low].low & 3)
  }

  /// Notes for the user.
  /// - Parameters:
  ///   - found: how many items of the input were there before.
  ///   - torn: how many groups had items in several splits.
  func notes(found: Int, torn: Int) -> [String] {
    var notes: [String] = []
    if found == 0 { notes.append("no item of \(path) is in the input, so split.keep keeps nothing") }
    if torn > 0 {
      let groups = torn == 1 ? "1 group has" : "\(torn) groups have"
      notes.append(
        "\(groups) items in several splits of \(path); the whole group goes to test if one of them was there, else to validation")
    }
    return notes
  }
}
