import PrepPipeline
import PrepSystem

extension Preparation {
  /// How a preparation does its work. Only ``prompt``, ``shard`` and ``limit`` say what is made; nothing else changes a byte of a record.
  public struct Options: Sendable, Hashable {
    public var pages: PageRendering
    /// Threads, and helper processes, that work at a time.
    public var jobs: Int
    /// Bytes that the run may hold.
    public var memory: Int
    /// Which of a recipe's two prompts the records hold.
    public var prompt = Recipe.Prompt.Variant.tuned
    /// The share of this machine, when several work on one dataset, each in a folder of its own; ``DatasetMerge`` puts them together.
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

    /// - Parameters:
    ///   - pages: who draws the pages of PDF documents.
    ///   - jobs: by default the processors that this process may use.
    ///   - memory: by default half of what the container or machine allows.
    public init(pages: PageRendering = .inProcess, jobs: Int? = nil, memory: Int? = nil) {
      self.pages = pages
      self.jobs = max(1, jobs ?? Machine.processors)
      self.memory = max(1, memory ?? Machine.memory / 2)
    }

    func runOptions(output: String) -> RunOptions {
      var options = RunOptions(output: output, jobs: max(1, jobs), memory: memory, renderer: pages.renderer)
      options.variant = prompt
      options.shard = shard
      options.limit = limit
      options.fresh = fresh
      options.retry = retry
      options.cache = cache
      return options
    }
  }
}
