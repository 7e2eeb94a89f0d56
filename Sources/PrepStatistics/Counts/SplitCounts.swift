public import PrepCore

/// A count for each split.
public struct SplitCounts: Sendable, Hashable {
  private var train = 0
  private var validation = 0
  private var test = 0

  package init() {}

  public subscript(split: Split) -> Int {
    get {
      switch split {
      case .train: train
      case .validation: validation
      case .test: test
      }
    }
    set {
      switch split {
      case .train: train = newValue
      case .validation: validation = newValue
      case .test: test = newValue
      }
    }
  }

  public var total: Int { train + validation + test }

  /// The count of one split, or of all splits.
  func count(in split: Split?) -> Int { split.map { self[$0] } ?? total }
}
