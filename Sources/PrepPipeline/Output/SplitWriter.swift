import PrepCore
import PrepDigest

/// A finished or growing output file, as the manifest lists it.
struct OutputFileEntry: Sendable, Hashable {
  var name: String
  var split: Split
  var bytes: Int
  var records: Int
  /// Empty while the file grows.
  var sha256: String
}

/// Writes the records of one split into files that are cut at the size limit. Used by the sink's thread alone.
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

  /// Takes up the files of an earlier run.
  /// - Parameter lengths: of this split's records, newlines counted, in order.
  func resume(_ lengths: some Sequence<Int>) throws(RunError) {
    for length in lengths {
      if cut.add(length) {
        files.append(OutputFileEntry(name: FileCut.name(split, cut.number), split: split, bytes: 0, records: 0, sha256: ""))
      }
      files[files.count - 1].bytes = cut.bytes
      files[files.count - 1].records = cut.records
    }
    for index in files.indices {
      var opened = try OutputFile(path: folder.part(files[index].name), name: files[index].name, keeping: files[index].bytes)
      if index == files.count - 1 {
        file = consume opened
      } else {
        files[index].sha256 = try opened.finish().hex
      }
    }
  }

  /// Appends a record.
  /// - Returns: the file's name and the 1-based line.
  func append(_ record: [UInt8]) throws(RunError) -> (file: String, line: Int) {
    if cut.add(record.count + 1) {
      try finishFile()
      let name = FileCut.name(split, cut.number)
      file = try OutputFile(path: folder.part(name), name: name, keeping: 0)
      files.append(OutputFileEntry(name: name, split: split, bytes: 0, records: 0, sha256: ""))
    }
    try file?.append(line: record)
    files[files.count - 1].bytes = cut.bytes
    files[files.count - 1].records = cut.records
    return (files[files.count - 1].name, cut.records)
  }

  func synchronize() throws(RunError) { try file?.synchronize() }

  /// Closes the file that was being filled.
  func finishFile() throws(RunError) {
    guard let digest = try file?.finish() else { return }
    file = nil
    files[files.count - 1].sha256 = digest.hex
  }
}
