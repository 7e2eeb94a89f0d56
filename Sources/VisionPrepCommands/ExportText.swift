import PrepJSON
import VisionPrep

/// What is printed when an export has ended.
enum ExportText {
  static func people(_ summary: ExportSummary, output: String) -> Section {
    let failed = summary.failed > 0 ? ", \(grouped(summary.failed)) failed" : ""
    var section = Section(
      "\(summary.dataset) for \(summary.target.rawValue): \(counted(summary.records, "record"))\(failed)", labelWidth: 6)
    let splits = Split.allCases.compactMap { split in
      summary.recordsBySplit[split].map { "\(split.rawValue) \(grouped($0))" }
    }
    if !splits.isEmpty { section.add("splits", "\(splits.joined(separator: ", "))") }
    if summary.images > 0 {
      var parts = [counted(summary.images, "image")]
      if summary.imagesConverted > 0 { parts.append("\(grouped(summary.imagesConverted)) encoded anew") }
      if summary.imageFiles > 0 {
        parts.append("\(counted(summary.imageFiles, "file")), \(ByteSize(bytes: summary.imageFileBytes))")
      }
      section.add("images", "\(parts.joined(separator: ", "))")
    }
    let failures = summary.failures.sorted { ($1.value.count, $0.key.rawValue) < ($0.value.count, $1.key.rawValue) }
    if !failures.isEmpty { section.add("failed") }
    for (code, failed) in failures {
      section.add("\(grouped(failed.count))  \(code)", level: 2)
      section.add("   such as \(failed.example.file):\(failed.example.line): \(failed.example.message)", level: 2)
      section.add("   what to do: \(code.remedy)", level: 2)
    }
    for note in summary.notes { section.add("note", "\(note)") }
    section.add("files in \(output)")
    for file in summary.files {
      let records = file.records.map { "\(counted($0, "record")), " } ?? ""
      section.add("\(file.name)  \(records)\(ByteSize(bytes: file.bytes))", level: 2)
    }
    section.add("export.json  digests and counts", level: 2)
    return section
  }

  static func json(_ summary: ExportSummary) -> JSONLine {
    JSONLine { json in
      json.member("dataset", summary.dataset)
      json.member("format", summary.target.rawValue)
      json.members([
        "records": summary.records, "failed": summary.failed, "images": summary.images,
        "images_converted": summary.imagesConverted, "image_files": summary.imageFiles,
        "image_file_bytes": summary.imageFileBytes,
      ])
      json.splits { summary.recordsBySplit[$0] ?? 0 }
      json.objects("failures", summary.failures.sorted { $0.key.rawValue < $1.key.rawValue }) { json, entry in
        json.member("code", entry.key.rawValue)
        json.member("count", entry.value.count)
        json.member("example_file", entry.value.example.file)
        json.member("example_line", entry.value.example.line)
        json.member("example_message", entry.value.example.message)
      }
      json.member("notes", summary.notes)
      json.objects("files", summary.files) { json, file in
        json.member("name", file.name)
        json.member("bytes", file.bytes)
        json.member("records", file.records)
        json.member("sha256", file.sha256)
      }
    }
  }
}
