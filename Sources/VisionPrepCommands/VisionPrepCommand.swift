import ArgumentParser
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
      """,
    version: ProgramVersion.current,
    subcommands: [
      InitCommand.self, PrepareCommand.self, StatsCommand.self, CheckCommand.self, EstimateCommand.self,
      DuplicatesCommand.self, ReportCommand.self, ExportCommand.self, MergeCommand.self, RenderCommand.self, DoctorCommand.self,
    ])
}
