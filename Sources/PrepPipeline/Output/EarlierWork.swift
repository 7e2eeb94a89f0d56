import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// The outcomes of earlier runs of a changed recipe or input, found by what they were made from, never by their place.
///
/// Holds 16 bytes an item; all else is read when asked for.
final class EarlierWork: Sendable {
  private struct Place: Sendable {
    /// The first word of the key of the images.
    var key: UInt64
    /// The folder, and the entry in its journal.
    var folder: UInt32
    var entry: UInt32
  }

  /// An outcome that is there.
  struct Found: Sendable {
    fileprivate let folder: Int
    fileprivate let entry: Journal.Entry
    /// Whether the texts are the same as well, and not the images alone.
    let hasSameTexts: Bool

    var recordBytes: Int { entry.recordBytes }
    var trace: ItemTrace { entry.trace }
  }

  private let folders: [String]
  /// By key; of equal ones the latest first.
  private let places: [Place]
  /// Failures that are not taken over.
  private let retry: FailureSelection

  /// - Parameter folders: of earlier runs, the oldest first.
  init(_ folders: [String], retry: FailureSelection) {
    self.folders = folders
    self.retry = retry
    var places: [Place] = []
    for (number, folder) in folders.enumerated() {
      var journal = JournalReader("\(folder)/journal")
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

  /// Items with the same images that are looked through for one with the same texts.
  private static let mostAlike = 64

  /// The latest outcome with the same images, and with the same texts if there is one.
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
      let journal = "\(folders[Int(place.folder)])/journal"
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

  /// Reads an outcome with its record and the record's digest, which is that of its row.
  /// - Returns: nil when it is to be made again: it failed with one of the codes, or is not there any more as it was.
  func read(_ found: Found) -> (outcome: Outcome, record: (bytes: [UInt8], digest: SHA256Digest)?)? {
    let entry = found.entry
    let folder = folders[found.folder]
    guard let outcome = Self.outcome(of: entry, in: "\(folder)/items.jsonl") else { return nil }
    switch outcome.ending {
    case .failure(let failure):
      // A size of the record that was too large may have become possible.
      return retry.contains(failure.code) || failure.code == .recordTooLarge ? nil : (outcome, nil)
    case .record(let place):
      let file = "\(folder)/\(FileCut.name(outcome.split, entry.fileNumber))"
      guard let record = Self.read(file, at: entry.recordOffset, count: entry.recordBytes - 1), record.count == place.bytes
      else { return nil }
      let digest = SHA256Digest.of(record)
      return digest.hex == place.sha256 ? (outcome, (record, digest)) : nil
    }
  }

  /// The images of an outcome's record, compared with the digests in its row.
  /// - Returns: nil when they are not as the row says.
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

  /// The outcome that a file of rows holds for a journal's entry; nil when it is not there.
  static func outcome(of entry: Journal.Entry, in rows: String) -> Outcome? {
    guard let row = read(rows, at: entry.rowOffset, count: entry.rowBytes - 1), let outcome = ItemRow.decode(row),
      outcome.ordinal == entry.ordinal
    else { return nil }
    return outcome
  }

  private static func read(_ path: String, at offset: Int, count: Int) -> [UInt8]? {
    // No room is made for what a damaged entry promises.
    guard let file = try? InputFile(path), 0...file.size ~= count, let bytes = try? file.bytes(at: offset, count: count) else {
      return nil
    }
    return bytes.count == count ? bytes : nil
  }
}
