import PrepCore
import PrepDataset
import PrepJSON
import PrepSystem

/// The content of an output folder and what made it: manifest.json. It contains no clock, host, path or thread count, so that
/// equal runs give equal manifests.
struct Manifest {
  var provenance: Provenance
  var items: Int
  var tally: Tally
  var files: [OutputFileEntry]
  /// The size in bytes and the digest of items.jsonl.
  var itemsFile: (bytes: Int, sha256: String)
  var root: String

  func encode() -> [UInt8] {
    var json = JSONWriter(.lines)
    json.beginObject()
    provenance.write(to: &json)
    json.member("items", items)
    json.member("records", tally.records)
    json.member("failed", tally.failed)
    json.object("failures") {
      for (code, failures) in tally.failures.sorted(by: { $0.key.name < $1.key.name }) {
        $0.member(code.name, failures.count)
      }
    }
    json.object("splits") { for split in Split.allCases { $0.member(split.rawValue, tally.recordsBySplit[split] ?? 0) } }
    json.array("files") {
      for file in files { write(file.name, bytes: file.bytes, lines: file.records, sha256: file.sha256, to: &$0) }
      write("items.jsonl", bytes: itemsFile.bytes, lines: items, sha256: itemsFile.sha256, to: &$0)
    }
    json.member("root_sha256", root)
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private func write(_ name: String, bytes: Int, lines: Int, sha256: String, to json: inout JSONWriter) {
    json.object {
      $0.member("name", name)
      $0.member("bytes", bytes)
      $0.member("lines", lines)
      $0.member("sha256", sha256)
    }
  }
}
