extension Recipe {
  /// What a dataset should contain before it is worth training on. Goals do not affect any item: they are only counted and
  /// reported.
  public struct Goals: Sendable, Hashable {
    /// Of all examples together.
    public var all = GoalSet()
    /// Of the examples of one split alone.
    public var splits: [Split: GoalSet] = [:]

    public init() {}

    public var isEmpty: Bool { all.isEmpty && splits.values.allSatisfy(\.isEmpty) }
  }

  /// Goals of the whole dataset or of one split.
  public struct GoalSet: Sendable, Hashable {
    public var examples: GoalLevels?
    public var images: GoalLevels?
    public var longSide: LongSideGoal?
    /// In the order of the recipe.
    public var columns: [ColumnGoals] = []

    public init() {}

    public var isEmpty: Bool { examples == nil && images == nil && longSide == nil && columns.isEmpty }
  }

  /// The levels of a goal: the minimum that makes sense, the recommended number, and the number beyond which more would not help.
  /// Each given level is at least the one before it.
  public struct GoalLevels: Sendable, Hashable {
    public var minimum: Int?
    public var recommended: Int?
    public var optimal: Int?

    public init(minimum: Int? = nil, recommended: Int? = nil, optimal: Int? = nil) {
      self.minimum = minimum
      self.recommended = recommended
      self.optimal = optimal
    }

    /// The levels that are given, from the lowest.
    public var steps: [(level: GoalLevel, count: Int)] {
      let all = [(GoalLevel.minimum, minimum), (.recommended, recommended), (.optimal, optimal)]
      return all.compactMap { level, count in count.map { (level, $0) } }
    }
  }

  public enum GoalLevel: String, Sendable, Hashable, CaseIterable {
    case minimum, recommended, optimal
  }

  /// How many pixels the long sides of the images should have, before any was made smaller.
  public struct LongSideGoal: Sendable, Hashable {
    /// In pixels.
    public var levels: GoalLevels
    /// The share of the images that must have them.
    public var share = GoalShare.whole

    public init(levels: GoalLevels) { self.levels = levels }
  }

  /// What the values of a column, or of several that count as one, should be like.
  public struct ColumnGoals: Sendable, Hashable {
    /// The shares that values should have of the examples.
    public enum Shares: Sendable, Hashable {
      /// The same for each value that occurs.
      case even
      case of([NamedShare])
    }

    public struct NamedShare: Sendable, Hashable {
      public var value: String
      public var share: GoalShare

      public init(_ value: String, _ share: GoalShare) {
        self.value = value
        self.share = share
      }
    }

    /// A value with levels of its own.
    public struct NamedLevels: Sendable, Hashable {
      public var value: String
      public var levels: GoalLevels

      public init(_ value: String, _ levels: GoalLevels) {
        self.value = value
        self.levels = levels
      }
    }

    /// The columns; with several, their values together are one value.
    public var columns: [String]
    /// How many different values there should be.
    public var values: GoalLevels?
    /// For each value that occurs.
    public var examplesPerValue: GoalLevels?
    public var imagesPerValue: GoalLevels?
    /// Levels for single values, instead of those for each value.
    public var examplesOf: [NamedLevels] = []
    public var imagesOf: [NamedLevels] = []
    public var shares: Shares?
    /// How far a share may be from its goal.
    public var tolerance = GoalShare(millionths: 50_000)

    public init(columns: [String]) { self.columns = columns }

    /// One column, or several joined by ` + `.
    public init(name: String) {
      self.init(columns: name.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init))
    }

    /// The columns as the recipe and reports name them.
    public var name: String { columns.joined(separator: Self.separator) }

    /// The separator between the names of columns that count as one, and between their values.
    public static let separator = " + "

    /// The values that the goals name, each once, in order.
    public var namedValues: [String] {
      var names = (examplesOf + imagesOf).map(\.value)
      if case .of(let shares)? = shares { names += shares.map(\.value) }
      var seen: Set<String> = []
      return names.filter { seen.insert($0).inserted }
    }
  }
}
