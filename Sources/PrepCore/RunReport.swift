/// What a run is about to do; known before any work.
public struct PlanSummary: Sendable, Hashable {
  public var dataset: String
  /// Which machine's share this is.
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
  /// Image files that are not there, with the first of them; looked at only when nothing but planning is asked for.
  public var missingFiles = 0
  public var missingFile: String?
  /// Items of each split.
  public var splits: [Split: Int] = [:]
  /// The items of each fold, of all shards together, for a recipe with folds; everything else then is about the first fold's folder.
  public var folds: [Int] = []
  /// Things that the user should know about the input.
  public var notes: [String] = []
  /// The goals of the recipe that the input does not meet, for all shards together. They stop nothing.
  public var unmetGoals: [GoalStanding] = []
  /// The digest of the recipe and of every cell that it uses, in hexadecimal.
  public var digest: String
  /// The first item that can become a record.
  package var sample: Item?

  package init(dataset: String, items: Int, digest: String) {
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
    /// The first item that failed so, and its sentence.
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

  package init() {}

  public var done: Int { records + failed }

  package mutating func add(_ outcome: Outcome) {
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
    /// Cancelled before; the next run of the same goes on.
    case interrupted
  }

  public struct File: Sendable, Hashable {
    public var name: String
    public var bytes: Int
    public var records: Int

    package init(name: String, bytes: Int, records: Int) {
      self.name = name
      self.bytes = bytes
      self.records = records
    }
  }

  /// What was made of one fold of a recipe with folds.
  public struct Fold: Sendable, Hashable {
    /// The name of its folder within the output folder.
    public var name: String
    public var recordsBySplit: [Split: Int]
    /// SHA-256 over the digests of all of its records, in hexadecimal.
    public var root: String

    package init(name: String, recordsBySplit: [Split: Int], root: String) {
      self.name = name
      self.recordsBySplit = recordsBySplit
      self.root = root
    }
  }

  /// Downloads of a run with a cache.
  public struct Downloads: Sendable, Hashable {
    /// Those that gave a body.
    public var done = 0
    /// Those of which the server said that the body in the cache is the right one.
    public var unchanged = 0

    package init() {}
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
  /// The folds that are finished, of a recipe with folds. Counts are then those of one fold, in which every item is: of the last one when the
  /// run was interrupted, else of the first.
  public var folds: [Fold] = []

  package init(
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
