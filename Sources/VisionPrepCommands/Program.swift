import ArgumentParser
import Glibc
import PrepPipeline
import PrepRender
import PrepSystem

/// The program, for the executable.
public enum Program {
  /// Runs the verb that the arguments name, and exits with its code.
  public static func run() -> Never {
    let arguments = CommandLine.arguments
    if arguments.count == 4, arguments[1] == RenderHelper.verb, let parent = Int32(arguments[3]) {
      // Before anything that starts threads: a process that copies itself has none beside its own, and inside the cage none can be started.
      RenderHelper.serve(parent: parent)
      _exit(0)
    }
    // A reader that goes away (`visionprep render ... | head`) must not kill a run.
    signal(SIGPIPE, SIG_IGN)
    let isDone = Monitor(false)
    Task.detached {
      await VisionPrepCommand.main()
      isDone.change { $0 = true }
    }
    isDone.wait { $0 ? () : nil }
    exit(0)
  }
}
