import Glibc
import VisionPrep

/// What `estimate` prints for people.
enum EstimateText {
  static func people(_ estimate: Estimate) -> String {
    var lines = [heading(estimate)]
    lines += counts(estimate)
    lines += sizes(estimate)
    lines.append("  training    \(training(estimate))")
    if !estimate.files.contains(where: { $0.split == .test }) {
      lines.append("  evaluation  there is no test file")
    } else {
      lines.append("  evaluation  \(evaluation(estimate))")
    }
    lines += notes(estimate).map { "  note        \($0)" }
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

  // MARK: Cost

  private static func training(_ estimate: Estimate) -> String {
    guard let training = estimate.training else {
      return estimate.tally(of: .train).examples == 0 ? "there is no training example" : "unknown, since the text tokens are"
    }
    let least = training.isComplete ? "" : "at least "
    let epochs = counted(estimate.epochs, "epoch")
    let tokens = "\(least)\(grouped(training.tokens / max(1, estimate.epochs))) tokens x \(epochs) = \(grouped(training.tokens))"
    guard let prices = estimate.prices, let cost = training.cost else {
      return "\(tokens); the price of \(estimate.model) at \(estimate.provider) is not known"
    }
    return "\(tokens) at \(prices.training) a million: \(least)\(cost); validation is free"
  }

  private static func evaluation(_ estimate: Estimate) -> String {
    guard let evaluation = estimate.evaluation else { return "unknown, since the text tokens are" }
    let least = evaluation.isComplete ? "" : "at least "
    let tokens =
      "\(counted(evaluation.examples, "example")), asked once: \(least)\(grouped(evaluation.input)) tokens in, "
      + "\(grouped(evaluation.output)) out"
    guard let prices = estimate.prices, let cost = evaluation.cost else {
      return "\(tokens); the price of \(estimate.model) at \(estimate.provider) is not known"
    }
    return "\(tokens), at \(prices.input) and \(prices.output) a million: \(least)\(cost)"
  }

  // MARK: What is not known

  private static func notes(_ estimate: Estimate) -> [String] {
    var notes: [String] = []
    if case .missing(let why) = estimate.vocabulary { notes.append("text tokens are unknown: \(why)") }
    let whole = estimate.whole
    for (reason, count) in whole.unknownImages.sorted(by: { $0.key < $1.key }) {
      let why =
        switch reason {
        case "address": "their records hold addresses alone, so their sizes are not known"
        case "unreadable": "their headers cannot be read"
        default: "how \(estimate.model) counts them is not known"
        }
      notes.append("tokens of \(counted(count, "image")) are unknown: \(why)")
    }
    for (name, count) in whole.uncounted.sorted(by: { $0.key < $1.key }) {
      notes.append("\(counted(count, "example")) with \(name), whose tokens follow no published rule, and are not counted")
    }
    if !estimate.unreadable.isEmpty {
      notes.append("\(counted(estimate.unreadable.count, "line")) could not be read and are not counted")
      notes += listed(estimate.unreadable) { "\($0.file):\($0.line)  \($0.message)" }.map { String($0.dropFirst(4)) }
    }
    return notes
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
