/// The standing of a dataset in one goal of its recipe.
public struct GoalStanding: Sendable, Hashable {
  /// What is counted.
  public enum Subject: String, Sendable, Hashable, CaseIterable {
    /// Examples, or the examples with the value.
    case examples
    /// Images, or the images of examples with the value.
    case images
    /// Images whose long side has enough pixels.
    case longSide = "long_side"
    /// Distinct values of the column.
    case values
    /// The value's share of the examples.
    case share
    /// The column itself, which the input does not have.
    case column
  }

  /// One level of a goal.
  public struct Step: Sendable, Hashable {
    public var level: Recipe.GoalLevel
    /// The number that the recipe gives: a count, or pixels of the long side.
    public var wanted: Int
    /// The current count.
    public var have: Int
    /// The required count: the wanted number itself, or for ``Subject/longSide`` a count of images.
    public var needed: Int

    package init(level: Recipe.GoalLevel, wanted: Int, have: Int, needed: Int) {
      self.level = level
      self.wanted = wanted
      self.have = have
      self.needed = needed
    }

    /// How many are missing, 0 when the level is reached.
    public var missing: Int { max(0, needed - have) }
  }

  /// A share beside its goal.
  public struct ShareStep: Sendable, Hashable {
    public var goal: GoalShare
    public var tolerance: GoalShare
    /// Examples with the value, and all examples.
    public var have: Int
    public var total: Int

    package init(goal: GoalShare, tolerance: GoalShare, have: Int, total: Int) {
      self.goal = goal
      self.tolerance = tolerance
      self.have = have
      self.total = total
    }
  }

  /// The split whose goal it is; nil for all examples.
  public var split: Split?
  public var subject: Subject
  /// The column, or several joined by ` + `.
  public var column: String?
  public var value: String?
  /// From the lowest level; empty for shares.
  public var steps: [Step] = []
  public var share: ShareStep?
  /// False when it cannot be known before the images are read.
  public var isKnown = true

  package init(_ subject: Subject, split: Split?, column: String? = nil, value: String? = nil) {
    self.subject = subject
    self.split = split
    self.column = column
    self.value = value
  }

  /// The highest level that is reached, with all below it.
  public var reached: Recipe.GoalLevel? { isKnown ? steps.prefix { $0.missing == 0 }.last?.level : nil }

  /// The lowest level that is not reached.
  public var next: Step? { steps.first { $0.missing > 0 } }

  /// False when the minimum is not reached, or when the share is too far from its goal. An unknown standing does not count as
  /// unmet.
  public var isMet: Bool {
    if subject == .column { return false }
    guard isKnown else { return true }
    return share?.isMet ?? (next?.level != .minimum)
  }
}

extension GoalStanding.ShareStep {
  private var lowest: Int { max(0, goal.millionths - tolerance.millionths) }
  private var highest: Int { min(GoalShare.million, goal.millionths + tolerance.millionths) }

  /// Whether the share is within the tolerance; a value that should have a share and never occurs is never within it.
  public var isMet: Bool { isEnough && !isTooMuch }
  private var isEnough: Bool { have * GoalShare.million >= lowest * total && (have > 0 || goal.millionths == 0) }
  private var isTooMuch: Bool { have * GoalShare.million > highest * total }

  /// The number of additional examples with the value that would bring the share within the tolerance if nothing else were added.
  /// Nil when no number would.
  public var missing: Int? {
    if isEnough { return 0 }
    // (have + x) / (total + x) = lowest
    let (distance, left) = (lowest * total - have * GoalShare.million, GoalShare.million - lowest)
    if left == 0 { return nil }
    return max(1, (distance + left - 1) / left)
  }

  /// The number of additional examples with other values that would bring the share down to the tolerance. Nil when no number
  /// would.
  public var surplus: Int? {
    if !isTooMuch { return 0 }
    if highest == 0 { return nil }
    return (have * GoalShare.million + highest - 1) / highest - total
  }
}
