public import PrepCore

/// What a dataset contains: counts, distributions, sizes. It is fed one example after another and holds none of them. Its memory
/// is bounded by the number of distinct values.
public struct Statistics: Sendable {
  public enum Stage: String, Sendable, Hashable {
    /// The input: examples that may become records.
    case planned
    /// An output folder: records.
    case prepared
  }

  /// An output file.
  public struct File: Sendable, Hashable {
    public var name: String
    /// Bytes of the records, newlines included.
    public var bytes = 0
    public var records = 0
  }

  public let dataset: String
  public let stage: Stage
  /// Examples that are records or may become records. All other counts except the failures are counts of these.
  public private(set) var examples = SplitCounts()
  public private(set) var failed = SplitCounts()
  public private(set) var failures: [FailureCode: Int] = [:]
  public private(set) var images = SplitCounts()
  /// Examples whose number of images is not known before their documents are opened. They count as having no image.
  public private(set) var withUnknownImages = 0
  /// Items of the plan that the output folder does not hold, because it is a part or was made with a limit.
  public private(set) var notDone = 0
  /// The sizes of images as the records hold them; empty before there are records.
  public private(set) var pictures = ImageStatistics()
  /// The output files, in the order of their names.
  public var files: [File] { filesByName.values.sorted { $0.name < $1.name } }
  /// The columns that goals name, followed by those that were asked for.
  public private(set) var columns: [ColumnStatistics]
  public let goals: Recipe.Goals
  private var filesByName: [String: File] = [:]

  /// - Parameter columns: the names of columns to count besides those of the goals. Several columns that count as one are joined
  ///   by ` + `.
  package init(dataset: String, stage: Stage, goals: Recipe.Goals, columns: [String]) {
    self.dataset = dataset
    self.stage = stage
    self.goals = goals
    var named: [(name: String, values: [String])] = []
    for set in [goals.all] + Split.allCases.compactMap({ goals.splits[$0] }) {
      for column in set.columns {
        if let index = named.firstIndex(where: { $0.name == column.name }) {
          named[index].values += column.namedValues
        } else {
          named.append((column.name, column.namedValues))
        }
      }
    }
    for column in columns where !named.contains(where: { $0.name == column }) { named.append((column, [])) }
    self.columns = named.map { ColumnStatistics(name: $0.name, reserving: $0.values) }
  }

  /// The names of the columns whose values ``Example/values`` holds, in that order.
  package var columnNames: [String] { columns.map(\.name) }

  public func column(_ name: String) -> ColumnStatistics? { columns.first { $0.name == name } }

  /// Counts an item of the plan that the output folder does not hold.
  package mutating func countNotDone() { notDone += 1 }

  package mutating func add(_ example: Example) {
    if let failure = example.failure {
      failed[example.split] += 1
      failures[failure, default: 0] += 1
      return
    }
    examples[example.split] += 1
    if example.imageCount == nil { withUnknownImages += 1 }
    let imageCount = example.imageCount ?? 0
    images[example.split] += imageCount
    for image in example.images { pictures.add(image, split: example.split) }
    for (index, cell) in example.values.enumerated() { columns[index].add(cell, split: example.split, images: imageCount) }
    if let record = example.record {
      filesByName[record.file, default: File(name: record.file)].records += 1
      filesByName[record.file, default: File(name: record.file)].bytes += record.bytes + 1
    }
  }
}
