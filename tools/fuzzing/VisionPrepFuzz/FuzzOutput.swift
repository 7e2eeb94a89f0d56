import PrepCore
import PrepTables

@testable import PrepPipeline

extension FuzzTarget {
  /// What a run finds in an output folder: the journal, rows of items.jsonl, and the manifest.
  static let output = FuzzTarget { bytes in
    for journal in [bytes, withChecksums(bytes)] {
      let entries = Journal.decode(journal)
      require(Journal.decode(entries.flatMap(Journal.encode)) == entries, "a journal comes back changed")
      var cut = FileCut(maxBytes: 512_000_000)
      for entry in entries { _ = cut.add(entry.recordBytes) }
      require(entries.reduce(0) { $0 + $1.rowBytes } >= 0, "rows with less than no bytes")
    }

    var tally = Tally()
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let outcome = ItemRow.decode(Array(line)) else { continue }
      require(ItemRow.decode(ItemRow.encode(outcome)) == outcome, "a row comes back changed")
      tally.add(outcome)
    }

    let part = SharedMemoryFile.write(bytes, folder: "part", name: "manifest.json")
    do throws(RunError) {
      // Twice the same folder is never right, but found only after most of the checks.
      _ = try PartSet([part, part])
    } catch {
      require(!error.message.isEmpty, "an error without words")
    }
    if let manifest = try? JSONParser.parse(bytes), let provenance = Provenance(manifest: manifest) {
      var json = JSONWriter()
      json.beginObject()
      provenance.write(to: &json)
      json.endObject()
      let again = (try? JSONParser.parse(json.bytes)).flatMap(Provenance.init(manifest:))
      require(again == provenance, "a manifest comes back changed")
    }
  } seeds: {
    let entry = Journal.Entry(ordinal: 7, split: .test, rowBytes: 300, recordBytes: 4000)
    let image = ImageRow(
      source: "a.pdf", page: 2, sha256: "00ff", format: .jpeg, width: 8, height: 9, bytes: 10, resized: true, kept: false,
      reducedQuality: 60)
    let place = RecordPlace(file: "train-00001.jsonl", line: 3, bytes: 4, sha256: "00ff")
    let failure = Failure(.fetch, .http(404), "The server answered \"404\".")
    let manifest = #"""
      {"program":{"name":"a","version":"\#(ProgramVersion.current)"},"libraries":{"b":"2"},"dataset":"c",
      "provider":{"name":"d","collected":"e"},"recipe_sha256":"f","plan_sha256":"0","files_max_bytes":9,
      "shard":{"index":0,"count":1,"items":3,"plan_items":4},"items":3,"files":[{"name":"items.jsonl","bytes":7,"sha256":"00"}]}
      """#
    return [
      Journal.encode(entry),
      ItemRow.encode(Outcome(id: "a", ordinal: 7, split: .train, images: [image], ending: .record(place))),
      ItemRow.encode(Outcome(id: "ä", ordinal: 0, split: .validation, images: [], ending: .failure(failure))),
      Array(manifest.utf8),
    ]
  }
}

/// The entries of a journal with checksums that fit (FNV-1a), which chance would not find.
private func withChecksums(_ journal: [UInt8]) -> [UInt8] {
  var journal = journal
  for start in stride(from: 0, through: journal.count - Journal.entrySize, by: Journal.entrySize) {
    let sum = journal[start..<start + 24].reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    for index in 0..<8 { journal[start + 24 + index] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * index)) }
  }
  return journal
}
