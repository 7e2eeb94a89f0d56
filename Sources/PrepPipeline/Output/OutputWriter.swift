import Glibc
import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// An item's outcome on its way to the sink: the row's content and the record's bytes.
struct PreparedOutcome: Sendable {
  var item: Item
  var images: [ImageRow]
  /// The record without a newline, and its digest if it was computed before; nil when the item failed.
  var record: (bytes: [UInt8], digest: SHA256Digest?)?
  var failure: ItemFailure?
  /// What the outcome was made from.
  var trace = ItemTrace.none
  /// Whether the outcome was reused from an earlier run.
  var isReused = false
}

/// Writes outcomes, in the order of the plan, to parts, rows and journal, and renames the files at the end. Only one thread at a
/// time uses it.
final class OutputWriter {
  private let folder: OutputFolder
  private let provenance: Provenance
  private let splits: [Split: SplitWriter]
  private var rows: OutputFile
  private var rowBytes = 0
  private var journal: OutputFile
  /// Encoded entries whose items are possibly not on disk yet.
  private var unsynchronized: [UInt8] = []
  private var unsynchronizedBytes = 0
  private var lastSynchronized = time(nil)
  /// The running digest of the digests of all records.
  private var root = SHA256Hasher()
  private(set) var tally = Tally()
  /// The number of outcomes that were reused from earlier runs of another plan.
  private var reused = 0
  /// The number of items that an earlier run of this plan had done.
  let resumed: Int

  /// After this many bytes, items or seconds, the written data is flushed to disk and entered in the journal.
  private static let batchBytes = 256 << 20
  private static let batchItems = 16_384
  private static let batchSeconds = 2

  /// Resumes the work of earlier runs of the same plan, in a folder that was prepared for it.
  init(_ folder: OutputFolder, provenance: Provenance) throws(RunError) {
    self.folder = folder
    self.provenance = provenance
    var splits: [Split: SplitWriter] = [:]
    for split in Split.allCases { splits[split] = SplitWriter(split, folder: folder, maxBytes: provenance.maxBytes) }
    self.splits = splits
    var resumed = 0
    var done = JournalReader(folder.journal)
    while let entry = done.next() {
      if entry.recordBytes > 0 { splits[entry.split]?.resume(entry.recordBytes) }
      rowBytes = entry.rowEnd
      resumed += 1
    }
    self.resumed = resumed
    let names = Split.allCases.flatMap { splits[$0]?.files.map(\.name) ?? [] }
    // All is opened where it is and compared with the journal. Only when nothing is damaged does a finished folder lose its manifest.
    for split in Split.allCases { try splits[split]?.reopen() }
    if resumed > 0 {
      rows = try OutputFile(reopening: folder.written("items.jsonl"), name: "items.jsonl", keeping: rowBytes)
      try folder.verify(rows)
    } else {
      rows = try OutputFile(path: folder.part("items.jsonl"), name: "items.jsonl", keeping: 0)
    }
    journal = try OutputFile(path: folder.journal, name: "the journal", keeping: resumed * Journal.entrySize)
    if resumed > 0 { try recount() }
    try folder.reopen(resumed == 0 ? [] : ["items.jsonl"] + names)
  }

  /// Recounts the rows of an earlier run.
  private func recount() throws(RunError) {
    do throws(FileFault) {
      var rows = ByteWindow(try InputFile(folder.written("items.jsonl")))
      while case .whole(let row)? = try rows.nextLine(longest: .max), let outcome = ItemRow.decode(Array(row)) { count(outcome) }
    } catch {
      throw RunError(
        .damaged, "items.jsonl \(error.words)", remedy: "mend it, and run it again; or begin again")
    }
    guard tally.done == resumed else {
      throw RunError(.damaged, "items.jsonl has a row that cannot be read", remedy: "begin again")
    }
  }

  private func count(_ outcome: Outcome) {
    tally.add(outcome)
    if case .record(let place) = outcome.ending { root.update(Array(place.sha256.utf8)) }
  }

  /// Writes one outcome.
  func write(_ prepared: PreparedOutcome) throws(RunError) -> Outcome {
    let item = prepared.item
    var outcome = Outcome(
      id: item.id, ordinal: item.ordinal, split: item.split, images: prepared.images,
      ending: .failure(prepared.failure ?? ItemFailure(.record, .missingValue, "The item has no record.")))
    var entry = Journal.Entry(
      ordinal: item.ordinal, split: item.split, rowOffset: rowBytes, rowBytes: 0, trace: prepared.trace)
    if let record = prepared.record, let writer = splits[item.split] {
      let place = try writer.append(record.bytes, digest: record.digest)
      outcome.ending = .record(
        RecordPlace(file: place.file, line: place.line, bytes: record.bytes.count, sha256: place.digest.hex))
      (entry.fileNumber, entry.recordOffset, entry.recordBytes) = (place.number, place.offset, record.bytes.count + 1)
    }
    let row = ItemRow.encode(outcome)
    try rows.append(line: row)
    entry.rowBytes = row.count + 1
    rowBytes = entry.rowEnd
    count(outcome)
    if prepared.isReused { reused += 1 }
    unsynchronized += Journal.encode(entry)
    unsynchronizedBytes += entry.recordBytes + entry.rowBytes
    if unsynchronizedBytes >= Self.batchBytes || unsynchronized.count >= Self.batchItems * Journal.entrySize
      || time(nil) - lastSynchronized >= Self.batchSeconds
    {
      try synchronize()
    }
    return outcome
  }

  /// Flushes everything to disk and then enters it in the journal.
  func synchronize() throws(RunError) {
    for split in Split.allCases { try splits[split]?.synchronize() }
    try rows.synchronize()
    try journal.append(unsynchronized)
    try journal.synchronize()
    unsynchronized.removeAll(keepingCapacity: true)
    unsynchronizedBytes = 0
    lastSynchronized = time(nil)
  }

  /// The output files so far, in the order of the splits.
  var files: [OutputFileEntry] { Split.allCases.flatMap { splits[$0]?.files ?? [] } }

  /// Ends a run with this many items: complete files get their final names, and interrupted work is flushed to disk.
  func end(items: Int) throws(RunError) -> RunSummary {
    let isComplete = tally.done >= items
    let root = isComplete ? try finish() : ""
    if !isComplete { try synchronize() }
    return RunSummary(
      dataset: provenance.dataset, shard: provenance.shard, ending: isComplete ? .complete : .interrupted,
      items: max(items, tally.done), resumed: resumed, reused: reused, tally: tally,
      files: files.map { RunSummary.File(name: $0.name, bytes: $0.bytes, records: $0.records) }, root: root, notes: [])
  }

  /// Ends a complete run: the files get their final names and the manifest is written.
  /// - Returns: the root digest.
  func finish() throws(RunError) -> String {
    try synchronize()
    for split in Split.allCases { try splits[split]?.finishFile() }
    let root = root.finish().hex
    let manifest = Manifest(
      provenance: provenance, items: tally.done, tally: tally, files: files,
      itemsFile: (rowBytes, try rows.finish().hex), root: root)
    try folder.publish(files.map(\.name) + ["items.jsonl"], manifest: manifest.encode())
    return root
  }
}

/// The thread of the run uses it before the sink starts and after the sink has ended; between these, only the sink's thread does.
extension OutputWriter: @unchecked Sendable {}
