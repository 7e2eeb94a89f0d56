import PrepCodecs
import PrepCore
import PrepDataset
import PrepSystem

/// Reads the pictures of a finished folder from its records. Each is decoded once, at the smallest sufficient size.
struct PictureReading: Sendable {
  /// An item with a record.
  struct RecordItem: Sendable {
    /// The range of its pictures among all pictures.
    var pictures: Range<Int>
    var file: String
    /// The offset of its record, and the record's length without the newline.
    var offset: Int
    var bytes: Int
  }

  /// In the order of the plan.
  private(set) var items: [RecordItem] = []
  private(set) var pictures: [PictureReport.Picture] = []
  /// Those of them that cannot be decoded: damage that a recipe with `image.verify: structure` does not see.
  private(set) var unreadable: [PictureReport.Unreadable] = []

  /// What the threads share.
  private struct Progress {
    var reader: PartReader
    var found: [(outcome: Outcome, offset: Int)] = []
    /// The faults of pictures that cannot be decoded, by their digests.
    var damage: [String: String] = [:]
    var fault: RunError?
  }

  /// Reads all items in order, one at a time, and decodes their pictures, several at a time.
  /// - Parameters:
  ///   - store: contains the summaries of known pictures, and receives those of the others.
  ///   - isStopped: polled before each item; true ends the reading.
  ///   - looked: called after each item.
  init(
    _ folder: FinishedFolder, into store: PictureStore, jobs: Int, isStopped: @escaping @Sendable () -> Bool,
    looked: @escaping @Sendable (Outcome) -> Void
  ) throws(RunError) {
    let progress = Monitor(Progress(reader: PartReader(folder, files: FilePool())))
    try NamedThread.together("vp-pictures", jobs) {
      while !isStopped(), let next = Self.next(progress, store) {
        do throws(RunError) {
          let damage = try Self.summarize(next.outcome, next.record, into: store)
          if !damage.isEmpty { progress.read { $0.damage.merge(damage) { first, _ in first } } }
        } catch {
          progress.read { $0.fault = $0.fault ?? error }
        }
        looked(next.outcome)
      }
    }
    let read = progress.read { $0 }
    if let fault = read.fault { throw fault }
    for (outcome, offset) in read.found { add(outcome, offset: offset, store) }
    unreadable = pictures.compactMap { picture in
      read.damage[picture.sha256].map { PictureReport.Unreadable(picture: picture, reason: $0) }
    }
  }

  private mutating func add(_ outcome: Outcome, offset: Int, _ store: PictureStore) {
    guard case .record(let place) = outcome.ending else { return }
    let first = pictures.count
    for (index, image) in outcome.images.enumerated() where image.isCompared {
      var flags = store[image.sha256]?.flags ?? []
      // The flag comes from rendering the page, because no picture shows it.
      if image.flags?.contains(.missingFonts) == true { flags.append(.missingFonts) }
      pictures.append(
        PictureReport.Picture(
          id: outcome.id, ordinal: outcome.ordinal, split: outcome.split, index: index, source: image.source, page: image.page,
          sha256: image.sha256, format: image.format, size: PixelSize(width: image.width, height: image.height), flags: flags))
    }
    items.append(RecordItem(pictures: first..<pictures.count, file: place.file, offset: offset, bytes: place.bytes))
  }

  /// The next item, with its record when one of its pictures is unknown; nil at the end, or after a fault.
  private static func next(_ progress: Monitor<Progress>, _ store: PictureStore) -> (outcome: Outcome, record: [UInt8]?)? {
    progress.read { progress in
      guard progress.fault == nil else { return nil }
      do throws(RunError) {
        guard let outcome = try progress.reader.next() else { return nil }
        let isKnown = outcome.images.allSatisfy { !$0.isCompared || store[$0.sha256] != nil }
        let offset = progress.reader.offset(of: outcome)
        progress.found.append((outcome, offset))
        if isKnown {
          try progress.reader.skipRecord(of: outcome)
          return (outcome, nil)
        }
        return (outcome, try progress.reader.record(of: outcome)?.bytes)
      } catch {
        progress.fault = error
        return nil
      }
    }
  }

  /// - Returns: the faults of pictures that cannot be decoded, by their digests.
  private static func summarize(
    _ outcome: Outcome, _ record: [UInt8]?, into store: PictureStore
  ) throws(RunError) -> [String: String] {
    guard let record else { return [:] }
    var damage: [String: String] = [:]
    let places = ChatRecord.images(of: record)
    guard places.count == outcome.images.count else { throw changed(outcome, "its record has other images") }
    for (place, image) in zip(places, outcome.images) where image.isCompared && store[image.sha256] == nil {
      guard let bytes = Base64.decode(record[place]) else { throw changed(outcome, "an image is no base64") }
      do throws(ItemFailure) {
        let limits = Limits(maxPixels: .max)
        store.add(try PictureSummary(of: bytes, try ImageHeader.probe(bytes), limits: limits), of: image.sha256)
      } catch {
        damage[image.sha256] = error.message
      }
    }
    return damage
  }

  private static func changed(_ outcome: Outcome, _ what: String) -> RunError {
    RunError(.changed, "the item \"\(outcome.id)\" cannot be read: \(what)", remedy: "make the folder again")
  }
}

extension ImageRow {
  /// Crops are not compared: those of a frame or a title block are alike on all sheets of an office, and the whole page is
  /// compared anyway.
  fileprivate var isCompared: Bool { crop == nil }
}
