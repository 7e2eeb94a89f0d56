import PrepJSON
import VisionPrep

/// What is printed when a run has ended.
enum SummaryText {
  static func people(_ summary: RunSummary, output: String) -> Section {
    let tally = summary.tally
    var section = Section(heading(summary), labelWidth: 6)
    if !summary.shard.isWhole { section.add("shard \(summary.shard) (0-based); visionprep merge puts all parts together") }
    if summary.resumed > 0, summary.ending == .complete {
      section.add("\(grouped(summary.resumed)) of them were done by an earlier run")
    }
    if summary.reused > 0 {
      section.add("\(grouped(summary.reused)) of them were taken over from an earlier run, since nothing about them changed")
    }
    for fold in summary.folds {
      let splits = Split.allCases.compactMap { split in fold.recordsBySplit[split].map { "\(split.rawValue) \(grouped($0))" } }
      section.add("\(fold.name)", "\(splits.joined(separator: ", "))")
    }
    if tally.records > 0, summary.folds.isEmpty {
      let splits = Split.allCases.compactMap { split in tally.recordsBySplit[split].map { "\(split.rawValue) \(grouped($0))" } }
      section.add("splits", "\(splits.joined(separator: ", "))")
    }
    if tally.images > 0 {
      var parts = ["\(counted(tally.images, "image")), \(ByteSize(bytes: tally.imageBytes))"]
      if tally.imagesKept > 0 { parts.append("\(grouped(tally.imagesKept)) kept as they were") }
      if tally.imagesResized > 0 { parts.append("\(grouped(tally.imagesResized)) made smaller") }
      section.add("images", "\(parts.joined(separator: ", "))")
    }
    if let downloads = summary.downloads, downloads.done > 0 {
      section.add("cache", "\(grouped(downloads.unchanged)) of \(counted(downloads.done, "download")) unchanged")
    }
    let failures = tally.failures.sorted { ($1.value.count, $0.key.name) < ($0.value.count, $1.key.name) }
    if !failures.isEmpty { section.add("failed") }
    for (code, failed) in failures {
      section.add("\(grouped(failed.count).padded(before: 6))  \(code)")
      section.add("such as \(failed.exampleID): \(failed.exampleMessage)", level: 5)
      if let remedy = code.remedyWithOptions { section.add("what to do: \(remedy)", level: 5) }
    }
    for note in summary.notes { section.add("note", "\(note)") }
    if summary.ending == .interrupted {
      // The same words again, but for the one that would begin from nothing.
      let words = CommandLine.arguments.filter { $0 != "--fresh" }
      section.add("to go on: \(words.map(ShellWord.quoted).joined(separator: " "))", level: 0)
      return section
    }
    section.add("files in \(output)")
    for file in summary.files {
      section.add("\(file.name)  \(counted(file.records, "record")), \(ByteSize(bytes: file.bytes))", level: 2)
    }
    let place = summary.folds.isEmpty ? "" : "fold-*/"
    section.add("\(place)items.jsonl  a row for every item: what was made of it, or why nothing was", level: 2)
    section.add("\(place)manifest.json  versions, digests and counts", level: 2)
    return section
  }

  private static func heading(_ summary: RunSummary) -> Line {
    let items = counted(summary.items, "item")
    guard summary.ending == .complete else {
      return
        "\(summary.dataset): interrupted; \(grouped(summary.tally.done)) of \(items) are done, and nothing of them is lost"
    }
    let failed = summary.tally.failed > 0 ? ", \(grouped(summary.tally.failed)) failed" : ""
    return "\(summary.dataset): \(counted(summary.tally.records, "record")) from \(items)\(failed)"
  }

  static func json(_ summary: RunSummary) -> JSONLine {
    let tally = summary.tally
    return JSONLine { json in
      json.member("dataset", summary.dataset)
      json.member(summary.shard)
      json.member("ending", summary.ending.rawValue)
      json.members([
        "items": summary.items, "resumed": summary.resumed, "reused": summary.reused, "records": tally.records,
        "failed": tally.failed, "images": tally.images, "images_kept": tally.imagesKept,
        "images_resized": tally.imagesResized, "image_bytes": tally.imageBytes,
      ])
      if let downloads = summary.downloads {
        json.members(["downloads": downloads.done, "downloads_unchanged": downloads.unchanged])
      }
      json.splits { tally.recordsBySplit[$0] ?? 0 }
      if !summary.folds.isEmpty {
        json.objects("folds", summary.folds) { json, fold in
          json.member("name", fold.name)
          json.splits { fold.recordsBySplit[$0] ?? 0 }
          json.member("root_sha256", fold.root)
        }
      }
      json.objects("failures", tally.failures.sorted { $0.key.name < $1.key.name }) { json, entry in
        json.member("code", entry.key.name)
        json.member("count", entry.value.count)
        json.member("example_id", entry.value.exampleID)
        json.member("example_message", entry.value.exampleMessage)
      }
      json.member("notes", summary.notes)
      json.objects("files", summary.files) { json, file in
        json.member("name", file.name)
        json.member("bytes", file.bytes)
        json.member("records", file.records)
      }
      json.member("root_sha256", summary.root.isEmpty ? nil : summary.root)
    }
  }
}
