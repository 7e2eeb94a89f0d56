import ArgumentParser
import VisionPrep

/// How a verb that writes a folder says what it did.
struct SummaryOptions: ParsableArguments {
  @Flag(help: "Print the summary as JSON.")
  var json = false

  @OptionGroup var quiet: QuietOption

  var isQuiet: Bool { quiet.isOn }

  func show(_ lines: @autoclosure () -> Section, or json: @autoclosure () -> JSONLine) {
    quiet.show(lines(), or: json(), asJSON: self.json)
  }
}

extension SummaryOptions {
  /// Shows how a run or a merge ended, and ends with the exit code for it.
  func end(_ summary: RunSummary, output: String) throws {
    show(SummaryText.people(summary, output: output), or: SummaryText.json(summary))
    if summary.ending == .interrupted { throw Exit.interrupted }
    if summary.tally.failed > 0 { throw Exit.itemsFailed }
  }
}
