import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// The outcomes of earlier runs of a changed recipe or input, found by what they were made from and never by their position.
///
/// Holds 16 bytes per item; everything else is read on demand.
final class EarlierWork: Sendable {
  private struct Place: Sendable {
    /// The first word of the key of the item's images.
    var key: UInt64
    /// The folder, and the entry in its journal.
    var folder: UInt32
    var entry: UInt32
  }

  /// A folder with outcomes.
  struct Source: Sendable {
    /// The folder of items.jsonl and the records.
    var folder: String
    var journal: String
    /// Whether it is the same run that has put its work there, so that a failure is not tried again.
    var isFinal: Bool

    /// Work of an earlier run that was set aside.
    init(setAside folder: String) {
      self.folder = folder
      journal = "\(folder)/journal"
      isFinal = false
    }

    /// The finished output folder of another fold.
    init(fold folder: String) {
      self.folder = folder
      journal = OutputFolder.journal(in: folder)
      isFinal = true
    }
  }

  /// An outcome that was found.
  struct Found: Sendable {
    fileprivate let folder: Int
    fileprivate let entry: Journal.Entry
    /// Whether the texts are equal as well as the images.
    let hasSameTexts: Bool

    var recordBytes: Int { entry.recordBytes }
    var trace: ItemTrace { entry.trace }
  }

  private let sources: [Source]
  /// Sorted by key; among equal keys, the latest comes first.
  private let places: [Place]
  /// Failures that are not reused.
  private let retry: FailureSelection

  /// - Parameters:
  ///   - sources: the oldest first.
  ///   - retry: the failures of earlier runs that are done again.
  init(_ sources: [Source], retry: FailureSelection) {
    self.sources = sources
    self.retry = retry
    var places: [Place] = []
    for (number, source) in sources.enumerated() {
      var journal = JournalReader(source.journal)
      var index: UInt32 = 0
      while let entry = journal.next() {
        if entry.trace.key != .unknown {
          places.append(Place(key: entry.trace.key.images.a, folder: UInt32(number), entry: index))
        }
        index += 1
      }
    }
    places.sort { ($0.key, $1.folder, $0.entry) < ($1.key, $0.folder, $1.entry) }
    self.places = places
  }

  var isEmpty: Bool { places.isEmpty }

  /// The most items with equal images that are searched for one with equal texts.
  private static let mostAlike = 64

  /// The latest outcome with equal images, preferably one with equal texts as well.
  func find(_ key: ItemKey) -> Found? {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].key < key.images.a { low = middle + 1 } else { high = middle }
    }
    var first: Found?
    var looked = 0
    while low < places.count, places[low].key == key.images.a, looked < Self.mostAlike {
      let place = places[low]
      let journal = sources[Int(place.folder)].journal
      let bytes = Self.read(journal, at: Int(place.entry) * Journal.entrySize, count: Journal.entrySize)
      if let entry = bytes.flatMap({ Journal.decode($0[...]) }), entry.trace.key.images == key.images {
        let found = Found(folder: Int(place.folder), entry: entry, hasSameTexts: entry.trace.key.texts == key.texts)
        if found.hasSameTexts { return found }
        first = first ?? found
      }
      low += 1
      looked += 1
    }
    return first
  }

  /// Reads an outcome with its record and the record's digest, which must be the one in its row.
  /// - Returns: nil when the item must be done again, because it failed with one of the codes to retry, or because the stored
  ///   outcome is missing or has changed.
  func read(_ found: Found) -> (outcome: Outcome, record: (bytes: [UInt8], digest: SHA256Digest)?)? {
    let entry = found.entry
    let source = sources[found.folder]
    let folder = source.folder
    guard let outcome = Self.outcome(of: entry, in: "\(folder)/items.jsonl") else { return nil }
    switch outcome.ending {
    case .failure(let failure):
      // A record that was too large may fit now.
      let isOpen = retry.contains(failure.code) || failure.code == .recordTooLarge
      return isOpen && !source.isFinal ? nil : (outcome, nil)
    case .record(let place):
      let file = "\(folder)/\(FileCut.name(outcome.split, entry.fileNumber))"
      guard let record = Self.read(file, at: entry.recordOffset, count: entry.recordBytes - 1), record.count == place.bytes
      else { return nil }
      let digest = SHA256Digest.of(record)
      return digest.hex == place.sha256 ? (outcome, (record, digest)) : nil
    }
  }

  /// The images in an outcome's record, checked against the digests in its row.
  /// - Returns: nil when the images do not match the row.
  static func images(of outcome: Outcome, in record: [UInt8]) -> [ImagePreparation.Prepared]? {
    let places = ChatRecord.images(of: record)
    guard places.count == outcome.images.count else { return nil }
    var images: [ImagePreparation.Prepared] = []
    for (place, row) in zip(places, outcome.images) {
      guard let bytes = Base64.decode(record[place]), SHA256Digest.of(bytes).hex == row.sha256 else { return nil }
      images.append(ImagePreparation.Prepared(image: EncodedImage(bytes: bytes, format: row.format), row: row))
    }
    return images
  }

  /// The outcome in a file of rows for an entry of the journal; nil when it is missing.
  static func outcome(of entry: Journal.Entry, in rows: String) -> Outcome? {
    guard let row = read(rows, at: entry.rowOffset, count: entry.rowBytes - 1), let outcome = ItemRow.decode(row),
      outcome.ordinal == entry.ordinal
    else { return nil }
    return outcome
  }

  private static func read(_ path: String, at offset: Int, count: Int) -> [UInt8]? {
    // The size is checked first, so that a damaged entry cannot make us allocate too much memory.
    guard let file = try? InputFile(path), 0...file.size ~= count, let bytes = try? file.bytes(at: offset, count: count) else {
      return nil
    }
    return bytes.count == count ? bytes : nil
  }
}
