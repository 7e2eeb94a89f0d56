import ArgumentParser
import Glibc
import PrepRender
import PrepSystem
import VisionPrep

/// The program, for the executable.
public enum Program {
  /// Runs the verb that the arguments name, and exits with its code.
  public static func run() -> Never {
    let arguments = CommandLine.arguments
    if arguments.count == 4, arguments[1] == RenderHelper.verb, let parent = Int32(arguments[3]) {
      // Before anything that starts threads: a process that copies itself has none beside its own, and inside the cage none can
      // be started.
      RenderHelper.serve(parent: parent)
      _exit(0)
    }
    Terminal.occupyClosedDescriptors()
    // A connection that goes away must not kill a run; of a pipe that does, see Terminal.
    signal(SIGPIPE, SIG_IGN)
    let words = Array(arguments.dropFirst())
    let given = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    let foreign = given.lazy.compactMap { $0.map { SystemText($0) } }.first { !$0.isUTF8 }
    // Also when the arguments are not understood.
    let isJSON = words.prefix { $0 != "--" }.contains("--json")
    let ending = Monitor<ExitCode?>(nil)
    let verb = Task.detached {
      let code = await run(words, foreign: foreign, asJSON: isJSON)
      ending.change { $0 = code }
    }
    Interruption.watch(stop: { verb.cancel() }) { seconds in
      if ending.wait(atMost: seconds, until: { $0 != nil }) { return }
      let failure = CommandFailure.interrupted()
      failure.show(asJSON: isJSON)
      _exit(failure.exit.rawValue)
    }
    let code = ending.wait { $0 }.rawValue
    fflush(nil)
    // Not exit: it runs the clean-up of OpenSSL and of other libraries, while the threads that have just done their work may still be
    // ending, which clean up for themselves. Both at once have freed the same memory twice.
    _exit(code)
  }

  /// Runs a verb to its end, and says what ended it. This is the one place where errors are printed, also those of wrong
  /// arguments.
  /// - Parameter foreign: an argument that is not UTF-8.
  private static func run(_ arguments: [String], foreign: SystemText?, asJSON isJSON: Bool) async -> ExitCode {
    if let foreign {
      let failure = CommandFailure(
        code: "usage", "the argument \"\(foreign.text)\" is not UTF-8",
        remedy: "write it in UTF-8; a file or folder whose name is not must be renamed", exit: Exit.usage)
      failure.show(asJSON: isJSON)
      return failure.exit
    }
    let code = await runVerb(arguments, asJSON: isJSON)
    guard let fault = Terminal.resultFault else { return code }
    // A verb that failed has said why, and this is not the reason.
    guard [.success, Exit.itemsFailed, Exit.checkFailed].contains(code) else { return code }
    let failure = CommandFailure(RunError.output("standard output cannot be written", fault))
    failure.show(asJSON: isJSON)
    return failure.exit
  }

  private static func runVerb(_ arguments: [String], asJSON isJSON: Bool) async -> ExitCode {
    if CalendarDay.today == nil {
      let failure = CommandFailure(
        code: "usage", "\(CalendarDay.variable) is no day; expected one such as \(CalendarDay.variable)=2026-11-30",
        exit: Exit.usage)
      failure.show(asJSON: isJSON)
      return failure.exit
    }
    do {
      try VisionPrepCommand.requireVerb(arguments)
      var command = try await VisionPrepCommand.asyncParseAsRoot(joiningNegativeNumbers(in: arguments))
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
      return .success
    } catch let code as ExitCode {
      return code
    } catch {
      let failure =
        switch error {
        case let error as CommandFailure: error
        case let error as RunError: CommandFailure(error)
        case let error as RecipeError: CommandFailure(error)
        default: nil as CommandFailure?
        }
      if let failure {
        failure.show(asJSON: isJSON)
        return failure.exit
      }
      return end(parsing: error, asJSON: isJSON)
    }
  }

  /// The parser takes a number below zero for an option, and then misses the value: `--limit -3`. Joined to its option it is a value,
  /// and the verb can say which numbers it takes.
  private static func joiningNegativeNumbers(in arguments: [String]) -> [String] {
    var joined: [String] = []
    for (index, argument) in arguments.enumerated() {
      if argument == "--" { return joined + arguments[index...] }
      if let option = joined.last, option.hasPrefix("--"), !option.contains("="), argument.hasPrefix("-"), Double(argument) != nil
      {
        joined[joined.count - 1] = "\(option)=\(argument)"
      } else {
        joined.append(argument)
      }
    }
    return joined
  }

  /// Ends with what the parser of arguments has to say: help and the like, or what is wrong with the arguments.
  private static func end(parsing error: any Error, asJSON isJSON: Bool) -> ExitCode {
    let code = VisionPrepCommand.exitCode(for: error)
    if code.isSuccess {
      Terminal.ownWords(VisionPrepCommand.fullMessage(for: error))
    } else if isJSON {
      CommandFailure(usage: error, exit: code).show(asJSON: true)
    } else {
      Terminal.note(Line.lines(of: VisionPrepCommand.fullMessage(for: error)))
    }
    return code
  }
}
