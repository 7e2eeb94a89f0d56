import PrepCore
import PrepDigest
import PrepJSON

/// `export.json`: what an export is, and what it consists of. It is written last: a folder with one is a finished one.
enum ExportManifest {
  static func digest(_ bytes: [UInt8]) -> String { SHA256Digest.of(bytes).hex }

  /// - Parameter entries: the names of all that stands beside it: what a later export may remove.
  static func json(_ summary: ExportSummary, entries: [String], prefix: String) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("program")
    json.object {
      $0.member("name", ProgramVersion.name)
      $0.member("version", ProgramVersion.current)
    }
    json.member("format", summary.target.rawValue)
    json.member("dataset", summary.dataset)
    json.member("uri_prefix", prefix.isEmpty ? nil : prefix)
    json.member("records", summary.records)
    json.member("failed", summary.failed)
    json.key("failures")
    json.object {
      for (code, failures) in summary.failures.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        $0.member(code.rawValue, failures.count)
      }
    }
    json.key("splits")
    json.object { for split in Split.allCases { $0.member(split.rawValue, summary.recordsBySplit[split] ?? 0) } }
    json.key("images")
    json.object {
      $0.member("count", summary.images)
      $0.member("converted", summary.imagesConverted)
      $0.member("files", summary.imageFiles)
      $0.member("file_bytes", summary.imageFileBytes)
    }
    json.key("files")
    json.beginArray()
    for file in summary.files {
      json.object {
        $0.member("name", file.name)
        $0.member("bytes", file.bytes)
        if let records = file.records { $0.member("records", records) }
        $0.member("sha256", file.sha256)
      }
    }
    json.endArray()
    json.member("entries", entries + ["export.json"])
    json.member("notes", summary.notes)
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }
}
