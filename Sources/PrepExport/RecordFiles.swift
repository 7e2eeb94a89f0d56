import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// Writes the records of one split into files that are cut at the target's limit.
final class RecordFiles {
  private let split: Split
  private let format: any ExportFormat
  private let folder: ExportFolder
  private var file: OutputFile?
  private(set) var files: [ExportSummary.File] = []

  init(_ split: Split, format: any ExportFormat, folder: ExportFolder) {
    self.split = split
    self.format = format
    self.folder = folder
  }

  /// Bytes of a file with this record alone.
  static func bytes(of record: [UInt8], _ framing: RecordFraming) -> Int {
    framing.before.count + record.count + framing.after.count + framing.end.count
  }

  func append(_ record: [UInt8]) throws(RunError) {
    let framing = format.framing
    let length = record.count + framing.after.count
    if let last = files.last, last.bytes + framing.between.count + length + framing.end.count > format.limits.maxFileBytes ?? .max
    {
      try finish()
    }
    if file == nil {
      let name = format.fileName(split, number: files.count + 1)
      file = try OutputFile(path: folder.part(name), name: name, keeping: 0)
      files.append(ExportSummary.File(name: name, bytes: 0, records: 0, sha256: ""))
      try write(framing.before)
    } else {
      try write(framing.between)
    }
    try write(record)
    try write(framing.after)
    files[files.count - 1].records = (files[files.count - 1].records ?? 0) + 1
  }

  /// Ends the file that is being written.
  func finish() throws(RunError) {
    guard file != nil else { return }
    try write(format.framing.end)
    let digest = try file?.finish()
    file = nil
    files[files.count - 1].sha256 = digest?.hex ?? ""
  }

  private func write(_ bytes: [UInt8]) throws(RunError) {
    try file?.append(bytes)
    files[files.count - 1].bytes += bytes.count
  }
}
