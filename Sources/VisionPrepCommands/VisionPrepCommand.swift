import ArgumentParser
import PrepCore
import VisionPrep

/// The program: a list of verbs.
struct VisionPrepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ProgramVersion.name,
    abstract: "Turn drawings, photos and tables into vision fine-tuning data.",
    discussion: """
      Begin with a built-in recipe:

        visionprep init watches
        visionprep prepare watches/watches.yaml --output out

      Exit codes:
         0  all items became records
         1  the run failed
         3  the run completed and some items failed
         4  a check or a goal was not met
        64  wrong usage or wrong recipe
        75  interrupted, can be resumed

      Results go to standard output, everything else to standard error. With --json, an \
      error that ends the program is one JSON object, the last line of standard error: \
      kind ("error"), code, message, remedy, exit_code, and where it lies (file, line, \
      key; null when it lies nowhere in particular). Standard output then has no result.

      What comes from files is printed so that it cannot steer a terminal: a control \
      character is shown as \\x1b or \\u202e. JSON holds every text exactly.
      """,
    version: ProgramVersion.current,
    subcommands: [
      InitCommand.self, PrepareCommand.self, StatsCommand.self, CheckCommand.self, EstimateCommand.self,
      DuplicatesCommand.self, EvaluateCommand.self, ReportCommand.self, ExportCommand.self, MergeCommand.self, RenderCommand.self, DoctorCommand.self,
    ])
}

extension VisionPrepCommand {
  /// Says that the first argument is no verb, and which one it may have been meant to be.
  static func requireVerb(_ arguments: [String]) throws {
    guard let word = arguments.first, !word.hasPrefix("-") else { return }
    let verbs = configuration.subcommands.compactMap { $0.configuration.commandName }
    if verbs.contains(word) || word == "help" { return }
    throw ValidationError(
      Suggestion.closest(to: word, among: verbs).map { "Unknown verb '\(word)'. Did you mean '\($0)'?" }
        ?? "Unknown verb '\(word)'; expected one of \(verbs.joined(separator: ", ")).")
  }
}
