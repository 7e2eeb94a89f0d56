package import PrepCore
package import PrepRender

/// How a run does its work; none of these options reaches the output.
package struct RunOptions: Sendable {
  /// The output folder.
  package var output: String
  package var jobs: Int
  /// The memory limit in bytes.
  package var memory: Int
  package var renderer: PageRenderer
  /// Which of two prompts the records hold.
  package var variant = Recipe.Prompt.Variant.tuned
  /// The part of the plan's items to do.
  package var shard = Shard.whole
  /// Do only this many items, from the first.
  package var limit: Int?
  /// Whether to remove what earlier runs wrote to the folder.
  package var fresh = false
  /// The failed items to do again.
  package var retry = FailureSelection.none
  /// A folder with earlier downloads, to ask servers only for what has changed.
  package var cache: String?
  /// A finished folder of the same items, whose outcomes are taken over where what they were made from is the same.
  package var sibling: String?

  package init(output: String, jobs: Int, memory: Int, renderer: PageRenderer) {
    self.output = output
    self.jobs = jobs
    self.memory = memory
    self.renderer = renderer
  }
}
