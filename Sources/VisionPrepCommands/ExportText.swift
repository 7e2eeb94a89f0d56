import PrepJSON
import VisionPrep

/// What is printed when an export has ended.
enum ExportText {
  static func people(_ summary: ExportSummary, output: String) -> String {
    let failed = summary.failed > 0 ? ", \(grouped(summary.failed)) failed" : ""
    var lines = ["\(summary.dataset) for \(summary.target.rawValue): \(counted(summary.records, "record"))\(failed)"]
    let splits = Split.allCases.compactMap { split in
      summary.recordsBySplit[split].map { "\(split.rawValue) \(grouped($0))" }
    }
    if !splits.isEmpty { lines.append("  splits  \(splits.joined(separator: ", "))") }
    if summary.images > 0 {
      var parts = [counted(summary.images, "image")]
      if summary.imagesConverted > 0 { parts.append("\(grouped(summary.imagesConverted)) encoded anew") }
      if summary.imageFiles > 0 {
        parts.append("\(counted(summary.imageFiles, "file")), \(ByteSize(bytes: summary.imageFileBytes))")
      }
      lines.append("  images  \(parts.joined(separator: ", "))")
    }
    let failures = summary.failures.sorted { ($1.value.count, $0.key.rawValue) < ($0.value.count, $1.key.rawValue) }
    if !failures.isEmpty { lines.append("  failed") }
    for (code, failed) in failures {
      lines.append("    \(grouped(failed.count))  \(code.rawValue)")
      lines.append("       such as \(failed.example.file):\(failed.example.line): \(failed.example.message)")
      lines.append("       what to do: \(code.remedy)")
    }
    for note in summary.notes { lines.append("  note    \(note)") }
    lines.append("  files in \(output)")
    for file in summary.files {
      let records = file.records.map { "\(counted($0, "record")), " } ?? ""
      lines.append("    \(file.name)  \(records)\(ByteSize(bytes: file.bytes))")
    }
    lines.append("    export.json  digests and counts")
    return lines.joined(separator: "\n")
  }

  static func json(_ summary: ExportSummary) -> String {
    var json = JSONWriter()
    json.beginObject()
    json.member("dataset", summary.dataset)
    json.member("format", summary.target.rawValue)
    for (key, count) in [
      ("records", summary.records), ("failed", summary.failed), ("images", summary.images),
      ("images_converted", summary.imagesConverted), ("image_files", summary.imageFiles),
      ("image_file_bytes", summary.imageFileBytes),
    ] {
      json.member(key, count)
    }
    json.key("splits")
    json.beginObject()
    for split in Split.allCases { json.member(split.rawValue, summary.recordsBySplit[split] ?? 0) }
    json.endObject()
    json.key("failures")
    json.beginArray()
    for (code, failed) in summary.failures.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      json.beginObject()
      json.member("code", code.rawValue)
      json.member("count", failed.count)
      json.member("example_file", failed.example.file)
      json.member("example_line", failed.example.line)
      json.member("example_message", failed.example.message)
      json.endObject()
    }
    json.endArray()
    json.member("notes", summary.notes)
    json.key("files")
    json.beginArray()
    for file in summary.files {
      json.beginObject()
      json.member("name", file.name)
      json.member("bytes", file.bytes)
      json.member("records", file.records)
      json.member("sha256", file.sha256)
      json.endObject()
    }
    json.endArray()
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
