import PrepCore
import TestSupport
import Testing

@testable import PrepPipeline

@Suite("The journal")
struct JournalTests {
  private let entries: [Journal.Entry]
  private let bytes: [UInt8]

  init() {
    var random = Seeded(11)
    var rowOffset = 0
    var entries: [Journal.Entry] = []
    for ordinal in 0..<20 {
      var entry = Journal.Entry(
        ordinal: ordinal, split: Split.allCases[ordinal % 3], rowOffset: rowOffset,
        rowBytes: Int.random(in: 1...Int(UInt32.max), using: &random),
        trace: ItemTrace(
          key: ItemKey(
            images: ItemKey.Half(a: random.next(), b: random.next()), texts: ItemKey.Half(a: random.next(), b: random.next())),
          stamp: random.next(), content: random.next()))
      if ordinal % 4 != 0 {
        entry.fileNumber = Int.random(in: 1...99, using: &random)
        entry.recordOffset = Int.random(in: 0...1 << 49, using: &random)
        entry.recordBytes = Int.random(in: 1...1 << 49, using: &random)
      }
      rowOffset = entry.rowEnd
      entries.append(entry)
    }
    self.entries = entries
    bytes = entries.flatMap(Journal.encode)
  }

  /// What a reader yields of a journal with these bytes.
  private func decode(_ bytes: [UInt8]) throws -> [Journal.Entry] {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "journal")
    var reader = JournalReader("\(folder.path)/journal")
    var entries: [Journal.Entry] = []
    while let entry = reader.next() { entries.append(entry) }
    return entries
  }

  @Test("Entries come back as they were written, each of one size")
  func roundTrip() throws {
    #expect(try decode(bytes) == entries)
    #expect(try decode([]).isEmpty)
    var missing = JournalReader("/nonexistent/journal")
    #expect(missing.next() == nil)
    #expect(entries.allSatisfy { Journal.encode($0).count == Journal.entrySize })
  }

  @Test("Torn at any byte, the whole entries before remain")
  func torn() throws {
    for length in 0...bytes.count {
      #expect(try decode(Array(bytes[..<length])) == Array(entries[..<(length / Journal.entrySize)]))
    }
  }

  @Test("A damaged byte ends the journal before its entry, whatever the damage")
  func damaged() throws {
    for position in bytes.indices {
      for mask in [1, 0xFF] as [UInt8] {
        var damaged = bytes
        damaged[position] ^= mask
        #expect(try decode(damaged) == Array(entries[..<(position / Journal.entrySize)]), "byte \(position)")
      }
    }
  }

  /// Sums of such lengths, and room made for them, would have stopped the program.
  @Test("An entry that promises more than a file can hold ends the journal, or has no outcome")
  func implausible() throws {
    var promising = entries[1]
    promising.recordBytes = 1 << 60
    #expect(try decode([entries[0], promising].flatMap(Journal.encode)) == [entries[0]])
    promising.rowBytes = 1 << 46
    let folder = try TemporaryFolder()
    try folder.write("{}\n", to: "items.jsonl")
    #expect(EarlierWork.outcome(of: promising, in: "\(folder.path)/items.jsonl") == nil)
  }

  @Test("A block of zeros, as some file systems leave one after a crash, is no entry")
  func zeros() throws {
    #expect(try decode([UInt8](repeating: 0, count: 4 * Journal.entrySize)).isEmpty)
    #expect(try decode(bytes + [UInt8](repeating: 0, count: 64)) == entries)
  }

  @Test("An entry out of order, or whose row does not follow the one before, ends the journal")
  func outOfOrder() throws {
    var moved = entries[1]
    moved.ordinal = 0
    #expect(try decode([entries[0], moved, entries[2]].flatMap(Journal.encode)) == [entries[0]])
    let missing = [entries[0], entries[2], entries[3]]
    #expect(try decode(missing.flatMap(Journal.encode)) == [entries[0]])
    let twice = [entries[0], entries[1], entries[1], entries[2]]
    #expect(try decode(twice.flatMap(Journal.encode)) == [entries[0], entries[1]])
  }

  @Test("Any bytes are decoded without a crash")
  func anyBytes() throws {
    var random = Seeded(12)
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(try decode(bytes).isEmpty)
    }
  }
}
