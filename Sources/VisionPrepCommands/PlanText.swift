import PrepJSON
import VisionPrep

/// What `--dry-run` prints.
enum PlanText {
  static func people(_ plan: PlanSummary, _ recipe: Recipe) -> Section {
    var section = Section("\(plan.dataset): \(counted(plan.items, "item"))", labelWidth: 10)
    if !plan.shard.isWhole { section.add("shard", "\(plan.shard) (0-based)") }
    let splits = Split.allCases.map { "\($0.rawValue) \(grouped(plan.splits[$0] ?? 0))" }
    section.add("splits", "\(splits.joined(separator: ", "))")
    if let least = plan.folds.min(), let most = plan.folds.max() {
      let sizes = least == most ? counted(least, "item") : "\(grouped(least)) to \(counted(most, "item"))"
      section.add(
        "folds", "\(plan.folds.count) of \(sizes), each the test split of its own folder; the splits are those of fold-1")
    }
    var sources: [String] = []
    if plan.documents > 0 { sources.append("\(grouped(plan.documents)) from PDF pages") }
    if plan.withFiles > 0 { sources.append("\(grouped(plan.withFiles)) from image files") }
    if plan.withAddresses > 0 { sources.append("\(grouped(plan.withAddresses)) from addresses") }
    if plan.textOnly > 0 { sources.append("\(grouped(plan.textOnly)) of text only") }
    section.add("sources", "\(sources.isEmpty ? "none" : sources.joined(separator: ", "))")
    if plan.failing > 0 { section.add("cannot become records, as the input shows already: \(grouped(plan.failing))") }
    if let path = plan.missingFile { section.add("not there", "\(counted(plan.missingFiles, "image file")), such as \(path)") }
    section.add("provider", "\(recipe.provider)")
    for note in plan.notes { section.add("note", "\(note)") }
    if let sample = plan.sample {
      section.add("the first item, \(sample.id), in \(sample.split.rawValue):")
      for source in sample.sources { section.add("image      \(source.name)", level: 2) }
      if let system = sample.conversation.system { section.add("system     \(beginning(of: system))", level: 2) }
      section.add("user       \(beginning(of: sample.conversation.user))", level: 2)
      section.add("assistant  \(beginning(of: sample.conversation.assistant))", level: 2)
    }
    section.add("nothing was written; without --dry-run the work begins", level: 0)
    return section
  }

  /// A text on one line that a window can hold.
  private static func beginning(of text: String) -> String {
    let line = text.oneLine
    return line.count > 100 ? "\(line.prefix(99))…" : line
  }

  static func json(_ plan: PlanSummary) -> JSONLine {
    JSONLine { json in
      json.member("dataset", plan.dataset)
      json.member(plan.shard)
      json.member("items", plan.items)
      json.splits { plan.splits[$0] ?? 0 }
      if !plan.folds.isEmpty { json.array("folds") { for size in plan.folds { $0.value(size) } } }
      json.members([
        "documents": plan.documents, "files": plan.withFiles, "addresses": plan.withAddresses, "text_only": plan.textOnly,
        "failing": plan.failing, "missing_files": plan.missingFiles,
      ])
      json.member("notes", plan.notes)
      json.objects("unmet_goals", plan.unmetGoals) { GoalText.write($1, to: &$0) }
      json.member("plan_sha256", plan.digest)
    }
  }
}
