import PrepJSON
import VisionPrep

/// What `--dry-run` prints.
enum PlanText {
  static func people(_ plan: PlanSummary, _ recipe: Recipe) -> String {
    var lines = ["\(plan.dataset): \(counted(plan.items, "item"))"]
    if !plan.shard.isWhole { lines.append("  shard       \(plan.shard) (0-based)") }
    let splits = Split.allCases.map { "\($0.rawValue) \(grouped(plan.splits[$0] ?? 0))" }
    lines.append("  splits      \(splits.joined(separator: ", "))")
    var sources: [String] = []
    if plan.documents > 0 { sources.append("\(grouped(plan.documents)) from PDF pages") }
    if plan.withFiles > 0 { sources.append("\(grouped(plan.withFiles)) from image files") }
    if plan.withAddresses > 0 { sources.append("\(grouped(plan.withAddresses)) from addresses") }
    if plan.textOnly > 0 { sources.append("\(grouped(plan.textOnly)) of text only") }
    lines.append("  sources     \(sources.isEmpty ? "none" : sources.joined(separator: ", "))")
    if plan.failing > 0 { lines.append("  cannot become records, as the input shows already: \(grouped(plan.failing))") }
    if let path = plan.missingFile { lines.append("  not there   \(counted(plan.missingFiles, "image file")), such as \(path)") }
    lines.append("  provider    \(recipe.provider)")
    for note in plan.notes { lines.append("  note        \(note)") }
    if let sample = plan.sample {
      lines.append("  the first item, \(sample.id), in \(sample.split.rawValue):")
      for source in sample.sources { lines.append("    image      \(source.name)") }
      if let system = sample.conversation.system { lines.append("    system     \(oneLine(system))") }
      lines.append("    user       \(oneLine(sample.conversation.user))")
      lines.append("    assistant  \(oneLine(sample.conversation.assistant))")
    }
    lines.append("nothing was written; without --dry-run the work begins")
    return lines.joined(separator: "\n")
  }

  private static func oneLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 100 ? "\(line.prefix(99))…" : line
  }

  static func json(_ plan: PlanSummary) -> String {
    var json = JSONWriter()
    json.beginObject()
    json.member("dataset", plan.dataset)
    json.member(plan.shard)
    json.member("items", plan.items)
    json.key("splits")
    json.beginObject()
    for split in Split.allCases {
      json.member(split.rawValue, plan.splits[split] ?? 0)
    }
    json.endObject()
    for (key, count) in [
      ("documents", plan.documents), ("files", plan.withFiles), ("addresses", plan.withAddresses), ("text_only", plan.textOnly),
      ("failing", plan.failing), ("missing_files", plan.missingFiles),
    ] {
      json.member(key, count)
    }
    json.member("notes", plan.notes)
    json.key("unmet_goals")
    json.beginArray()
    for goal in plan.unmetGoals { GoalText.write(goal, to: &json) }
    json.endArray()
    json.member("plan_sha256", plan.digest)
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
