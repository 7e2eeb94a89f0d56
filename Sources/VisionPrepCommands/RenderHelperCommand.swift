import ArgumentParser
import PrepPipeline

/// The hidden verb behind which a helper process draws pages.
struct RenderHelperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: RenderHelper.verb, shouldDisplay: false)

  @Option var parent: Int32

  func run() { RenderHelper.serve(parent: parent) }
}
