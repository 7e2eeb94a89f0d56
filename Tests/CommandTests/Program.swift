import Foundation
import TestSupport

/// The built program, started as a person would.
enum Program {
  /// Beside the test bundle, where the build puts it.
  static let path: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    // Under some runners the process is the runner, and the bundle an argument.
    let candidates = [bundle] + CommandLine.arguments
    for candidate in candidates {
      let program = URL(fileURLWithPath: candidate).deletingLastPathComponent().appendingPathComponent("visionprep").path
      if FileManager.default.isExecutableFile(atPath: program) { return program }
    }
    return packageFolder + "/.build/debug/visionprep"
  }()

  static let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  struct Ending {
    var code: Int32
    var output: String
    var errors: String
  }

  /// Runs the program to its end.
  static func run(_ arguments: String..., in folder: TemporaryFolder) throws -> Ending {
    try start(arguments, in: folder).wait()
  }

  /// What schedulers set; the tests' own must not divide what they run.
  private static let schedulers = [
    "JOB_COMPLETION_", "AWS_BATCH_JOB_ARRAY_", "CLOUD_RUN_TASK_", "SLURM_ARRAY_", "BUILDKITE_PARALLEL_", "CIRCLE_NODE_",
    "CI_NODE_",
    "SYSTEM_JOBPOSITION", "SYSTEM_TOTALJOBS",
  ]

  /// - Parameters:
  ///   - environment: what is set beside the tests' own environment.
  ///   - input: what is read as standard input; nil for nothing.
  ///   - program: what is started; one of the system's that starts the built program, in a shell or a terminal.
  static func start(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:], input: Pipe? = nil,
    program: String = path
  ) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = ProcessInfo.processInfo.environment
      .filter { variable in !schedulers.contains { variable.key.hasPrefix($0) } }
      // What is said of dates must not depend on the day on which the tests run.
      .merging(["VISIONPREP_TODAY": "2026-11-30"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = input ?? FileHandle.nullDevice as Any
    // Files, not pipes: nobody has to read while the program writes.
    let number = UUID().uuidString
    let output = folder.path + "/.stdout-" + number
    let errors = folder.path + "/.stderr-" + number
    for file in [output, errors] { try Data().write(to: URL(fileURLWithPath: file)) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    return Running(process: process, output: output, errors: errors)
  }

  struct Running {
    let process: Process
    let output: String
    let errors: String

    func wait() throws -> Ending {
      process.waitUntilExit()
      return Ending(
        code: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
        errors: try String(contentsOfFile: errors, encoding: .utf8))
    }
  }
}
