import ArgumentParser
import Glibc
import PrepPipeline

/// The hidden verb behind which a helper process draws pages.
struct RenderHelperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: RenderHelper.verb, shouldDisplay: false)

  @Option var parent: Int32

  func run() {
    RenderHelper.serve(parent: parent)
    // Without the usual farewells: inside the cage nothing is left to be done, and what starts threads would fail.
    _exit(0)
  }
}
