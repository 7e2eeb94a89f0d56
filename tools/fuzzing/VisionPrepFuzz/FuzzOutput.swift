import PrepCore
import PrepDataset
import PrepJSON
import PrepTables

@testable import PrepDataset
@testable import PrepPipeline

extension FuzzTarget {
  /// Reads what a run finds in an output folder (the journal, rows of items.jsonl, records, the manifest) and in its cache.
  static let output = FuzzTarget { bytes in
    let rows = SharedMemoryFile.write(bytes, extension: "jsonl")
    for journal in [bytes, withChecksums(bytes)] {
      let found = entries(journal)
      require(entries(found.flatMap(Journal.encode)) == found, "a journal comes back changed")
      var cut = FileCut(maxBytes: 512_000_000)
      for entry in found {
        _ = cut.add(entry.recordBytes)
        _ = EarlierWork.outcome(of: entry, in: rows)
      }
    }

    var tally = Tally()
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let outcome = ItemRow.decode(Array(line)) else { continue }
      require(ItemRow.decode(ItemRow.encode(outcome)) == outcome, "a row comes back changed")
      tally.add(outcome)
    }

    if let download = CachedDownload(json: bytes, request: "r") {
      require(CachedDownload(json: download.json(request: "r"), request: "r") == download, "a cached download comes back changed")
    }

    for place in ChatRecord.images(of: bytes) {
      guard let image = Base64.decode(bytes[place]) else { continue }
      require(text(image, isPortable: false) == Array(bytes[place]), "an image's text comes back changed")
    }
    let plain = text(bytes, isPortable: true)
    require(text(bytes, isPortable: false) == plain, "the two ways to write base64 do not agree")
    require(Base64.decode(plain[...]) == bytes, "bytes come back changed from base64")

    let part = SharedMemoryFile.write(bytes, folder: "part", name: "manifest.json")
    do throws(RunError) {
      // Giving the same folder twice is always refused, but only after most of the checks.
      _ = try PartSet([part, part])
    } catch {
      require(!error.message.isEmpty, "an error without words")
    }
    if let manifest = try? JSONValue(bytes), let provenance = Provenance(manifest: manifest) {
      var json = JSONWriter()
      json.beginObject()
      provenance.write(to: &json)
      json.endObject()
      let again = (try? JSONValue(json.bytes)).flatMap(Provenance.init(manifest:))
      require(again == provenance, "a manifest comes back changed")
    }
  } seeds: {
    let key = ItemKey(images: ItemKey.Half(a: 1, b: 2), texts: ItemKey.Half(a: 3, b: 4))
    let entry = Journal.Entry(
      ordinal: 7, split: .test, rowOffset: 0, rowBytes: 300, fileNumber: 1, recordOffset: 100, recordBytes: 4000,
      trace: ItemTrace(key: key, stamp: 5, content: 6))
    let image = ImageRow(
      source: "a.pdf", page: 2, sha256: "00ff", format: .jpeg, width: 8, height: 9, bytes: 10, resized: true, kept: false,
      reducedQuality: 60)
    var crop = image
    crop.crop = PageCrop(x: 1, y: 2, width: 8, height: 9, page: PixelSize(width: 10, height: 20))
    let place = RecordPlace(file: "train-00001.jsonl", line: 3, bytes: 4, sha256: "00ff")
    let failure = ItemFailure(.fetch, .http(404), "The server answered \"404\".")
    let manifest = #"""
      {"program":{"name":"a","version":"\#(ProgramVersion.current)"},"libraries":{"b":"2"},"dataset":"c",
      "provider":{"name":"d","collected":"e"},"recipe_sha256":"f","plan_sha256":"0","files_max_bytes":9,
      "shard":{"index":0,"count":1,"items":3,"plan_items":4},"items":3,"files":[{"name":"items.jsonl","bytes":7,"sha256":"00"}]}
      """#
    let digest = String(repeating: "0", count: 64)
    return [
      Journal.encode(entry),
      ItemRow.encode(Outcome(id: "a", ordinal: 7, split: .train, images: [image, crop], ending: .record(place))),
      ItemRow.encode(Outcome(id: "ä", ordinal: 0, split: .validation, images: [], ending: .failure(failure))),
      Array(manifest.utf8),
      Array(#"{"format":1,"request":"r","sha256":"\#(digest)","bytes":1,"etag":"x","last_modified":null,"#.utf8)
        + Array(#""answered_by":"\#(digest)","content_type":null,"address":null}"#.utf8),
      Array(#"{"messages":[{"image_url":{"url":"data:image/png;base64,AQIDBA=="}}]}"#.utf8),
    ]
  }
}

/// The entries that a reader yields from a journal.
private func entries(_ journal: [UInt8]) -> [Journal.Entry] {
  var reader = JournalReader(SharedMemoryFile.write(journal, extension: "journal"))
  var entries: [Journal.Entry] = []
  while let entry = reader.next() { entries.append(entry) }
  return entries
}

/// Bytes as base64.
private func text(_ bytes: [UInt8], isPortable: Bool) -> [UInt8] {
  let count = Base64.encodedCount(bytes.count)
  return [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
    initialized = bytes.withUnsafeBufferPointer {
      Base64.encode($0, into: UnsafeMutableBufferPointer(rebasing: target[..<count]), isPortable: isPortable)
    }
  }
}

/// The entries of a journal with correct checksums (FNV-1a), which chance would not find.
private func withChecksums(_ journal: [UInt8]) -> [UInt8] {
  var journal = journal
  for start in stride(from: 0, through: journal.count - Journal.entrySize, by: Journal.entrySize) {
    let sum = journal[start..<start + Journal.entrySize - 8].reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    for index in 0..<8 { journal[start + Journal.entrySize - 8 + index] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * index)) }
  }
  return journal
}
