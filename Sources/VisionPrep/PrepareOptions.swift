import PrepPipeline
import PrepRender
import PrepSystem

/// Who draws the pages of PDF documents.
public enum PageRendering: Sendable, Hashable {
  /// Helper processes, one a job, so that a hostile document can bring down nothing but its helper.
  /// `executable` is the path of the visionprep program.
  case helpers(executable: String)
  /// One lane in the calling process. Simple, slower, and only for documents that are trusted: a document that crashes the PDF
  /// library crashes the process.
  case inProcess

  var renderer: PageRenderer {
    switch self {
    case .helpers(let executable): .helper(executable: executable)
    case .inProcess: .inProcess
    }
  }
}

/// How a preparation does its work. None of it changes a byte of a record.
public struct PrepareOptions: Sendable, Hashable {
  /// The output folder; created when needed.
  public var output: String
  public var pages: PageRendering
  /// Threads, and helper processes, that work at a time.
  public var jobs: Int
  /// Bytes that the run may hold.
  public var memory: Int
  /// Which of a recipe's two prompts the records hold.
  public var prompt = Recipe.Prompt.Variant.tuned
  /// The share of this machine, when several work on one dataset, each in a folder of its own; ``Merge`` puts them together.
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
  ///   - output: the output folder.
  ///   - pages: who draws the pages of PDF documents.
  ///   - jobs: by default the processors that this process may use.
  ///   - memory: by default half of what the container or machine allows.
  public init(output: String, pages: PageRendering, jobs: Int? = nil, memory: Int? = nil) {
    self.output = output
    self.pages = pages
    self.jobs = max(1, jobs ?? Machine.processors)
    self.memory = max(1, memory ?? Machine.memory / 2)
  }

  var runOptions: RunOptions {
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
