/// How a preparation does its work. Only ``prompt``, ``shard`` and ``limit`` say what is made; nothing else changes a byte of a record.
public struct PreparationOptions: Sendable, Hashable {
  public var pages: PageRendering
  /// Threads, and helper processes, that work at a time; at least 1.
  public var jobs: Int { didSet { jobs = max(1, jobs) } }
  /// Bytes that the run may hold.
  public var memory: Int
  /// Which of a recipe's two prompts the records hold.
  public var prompt = Recipe.Prompt.Variant.tuned
  /// The share of this machine, when several work on one dataset, each in a folder of its own; `DatasetMerge` puts them together.
  public var shard = Shard.whole
  /// Only the first items of the plan, or of the shard; nil for all.
  public var limit: Int?
  /// Remove what earlier runs wrote into the folder, instead of going on.
  public var fresh = false
  /// Failed items of earlier runs to do again; all others are taken over.
  public var retry = FailureSelection.none
  /// A folder that keeps downloads, so that a later run asks servers only for what has changed; created when needed. Several runs
  /// and machines may use it at once, and it can be deleted at any time. Nil for none.
  public var cache: String?

  package init(pages: PageRendering, jobs: Int, memory: Int) {
    self.pages = pages
    self.jobs = max(1, jobs)
    self.memory = max(1, memory)
  }
}
