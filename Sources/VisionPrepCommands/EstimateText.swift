import Glibc
import VisionPrep

/// What `estimate` prints for people.
enum EstimateText {
  static func people(_ estimate: Estimate) -> String {
    var lines = [heading(estimate)]
    lines += counts(estimate)
    lines += sizes(estimate)
    lines.append("  training    \(estimate.trainingWords)")
    if !estimate.files.contains(where: { $0.split == .test }) {
      lines.append("  evaluation  there is no test file")
    } else {
      lines.append("  evaluation  \(estimate.evaluationWords)")
    }
    lines += estimate.notes.map { "  note        \($0)" }
    lines += listed(estimate.unreadable) { "\($0.file):\($0.line)  \($0.message)" }
    lines += estimate.notices.map { "  \($0.date)  \($0.text)\(distance(to: $0.date))" }
    return lines.joined(separator: "\n")
  }

  /// A line of `--each`.
  static func people(_ example: Estimate.Example) -> String {
    "\(place(example))  \(known(example.total)) tokens: text \(known(example.text)), "
      + "\(counted(example.imageCount, "image")) \(grouped(example.images))"
  }

  private static func heading(_ estimate: Estimate) -> String {
    let examples = estimate.whole.examples
    let table = "rules and prices of \(estimate.collected)"
    guard estimate.isModelKnown else {
      return "\(counted(examples, "example")); nothing is known of \(estimate.model) at \(estimate.provider) (\(table))"
    }
    return "\(counted(examples, "example")) for \(estimate.model) at \(estimate.provider) (\(table))"
  }

  // MARK: Counts

  private static func counts(_ estimate: Estimate) -> [String] {
    var rows = [["", "", "examples", "images", "text tokens", "image tokens", "tokens"]]
    rows += estimate.files.map { row($0.path, $0.split.rawValue, $0.tally) }
    for split in Split.allCases where estimate.files.count(where: { $0.split == split }) > 1 {
      rows.append(row("together", split.rawValue, estimate.tally(of: split)))
    }
    if estimate.files.count > 1 { rows.append(row("together", "", estimate.whole)) }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < 2 ? cell.0 + space : space + cell.0
      }
      return "  " + cells.joined(separator: "  ")
    }
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

  private static func sizes(_ estimate: Estimate) -> [String] {
    let sizes = estimate.whole.sizes.sorted()
    var lines: [String] = []
    if let smallest = sizes.first, let largest = sizes.last {
      let mean = sizes.reduce(0, +) / sizes.count
      lines.append(
        "  an example  \(grouped(smallest)) to \(grouped(largest)) tokens, median \(grouped(sizes[sizes.count / 2])), mean \(grouped(mean))"
      )
    }
    guard let context = estimate.trainingContext else { return lines }
    guard !estimate.tooLong.isEmpty else {
      return lines + ["  too long    none is above the \(grouped(context)) tokens of training"]
    }
    lines.append(
      "  too long    \(counted(estimate.tooLong.count, "example")) above the \(grouped(context)) tokens of training: "
        + "the end is cut off, and with it the answer")
    lines += listed(estimate.tooLong) { "\(place($0))  \(grouped(($0.text ?? 0) + $0.images)) tokens" }
    return lines
  }

  /// The first ten, and how many more there are.
  private static func listed<Element>(_ elements: [Element], _ text: (Element) -> String) -> [String] {
    var lines = elements.prefix(10).map { "    \(text($0))" }
    if elements.count > 10 { lines.append("    and \(grouped(elements.count - 10)) more, which --json names") }
    return lines
  }

  private static func place(_ example: Estimate.Example) -> String {
    "\(example.file):\(example.line)" + (example.id.map { "  \($0)" } ?? "")
  }

  private static func known(_ count: Int?) -> String { count.map(grouped) ?? "unknown" }

  /// How far a day is from today, in UTC.
  private static func distance(to date: String) -> String {
    let parts = date.split(separator: "-").compactMap { Int32($0) }
    guard parts.count == 3 else { return "" }
    var calendar = tm()
    calendar.tm_year = parts[0] - 1900
    calendar.tm_mon = parts[1] - 1
    calendar.tm_mday = parts[2]
    let day = 86_400
    let days = timegm(&calendar) / day - time(nil) / day
    return days < 0 ? "; that is past" : days == 0 ? "; that is today" : ", in \(counted(days, "day"))"
  }
}
