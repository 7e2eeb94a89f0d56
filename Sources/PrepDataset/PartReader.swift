package import PrepCore
package import PrepDigest
package import PrepSystem

/// Reads a part from its first item to its last: rows, and the records that they name. Holds one block of rows.
package final class PartReader {
  package let folder: FinishedFolder
  private let files: FilePool
  private var rows: ByteWindow<FilePool.Piece>
  private var ordinal = -1
  /// Where the next record of each split lies.
  private var places: [Split: (file: String, line: Int, offset: Int)] = [:]

  private static let blockSize = 16 << 10

  package init(_ folder: FinishedFolder, files: FilePool) {
    self.folder = folder
    self.files = files
    rows = files.lines(of: "\(folder.path)/items.jsonl", count: folder.rows.bytes, chunk: Self.blockSize)
  }

  /// The next item's outcome; nil at the end.
  package func next() throws(RunError) -> Outcome? {
    guard let row = try nextRow() else { return nil }
    guard let outcome = ItemRow.decode(row), outcome.ordinal > ordinal, folder.shard.holds(outcome.id) else {
      throw folder.changed("items.jsonl has a row that is not its own")
    }
    ordinal = outcome.ordinal
    return outcome
  }

  private func nextRow() throws(RunError) -> [UInt8]? {
    switch try rows.nextLine(longest: folder.rows.bytes) {
    case .whole(let row)?:
      guard rows.isLineEnded else { throw folder.changed("items.jsonl ends within a row") }
      return Array(row)
    case .tooLong?, nil:
      guard rows.offset == folder.rows.bytes else { throw folder.changed("items.jsonl ends too early") }
      return nil
    }
  }

  /// The record that the outcome's row names, compared with the row's digest; nil for a failure. To be asked, or
  /// ``skipRecord(of:)`` to be told, for every outcome in turn.
  package func record(of outcome: Outcome) throws(RunError) -> (bytes: [UInt8], digest: SHA256Digest)? {
    guard let (place, offset) = try advance(outcome) else { return nil }
    var bytes = try files.read("\(folder.path)/\(place.file)", at: offset, count: place.bytes + 1)
    let newline = bytes.popLast()
    let digest = SHA256Digest.of(bytes)
    guard newline == UInt8(ascii: "\n"), digest.hex == place.sha256 else {
      throw folder.changed("line \(place.line) of \(place.file) is not the record that was written")
    }
    return (bytes, digest)
  }

  /// Leaves out the record that the outcome's row names.
  package func skipRecord(of outcome: Outcome) throws(RunError) { _ = try advance(outcome) }

  /// Where the outcome's record begins in its file; 0 for a failure. To be asked before the record is read or left out.
  package func offset(of outcome: Outcome) -> Int {
    guard case .record(let place) = outcome.ending, let next = places[outcome.split], next.file == place.file else { return 0 }
    return next.offset
  }

  /// Where the outcome's record begins. The records of a split stand in their files one after another.
  private func advance(_ outcome: Outcome) throws(RunError) -> (RecordPlace, offset: Int)? {
    guard case .record(let place) = outcome.ending else { return nil }
    var next = places[outcome.split] ?? ("", 1, 0)
    if next.file != place.file { next = (place.file, 1, 0) }
    guard place.line == next.line, place.bytes > 0, let size = folder.sizes[place.file], place.bytes < size - next.offset else {
      throw folder.changed("items.jsonl names a record that is not in \(place.file)")
    }
    places[outcome.split] = (place.file, place.line + 1, next.offset + place.bytes + 1)
    return (place, next.offset)
  }
}
