import ArgumentParser
import PrepSystem
import VisionPrep

/// Which pictures of an output folder are alike, and which want a look.
struct DuplicatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duplicates",
    abstract: "Find pictures that are alike, also across splits, and pictures that want a look.",
    discussion: """
      Reads a finished output folder. Pictures are alike when they look the same: also \
      when one is a smaller, recompressed, turned or mirrored copy. With --groups a \
      table is written that keeps them in one split: name it in the recipe under \
      split.groups, and run prepare again; nothing is decoded twice.

      Ends with exit code 4 when pictures that are alike are in several splits, when the \
      same picture has different answers, or when a picture cannot be decoded.

      Examples:
        visionprep duplicates out
        visionprep duplicates out --groups groups.csv
        visionprep duplicates out --json
      """)

  @Argument(help: ArgumentHelp("The output folder of prepare or merge.", valueName: "dir"), completion: .directory)
  var output: String

  @Option(
    help: ArgumentHelp("Write a table id,group of the items that share pictures, for split.groups.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var groups: String?

  @OptionGroup var jobs: JobsOption

  @Flag(help: "Print everything as JSON, a line a group, conflict, unreadable or flagged picture, and a line with the counts.")
  var json = false

  @OptionGroup var quiet: QuietOption

  func validate() throws {
    if let groups, !groups.lowercased().hasSuffix(".csv") {
      throw ValidationError("--groups is \"\(groups)\"; expected the name of a CSV file, for example --groups groups.csv.")
    }
  }

  func run() async throws {
    let search = DuplicateSearch(output, options: DuplicateSearch.Options(jobs: jobs.jobs))
    let report = try await RunDisplay.show(quiet: quiet.isOn, kept: "the pictures that were looked at are not looked at again") {
      (show) throws(RunError) in try await search.run(progress: show)
    }
    if let groups { try FileReplacement.write(Array(DuplicatesText.table(report).utf8), to: groups) }
    if json {
      for line in DuplicatesText.json(report) { Terminal.result(line) }
    } else if !quiet.isOn {
      Terminal.result(DuplicatesText.people(report, groups: groups))
    }
    if report.straddling > 0 || !report.conflicts.isEmpty || !report.unreadable.isEmpty { throw Exit.checkFailed }
  }
}
