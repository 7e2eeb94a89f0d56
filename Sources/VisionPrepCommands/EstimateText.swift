import PrepCore
import PrepSystem
import VisionPrep

/// What `estimate` prints for people.
enum EstimateText {
  /// Examples of a list that are shown.
  private static let most = 10

  static func people(_ estimate: Estimate) -> Section {
    var section = Section(heading(estimate), labelWidth: 10)
    section.add(counts(estimate))
    addSizes(of: estimate, to: &section)
    section.add("training", "\(estimate.trainingWords)")
    let isTested = estimate.files.contains { $0.split == .test }
    section.add("evaluation", "\(isTested ? estimate.evaluationWords : "there is no test file")")
    for note in estimate.notes { section.add("note", "\(note)") }
    section.list(estimate.unreadable, most: most) { ["\($0.file):\($0.line)  \($0.message)"] }
    for notice in estimate.notices { section.add("\(notice.text(today: .today))") }
    return section
  }

  /// A line of `--each`.
  static func people(_ example: Estimate.Example) -> Line {
    let images = "\(counted(example.imageCount, "image")) \(grouped(example.images))"
    return "\(place(example))  \(known(example.total)) tokens: text \(known(example.text)), \(images)"
  }

  private static func heading(_ estimate: Estimate) -> Line {
    let examples = estimate.whole.examples
    let table = "rules and prices of \(estimate.collected)"
    guard estimate.isModelKnown else {
      return "\(counted(examples, "example")); nothing is known of \(estimate.model) at \(estimate.provider) (\(table))"
    }
    return "\(counted(examples, "example")) for \(estimate.model) at \(estimate.provider) (\(table))"
  }

  // MARK: Counts

  private static func counts(_ estimate: Estimate) -> [Line] {
    var table = Columns([.left, .left, .right, .right, .right, .right, .right])
    table.add(["", "", "examples", "images", "text tokens", "image tokens", "tokens"])
    for file in estimate.files { table.add(row(file.path, file.split.rawValue, file.tally)) }
    for split in Split.allCases where estimate.files.count(where: { $0.split == split }) > 1 {
      table.add(row("together", split.rawValue, estimate.tally(of: split)))
    }
    if estimate.files.count > 1 { table.add(row("together", "", estimate.whole)) }
    return table.lines
  }

  private static func row(_ name: String, _ split: String, _ tally: TokenTally) -> [String] {
    // More may be there than is known; then the number is the least.
    let least = tally.unknownImages.isEmpty ? "" : ">= "
    return [
      name, split, grouped(tally.examples), grouped(tally.images), known(tally.text),
      tally.imageTokens.map { least + grouped($0) } ?? "unknown",
      tally.total.map { (tally.isComplete ? "" : ">= ") + grouped($0) } ?? "unknown",
    ]
  }

  private static func addSizes(of estimate: Estimate, to section: inout Section) {
    let sizes = estimate.whole.sizes.sorted()
    if let smallest = sizes.first, let largest = sizes.last {
      let (median, mean) = (sizes[sizes.count / 2], sizes.reduce(0, +) / sizes.count)
      section.add(
        "an example",
        "\(grouped(smallest)) to \(grouped(largest)) tokens, median \(grouped(median)), mean \(grouped(mean))")
    }
    guard let context = estimate.trainingContext else { return }
    guard !estimate.tooLong.isEmpty else {
      return section.add("too long", "none is above the \(grouped(context)) tokens of training")
    }
    let examples = counted(estimate.tooLong.count, "example")
    section.add(
      "too long",
      "\(examples) above the \(grouped(context)) tokens of training: the end is cut off, and with it the answer")
    section.list(estimate.tooLong, most: most) { ["\(place($0))  \(grouped(($0.text ?? 0) + $0.images)) tokens"] }
  }

  private static func place(_ example: Estimate.Example) -> String {
    "\(example.file):\(example.line)" + (example.id.map { "  \($0)" } ?? "")
  }

  private static func known(_ count: Int?) -> String { count.map(grouped) ?? "unknown" }
}
