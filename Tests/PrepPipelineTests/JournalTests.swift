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
    entries = (0..<20).map { ordinal in
      Journal.Entry(
        ordinal: ordinal, split: Split.allCases[ordinal % 3], rowBytes: Int.random(in: 1...Int(UInt32.max), using: &random),
        recordBytes: ordinal % 4 == 0 ? 0 : Int.random(in: 1...1 << 60, using: &random))
    }
    bytes = entries.flatMap(Journal.encode)
  }

  @Test("Entries come back as they were written, each of one size")
  func roundTrip() {
    #expect(Journal.decode(bytes) == entries)
    #expect(Journal.decode([]).isEmpty)
    #expect(entries.allSatisfy { Journal.encode($0).count == Journal.entrySize })
  }

  @Test("Torn at any byte, the whole entries before remain")
  func torn() {
    for length in 0...bytes.count {
      #expect(Journal.decode(Array(bytes[..<length])) == Array(entries[..<(length / Journal.entrySize)]))
    }
  }

  @Test("A damaged byte ends the journal before its entry, whatever the damage")
  func damaged() {
    for position in bytes.indices {
      for mask in [1, 0x80, 0xFF] as [UInt8] {
        var damaged = bytes
        damaged[position] ^= mask
        #expect(Journal.decode(damaged) == Array(entries[..<(position / Journal.entrySize)]), "byte \(position)")
      }
    }
  }

  @Test("A block of zeros, as some file systems leave one after a crash, is no entry")
  func zeros() {
    #expect(Journal.decode([UInt8](repeating: 0, count: 4 * Journal.entrySize)).isEmpty)
    #expect(Journal.decode(bytes + [UInt8](repeating: 0, count: 64)) == entries)
  }

  @Test("An entry out of order ends the journal")
  func outOfOrder() {
    let swapped = [entries[0], entries[2], entries[1], entries[3]]
    #expect(Journal.decode(swapped.flatMap(Journal.encode)) == [entries[0], entries[2]])
    let twice = [entries[0], entries[1], entries[1], entries[2]]
    #expect(Journal.decode(twice.flatMap(Journal.encode)) == [entries[0], entries[1]])
  }

  @Test("Any bytes are decoded without a crash")
  func anyBytes() {
    var random = Seeded(12)
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Journal.decode(bytes).isEmpty)
    }
  }
}
