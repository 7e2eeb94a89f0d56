import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// One line of the input, on its way to a record.
struct ExportJob: Sendable {
  var split: Split
  /// As the user named it.
  var file: String
  var line: Int
  var id: String
  /// Nil for a line that is too long to be read.
  var bytes: [UInt8]?
}

/// The lines of all input files, in order. Files of a prepared folder are compared with its manifest.
struct RecordSource: ~Copyable {
  private let files: [DatasetInput.File]
  private var next = 0
  private var lines: ByteWindow<InputFile>?
  private var ids: RecordIDs?
  /// Whose items are read at the moment.
  private var idsOf: (folder: String, split: Split)?
  private var line = 0
  /// Of the file that is read; nil when there is nothing to compare it with.
  private var digest: SHA256Hasher?

  /// Bytes of the longest line that is read, so that what is held of a file stays bounded.
  static let longestLine = 1 << 30

  init(_ inputs: [DatasetInput]) { files = inputs.filesBySplit }

  /// The next line that is not blank; nil at the end.
  mutating func job() throws(RunError) -> ExportJob? {
    while true {
      guard let read = try nextLine() else {
        if next > 0 { try verify(files[next - 1]) }
        guard next < files.count else { return nil }
        try open(files[next])
        next += 1
        continue
      }
      line += 1
      let file = files[next - 1]
      var bytes: [UInt8]?
      if case .whole(let found) = read {
        if found.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        bytes = Array(found.last == 0x0D ? found.dropLast() : found[...])
      }
      let id = try ids?.id(file: file.name, line: line)
      return ExportJob(split: file.split, file: file.path, line: line, id: id ?? "\(file.name):\(line)", bytes: bytes)
    }
  }

  private mutating func nextLine() throws(RunError) -> ByteWindow<InputFile>.Line? {
    do throws(FileFault) {
      let read = try lines?.nextLine(longest: Self.longestLine)
      switch read {
      case .whole(let line)?:
        digest?.update(line)
        if lines?.isLineEnded == true { digest?.update([UInt8(ascii: "\n")]) }
      // prepare writes no such line. Without its bytes the digest is another, as it should be.
      case .tooLong?, nil: break
      }
      return read
    } catch {
      throw .input(files[next - 1].path, error, remedy: "check the file and the disk it lies on")
    }
  }

  /// Compares a file that was read to its end with the manifest of its folder.
  private mutating func verify(_ file: DatasetInput.File) throws(RunError) {
    guard let expected = file.sha256, let found = digest?.finish().hex else { return }
    digest = nil
    guard found != expected else { return }
    throw RunError(
      .changed, "\(file.path) was changed since it was made: it has other bytes",
      remedy: "copy it again from the machine that made it, name the file itself to export it as it is, or make it again")
  }

  private mutating func open(_ file: DatasetInput.File) throws(RunError) {
    do throws(FileFault) {
      lines = ByteWindow(try InputFile(file.path))
    } catch {
      throw .input(
        file.path, error, remedy: "name JSONL files, or a prepared folder")
    }
    line = 0
    if file.sha256 != nil { digest = SHA256Hasher() }
    // Files of one split go on in the same rows.
    if let folder = file.folder, idsOf.map({ $0 == (folder, file.split) }) ?? false { return }
    ids = file.folder.flatMap { RecordIDs(folder: $0) }
    idsOf = file.folder.map { ($0, file.split) }
  }
}
