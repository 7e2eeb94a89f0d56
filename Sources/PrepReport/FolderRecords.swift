package import PrepCore
import PrepDataset
import PrepSystem

/// The records of a folder that a report shows; each is read again on demand.
package struct FolderRecords: RecordSource {
  private let folder: FinishedFolder
  private let files: FilePool
  private var places: [Int: (outcome: Outcome, offset: Int)] = [:]

  init(_ folder: FinishedFolder, _ files: FilePool) {
    self.folder = folder
    self.files = files
  }

  mutating func add(_ outcome: Outcome, at offset: Int) { places[outcome.ordinal] = (outcome, offset) }

  func pictureCount(_ ordinal: Int) -> Int { places[ordinal]?.outcome.images.count ?? 0 }

  package func record(_ ordinal: Int) throws(RunError) -> ShownRecord {
    guard let (outcome, offset) = places[ordinal], case .record(let place) = outcome.ending else {
      throw folder.changed("an item that was there is gone")
    }
    let record = try files.read("\(folder.path)/\(place.file)", at: offset, count: place.bytes)
    guard let texts = RecordTexts(record: record) else {
      throw folder.changed("the record of \"\(outcome.id.excerpt)\" is not as prepare wrote it")
    }
    let images = ChatRecord.images(of: record)
    let pictures = outcome.images.indices.map { index in
      images.count == outcome.images.count ? Base64.decode(record[images[index]]) : nil
    }
    return ShownRecord(outcome: outcome, texts: texts, pictures: pictures)
  }
}
