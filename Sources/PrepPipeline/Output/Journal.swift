import Glibc
import PrepCore

/// What makes a run resumable: one entry an item that is safely on disk, in the order of the plan.
///
/// An entry says how many bytes the item's row and record have; so the entries alone tell how much of each file counts, and in
/// which output file each record lies. Entries are written after what they speak of has been flushed to disk; bytes that no
/// entry covers are cut off when the run goes on.
enum Journal {
  struct Entry: Sendable, Hashable {
    var ordinal: Int
    var split: Split
    /// Bytes of the row in items.jsonl, newline counted.
    var rowBytes: Int
    /// Bytes of the record, newline counted; 0 when the item failed.
    var recordBytes: Int
  }

  /// Bytes of an entry: ordinal 8, record 8, row 4, split 1, unused 3, checksum 8; little-endian.
  static let entrySize = 32

  static func encode(_ entry: Entry) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entrySize)
    func append(_ value: UInt64, count: Int) {
      for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }
    append(UInt64(entry.ordinal), count: 8)
    append(UInt64(entry.recordBytes), count: 8)
    append(UInt64(entry.rowBytes), count: 4)
    append(UInt64(Split.allCases.firstIndex(of: entry.split) ?? 0), count: 4)
    append(checksum(bytes[...]), count: 8)
    return bytes
  }

  /// The entries of a journal up to the first that is torn, out of order or damaged.
  static func decode(_ bytes: [UInt8]) -> [Entry] {
    var entries: [Entry] = []
    var start = 0
    while start + entrySize <= bytes.count {
      let slice = bytes[start..<start + entrySize]
      func number(_ offset: Int, _ count: Int) -> UInt64 {
        (0..<count).reduce(0) { $0 | UInt64(slice[start + offset + $1]) << UInt64(8 * $1) }
      }
      let split = Int(number(20, 4))
      guard checksum(slice.dropLast(8)) == number(24, 8), split < Split.allCases.count, number(8, 8) < 1 << 62 else { break }
      let entry = Entry(
        ordinal: Int(truncatingIfNeeded: number(0, 8)), split: Split.allCases[split], rowBytes: Int(number(16, 4)),
        recordBytes: Int(number(8, 8)))
      if let last = entries.last, entry.ordinal <= last.ordinal { break }
      entries.append(entry)
      start += entrySize
    }
    return entries
  }

  /// FNV-1a, 64 bits: enough to tell a torn entry from a whole one.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
