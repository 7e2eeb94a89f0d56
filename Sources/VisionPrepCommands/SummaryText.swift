import PrepJSON
import VisionPrep

/// What is printed when a run has ended.
enum SummaryText {
  static func people(_ summary: RunSummary, output: String) -> String {
    let tally = summary.tally
    var lines: [String] = []
    switch summary.ending {
    case .complete where tally.failed == 0:
      lines.append("\(summary.dataset): \(counted(tally.records, "record")) from \(counted(summary.items, "item"))")
    case .complete:
      lines.append(
        "\(summary.dataset): \(counted(tally.records, "record")) from \(counted(summary.items, "item")), "
          + "\(grouped(tally.failed)) failed"
      )
    case .interrupted:
      lines.append(
        "\(summary.dataset): interrupted; \(grouped(tally.done)) of \(counted(summary.items, "item")) are done, "
          + "and nothing of them is lost"
      )
    }
    if !summary.shard.isWhole { lines.append("  shard \(summary.shard) (0-based); visionprep merge puts all parts together") }
    if summary.resumed > 0, summary.ending == .complete {
      lines.append("  \(grouped(summary.resumed)) of them were done by an earlier run")
    }
    if summary.reused > 0 {
      lines.append("  \(grouped(summary.reused)) of them were taken over from an earlier run, since nothing about them changed")
    }
    if tally.records > 0 {
      let splits = Split.allCases.compactMap { split in tally.recordsBySplit[split].map { "\(split.rawValue) \(grouped($0))" } }
      lines.append("  splits  \(splits.joined(separator: ", "))")
    }
    if tally.images > 0 {
      var parts = ["\(counted(tally.images, "image")), \(ByteSize(bytes: tally.imageBytes))"]
      if tally.imagesKept > 0 { parts.append("\(grouped(tally.imagesKept)) kept as they were") }
      if tally.imagesResized > 0 { parts.append("\(grouped(tally.imagesResized)) made smaller") }
      lines.append("  images  \(parts.joined(separator: ", "))")
    }
    if let downloads = summary.downloads, downloads.done > 0 {
      lines.append("  cache   \(grouped(downloads.unchanged)) of \(counted(downloads.done, "download")) unchanged")
    }
    let failures = tally.failures.sorted { ($1.value.count, $0.key.name) < ($0.value.count, $1.key.name) }
    if !failures.isEmpty { lines.append("  failed") }
    for (code, failed) in failures {
      lines.append("  \(padded(grouped(failed.count), 6))  \(code.name)")
      lines.append("          such as \(failed.exampleID): \(failed.exampleMessage)")
      if let remedy = code.explanation?.remedy { lines.append("          what to do: \(remedy)") }
    }
    for note in summary.notes { lines.append("  note    \(note)") }
    if summary.ending == .interrupted {
      // The same words again, but for the one that would begin from nothing.
      let words = CommandLine.arguments.filter { $0 != "--fresh" }
      lines.append("to go on: \(words.map(quoted).joined(separator: " "))")
      return lines.joined(separator: "\n")
    }
    lines.append("  files in \(output)")
    for file in summary.files {
      lines.append("    \(file.name)  \(counted(file.records, "record")), \(ByteSize(bytes: file.bytes))")
    }
    lines.append("    items.jsonl  a row for every item: what was made of it, or why nothing was")
    lines.append("    manifest.json  versions, digests and counts")
    return lines.joined(separator: "\n")
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        byte > 0x7f || Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
          || "-_./=:,+@%".utf8.contains(byte)
      }
    return isPlain ? word : "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  static func json(_ summary: RunSummary) -> String {
    let tally = summary.tally
    var json = JSONWriter()
    json.beginObject()
    json.member("dataset", summary.dataset)
    json.member(summary.shard)
    json.member("ending", summary.ending.rawValue)
    for (key, count) in [
      ("items", summary.items), ("resumed", summary.resumed), ("reused", summary.reused), ("records", tally.records),
      ("failed", tally.failed),
      ("images", tally.images), ("images_kept", tally.imagesKept), ("images_resized", tally.imagesResized),
      ("image_bytes", tally.imageBytes),
    ] {
      json.member(key, count)
    }
    if let downloads = summary.downloads {
      json.member("downloads", downloads.done)
      json.member("downloads_unchanged", downloads.unchanged)
    }
    json.key("splits")
    json.beginObject()
    for split in Split.allCases {
      json.member(split.rawValue, tally.recordsBySplit[split] ?? 0)
    }
    json.endObject()
    json.key("failures")
    json.beginArray()
    for (code, failed) in tally.failures.sorted(by: { $0.key.name < $1.key.name }) {
      json.beginObject()
      json.member("code", code.name)
      json.member("count", failed.count)
      json.member("example_id", failed.exampleID)
      json.member("example_message", failed.exampleMessage)
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
      json.endObject()
    }
    json.endArray()
    json.member("root_sha256", summary.root.isEmpty ? nil : summary.root)
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
