import PrepCore
import PrepDigest
import PrepSystem

/// The journal makes a run resumable: it has one entry per item that is safely on disk, in the order of the plan.
///
/// An entry says where the item's row and record are, so the entries alone determine how much of each file is valid. An entry is
/// written after the data it refers to was flushed to disk. Bytes that no entry covers are cut off when the run resumes. The
/// entry also says what the item was made from (``ItemTrace``), so that a later run can tell which outcomes are still valid.
enum Journal {
  struct Entry: Sendable, Hashable {
    var ordinal: Int
    var split: Split
    /// The offset at which the row begins in items.jsonl.
    var rowOffset: Int
    /// The size of the row in bytes, including the newline.
    var rowBytes: Int
    /// The 1-based number of the record's file within its split, and the offset of the record in that file.
    var fileNumber = 0
    var recordOffset = 0
    /// The size of the record in bytes, including the newline; 0 when the item failed.
    var recordBytes = 0
    var trace: ItemTrace

    /// The offset at which the next row begins.
    var rowEnd: Int { rowOffset + rowBytes }
  }

  /// The size of an entry in bytes: fourteen little-endian words, the last of which is a checksum.
  static let entrySize = 14 * 8

  static func encode(_ entry: Entry) -> [UInt8] {
    let trace = entry.trace
    let words = [
      UInt64(entry.ordinal), UInt64(Split.allCases.firstIndex(of: entry.split) ?? 0),
      UInt64(entry.rowOffset), UInt64(entry.rowBytes),
      UInt64(entry.fileNumber), UInt64(entry.recordOffset), UInt64(entry.recordBytes),
      trace.key.images.a, trace.key.images.b, trace.key.texts.a, trace.key.texts.b, trace.stamp, trace.content,
    ]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entrySize)
    for word in words { bytes += EntryChecksum.bytes(of: word) }
    return bytes + EntryChecksum.bytes(of: EntryChecksum.of(bytes[...]))
  }

  /// The entry in these bytes; nil when they are incomplete or damaged.
  static func decode(_ bytes: ArraySlice<UInt8>) -> Entry? {
    guard bytes.count == entrySize else { return nil }
    func word(_ index: Int) -> UInt64 {
      let start = bytes.startIndex + 8 * index
      return (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    }
    guard EntryChecksum.of(bytes.dropLast(8)) == word(13), word(1) < UInt64(Split.allCases.count),
      [0, 2, 3, 4, 5, 6].allSatisfy({ word($0) < 1 << 50 })
    else { return nil }
    let key = ItemKey(images: ItemKey.Half(a: word(7), b: word(8)), texts: ItemKey.Half(a: word(9), b: word(10)))
    return Entry(
      ordinal: Int(word(0)), split: Split.allCases[Int(word(1))], rowOffset: Int(word(2)), rowBytes: Int(word(3)),
      fileNumber: Int(word(4)), recordOffset: Int(word(5)), recordBytes: Int(word(6)),
      trace: ItemTrace(key: key, stamp: word(11), content: word(12)))
  }
}

/// Reads a journal up to the first entry that is incomplete, out of order or damaged.
struct JournalReader: ~Copyable {
  private var file: InputFile?
  private var offset = 0
  private var block: ArraySlice<UInt8> = []
  /// The previous entry; it determines the offsets of the next one.
  private var last: Journal.Entry?

  private static let blockSize = 512 * Journal.entrySize

  /// - Parameter path: the path of a journal; a missing file has no entries.
  init(_ path: String) { file = try? InputFile(path) }

  mutating func next() -> Journal.Entry? {
    if block.isEmpty { fill() }
    guard let entry = Journal.decode(block.prefix(Journal.entrySize)), entry.ordinal > last?.ordinal ?? -1,
      entry.rowOffset == last?.rowEnd ?? 0
    else {
      block = []
      return nil
    }
    block = block.dropFirst(Journal.entrySize)
    last = entry
    return entry
  }

  private mutating func fill() {
    guard let bytes = try? file?.bytes(at: offset, count: Self.blockSize) else { return }
    offset += bytes.count
    block = bytes[...]
  }
}
