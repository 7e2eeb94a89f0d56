import ArgumentParser

/// The program's exit codes.
enum Exit {
  static let runFailed = ExitCode(1)
  static let itemsFailed = ExitCode(3)
  static let checkFailed = ExitCode(4)
  static let inconclusive = ExitCode(5)
  static let usage = ExitCode(64)
  static let interrupted = ExitCode(75)
}
