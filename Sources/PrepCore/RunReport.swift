/// The work of a run, known before it begins.
public struct PlanSummary: Sendable, Hashable {
  public var dataset: String
  /// The shard of this machine.
  public var shard = Shard.whole
  /// Items of that share.
  public var items: Int
  /// Items by the kind of their sources; an item counts once for each kind that it has.
  public var withFiles = 0
  public var withAddresses = 0
  public var documents = 0
  public var textOnly = 0
  /// Items that cannot become records, as the plan already shows.
  public var failing = 0
  /// Missing image files, with the first of them; checked only when the run does nothing but plan.
  public var missingFiles = 0
  public var missingFile: String?
  /// Items of each split.
  public var splits: [Split: Int] = [:]
  /// Notes on the input for the user.
  public var notes: [String] = []
  /// The goals of the recipe that the input does not meet, for all shards together. They do not stop a run.
  public var unmetGoals: [GoalStanding] = []
  /// The digest of the recipe and of every cell that it uses, in hexadecimal.
  public var digest: String
  /// The first item that can become a record.
  public var sample: Item?

  public init(dataset: String, items: Int, digest: String) {
    self.dataset = dataset
    self.items = items
    self.digest = digest
  }
}

/// Counts of what has been made so far.
public struct Tally: Sendable, Hashable {
  /// All failures of one code.
  public struct Failures: Sendable, Hashable {
    public var count: Int
    /// The first item that failed with the code, and its message.
    public var exampleID: String
    public var exampleMessage: String
  }

  public var records = 0
  public var failed = 0
  public var images = 0
  /// Images whose bytes were taken as they are, and those that were made smaller.
  public var imagesKept = 0
  public var imagesResized = 0
  /// Encoded bytes of all images, before base64.
  public var imageBytes = 0
  public var recordsBySplit: [Split: Int] = [:]
  public var failures: [FailureCode: Failures] = [:]

  public init() {}

  public var done: Int { records + failed }

  public mutating func add(_ outcome: Outcome) {
    switch outcome.ending {
    case .record:
      records += 1
      recordsBySplit[outcome.split, default: 0] += 1
      images += outcome.images.count
      for image in outcome.images {
        imageBytes += image.bytes
        if image.kept { imagesKept += 1 }
        if image.resized { imagesResized += 1 }
      }
    case .failure(let failure):
      failed += 1
      failures[failure.code, default: Failures(count: 0, exampleID: outcome.id, exampleMessage: failure.message)].count += 1
    }
  }
}

/// How a run ended.
public struct RunSummary: Sendable, Hashable {
  public enum Ending: String, Sendable, Hashable {
    /// Every item has its outcome, and the output files have their final names.
    case complete
    /// The run was stopped; the same command resumes it.
    case interrupted
  }

  public struct File: Sendable, Hashable {
    public var name: String
    public var bytes: Int
    public var records: Int

    public init(name: String, bytes: Int, records: Int) {
      self.name = name
      self.bytes = bytes
      self.records = records
    }
  }

  /// Downloads of a run with a cache.
  public struct Downloads: Sendable, Hashable {
    /// Those that gave a body.
    public var done = 0
    /// Downloads for which the server confirmed that the body in the cache is current.
    public var unchanged = 0

    public init() {}
  }

  public var dataset: String
  /// Which machine's share the run made.
  public var shard: Shard
  public var ending: Ending
  /// Items of the run.
  public var items: Int
  /// Items that an earlier run had done.
  public var resumed: Int
  /// Items whose outcome was taken over from an earlier run of another recipe or input, or from one with failures that were done
  /// again.
  public var reused: Int
  public var tally: Tally
  /// The output files with records, in order.
  public var files: [File]
  /// SHA-256 over the digests of all records, in hexadecimal; empty when interrupted.
  public var root: String
  public var notes: [String]
  /// Nil for a run without a cache.
  public var downloads: Downloads?

  public init(
    dataset: String, shard: Shard = .whole, ending: Ending, items: Int, resumed: Int, reused: Int = 0, tally: Tally,
    files: [File], root: String, notes: [String]
  ) {
    self.dataset = dataset
    self.shard = shard
    self.ending = ending
    self.items = items
    self.resumed = resumed
    self.reused = reused
    self.tally = tally
    self.files = files
    self.root = root
    self.notes = notes
  }
}

/// What happens in a run, in order.
public enum RunEvent: Sendable, Hashable {
  case planned(PlanSummary)
  /// A note for the user about the folder.
  case note(String)
  /// This many items were done by an earlier run.
  case resumed(Int)
  /// An item has its outcome, and it is written.
  case outcome(Outcome)
  case ended(RunSummary)
}
