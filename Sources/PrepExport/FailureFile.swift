import PrepCore
import PrepDataset
import PrepDigest
import PrepJSON
import PrepSystem

/// `failures.jsonl`: a row for each record that could not be exported; there only when there is one.
struct FailureFile: ~Copyable {
  static let name = "failures.jsonl"

  private let folder: ExportFolder
  private var file: OutputFile?
  private var bytes = 0
  private var rows = 0

  init(_ folder: ExportFolder) { self.folder = folder }

  mutating func append(_ failure: ExportFailure) throws(RunError) {
    if file == nil { file = try OutputFile(path: folder.part(Self.name), name: Self.name, keeping: 0) }
    var json = JSONWriter()
    json.beginObject()
    json.member("file", failure.file.split(separator: "/").last.map(String.init) ?? failure.file)
    json.member("line", failure.line)
    json.member("id", failure.id)
    json.member("code", failure.code.rawValue)
    json.member("message", failure.message)
    json.endObject()
    let row = json.bytes + [UInt8(ascii: "\n")]
    try file?.append(row)
    bytes += row.count
    rows += 1
  }

  /// Ends the file, and enters it in the summary.
  mutating func finish(_ summary: inout ExportSummary) throws(RunError) {
    guard let digest = try file?.finish() else { return }
    file = nil
    summary.files.append(ExportSummary.File(name: Self.name, bytes: bytes, records: nil, sha256: digest.hex))
  }
}
