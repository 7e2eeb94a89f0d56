import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// A finished or growing output file, as the manifest lists it.
struct OutputFileEntry: Sendable, Hashable {
  var name: String
  var split: Split
  var bytes: Int
  var records: Int
  /// Empty while the file grows.
  var sha256: String
}

/// Writes the records of one split to files that are cut at the size limit. Only the sink's thread uses it.
final class SplitWriter {
  private let split: Split
  private let folder: OutputFolder
  private var cut: FileCut
  private var file: OutputFile?
  private(set) var files: [OutputFileEntry] = []

  init(_ split: Split, folder: OutputFolder, maxBytes: Int) {
    self.split = split
    self.folder = folder
    cut = FileCut(maxBytes: maxBytes)
  }

  /// Counts a record of an earlier run: its bytes with the newline. Must be called in the order of the records.
  func resume(_ length: Int) {
    if cut.add(length) { begin() }
    count()
  }

  /// Opens the files of an earlier run where they are, after all of its records were counted.
  /// - Throws: when a file is missing, or shorter than its records.
  func reopen() throws(RunError) {
    for index in files.indices {
      var opened = try OutputFile(
        reopening: folder.written(files[index].name), name: files[index].name, keeping: files[index].bytes)
      try folder.verify(opened)
      if index == files.count - 1 {
        file = consume opened
      } else {
        files[index].sha256 = try opened.finish().hex
      }
    }
  }

  /// The position of a record (name and number of its file, 1-based line, and the offset of that line) and the record's digest.
  struct Place {
    var file: String
    var number: Int
    var line: Int
    var offset: Int
    var digest: SHA256Digest
  }

  /// Appends a record.
  /// - Parameter known: the record's digest if it was computed before.
  func append(_ record: [UInt8], digest known: SHA256Digest?) throws(RunError) -> Place {
    if cut.add(record.count + 1) {
      try finishFile()
      begin()
      let name = files[files.count - 1].name
      file = try OutputFile(path: folder.part(name), name: name, keeping: 0)
    }
    guard let digest = try file?.append(record: record, digest: known) else { preconditionFailure("no file is open") }
    count()
    return Place(
      file: files[files.count - 1].name, number: cut.number, line: cut.records, offset: cut.bytes - record.count - 1,
      digest: digest)
  }

  private func begin() {
    files.append(OutputFileEntry(name: FileCut.name(split, cut.number), split: split, bytes: 0, records: 0, sha256: ""))
  }

  private func count() {
    files[files.count - 1].bytes = cut.bytes
    files[files.count - 1].records = cut.records
  }

  func synchronize() throws(RunError) { try file?.synchronize() }

  /// Closes the current file.
  func finishFile() throws(RunError) {
    guard let digest = try file?.finish() else { return }
    file = nil
    files[files.count - 1].sha256 = digest.hex
  }
}
