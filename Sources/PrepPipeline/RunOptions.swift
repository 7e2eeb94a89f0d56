package import PrepCore
package import PrepRender

/// How a run does its work; none of it reaches the output.
package struct RunOptions: Sendable {
  /// The output folder.
  package var output: String
  package var jobs: Int
  /// Bytes.
  package var memory: Int
  package var renderer: PageRenderer
  /// Which of two prompts the records hold.
  package var variant = Recipe.Prompt.Variant.tuned
  /// Which of the plan's items are done.
  package var shard = Shard.whole
  /// Only the first of these items.
  package var limit: Int?
  /// Remove what earlier runs wrote into the folder.
  package var fresh = false
  /// Failed items to do again.
  package var retry = FailureSelection.none
  /// A folder with earlier downloads, to ask servers only for what has changed.
  package var cache: String?

  package init(output: String, jobs: Int, memory: Int, renderer: PageRenderer) {
    self.output = output
    self.jobs = jobs
    self.memory = memory
    self.renderer = renderer
  }
}
