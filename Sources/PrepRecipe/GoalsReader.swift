import PrepCore
import PrepYAML
import Yams

/// Reads the section `goals` of a recipe, and notes goals that can never be met.
struct GoalsReader {
  let notes: ReadingNotes
  /// Whether items have images at all.
  let hasImages: Bool
  let split: Recipe.Splitting

  func read(_ section: SectionReader) -> Recipe.Goals {
    var section = section
    var goals = Recipe.Goals()
    for split in Split.allCases {
      guard let node = section.take(split.rawValue) else { continue }
      // A column, or an earlier preparation, may fill a split that has no share.
      if self.split.column == nil, self.split.keep == nil, share(of: split) == 0 {
        notes.add(
          "goals.\(split.rawValue) is given, and split.\(split.rawValue) is 0",
          remedy: "give that split a share, or remove the goal",
          line: section.line(of: split.rawValue))
      }
      if node.mapping == nil {
        // A number without a key is what a split needs most often.
        var set = Recipe.GoalSet()
        set.examples = levels(node, path: section.full(split.rawValue))
        goals.splits[split] = set
      } else if var inner = SectionReader(node, path: section.full(split.rawValue), notes: notes) {
        goals.splits[split] = goalSet(&inner)
        inner.finish()
      }
    }
    goals.all = goalSet(&section)
    section.finish()
    return goals
  }

  private func share(of split: Split) -> Double {
    switch split {
    case .train: self.split.train
    case .validation: self.split.validation
    case .test: self.split.test
    }
  }

  private func goalSet(_ section: inout SectionReader) -> Recipe.GoalSet {
    var set = Recipe.GoalSet()
    set.examples = levels("examples", in: &section)
    set.images = levels("images", in: &section)
    set.longSide = longSide(&section)
    for key in ["images", "long_side"] where !hasImages && notes.lines[section.full(key)] != nil { noteNoImages(section, key) }
    guard var columns = section.section("columns") else { return set }
    set.columns = columns.takeNames().compactMap { name, line, node in column(name, line, node, in: columns) }
    return set
  }

  private func noteNoImages(_ section: SectionReader, _ key: String) {
    notes.add(
      "\(section.full(key)) is given, and the source has no images",
      remedy: "count examples, or name image columns in source.images",
      line: section.line(of: key))
  }

  // MARK: Levels

  private func levels(_ key: String, in section: inout SectionReader) -> Recipe.GoalLevels? {
    section.take(key).flatMap { levels($0, path: section.full(key)) }
  }

  /// A mapping of levels, or a number without a key, which is the minimum.
  private func levels(_ node: Node, path: String) -> Recipe.GoalLevels? {
    guard node.mapping != nil else {
      if let number = node.scalar.flatMap(Int.construct(from:)), number >= 1 { return Recipe.GoalLevels(minimum: number) }
      notes.add(
        "\(path) is \(node.kindForPeople)",
        remedy: "expected a whole number of at least 1, or {minimum: 500, recommended: 1000, optimal: 5000}",
        line: node.mark?.line)
      return nil
    }
    guard var section = SectionReader(node, path: path, notes: notes) else { return nil }
    let levels = levels(&section)
    section.finish()
    return levels
  }

  /// The levels among the keys of a section.
  private func levels(_ section: inout SectionReader) -> Recipe.GoalLevels {
    let keys = Recipe.GoalLevel.allCases.map(\.rawValue)
    let counts = keys.map { section.whole($0, in: 1...Int.max) }
    if !keys.contains(where: { notes.lines[section.full($0)] != nil }) {
      notes.add(
        "\(section.path) names no level", remedy: "give at least one of \(keys.joined(separator: ", "))", line: section.line)
    }
    var last: (key: String, count: Int)?
    for (key, count) in zip(keys, counts) {
      guard let count else { continue }
      if let last, count < last.count {
        notes.add(
          "\(section.full(key)) \(count) is below \(last.key) \(last.count)", remedy: "each level is at least the one before it",
          line: section.line(of: key))
      }
      last = (key, count)
    }
    return Recipe.GoalLevels(minimum: counts[0], recommended: counts[1], optimal: counts[2])
  }

  private func longSide(_ section: inout SectionReader) -> Recipe.LongSideGoal? {
    guard let node = section.take("long_side") else { return nil }
    let path = section.full("long_side")
    guard node.mapping != nil else { return levels(node, path: path).map { Recipe.LongSideGoal(levels: $0) } }
    guard var inner = SectionReader(node, path: path, notes: notes) else { return nil }
    var goal = Recipe.LongSideGoal(levels: levels(&inner))
    if let share = inner.share("share", atLeast: GoalShare(millionths: 1)) { goal.share = share }
    inner.finish()
    return goal
  }

  // MARK: Columns

  private func column(_ name: String, _ line: Int, _ node: Node, in columns: SectionReader) -> Recipe.ColumnGoals? {
    var goals = Recipe.ColumnGoals(name: name)
    if goals.columns.contains("") || name.hasPrefix("+ ") || name.hasSuffix(" +") {
      notes.add(
        "\(columns.path) has a key that names no column", remedy: "write a column, or several as \"platform + tone\"", line: line)
    }
    // There is nothing to be met: the column is only counted and shown.
    if node.null != nil { return goals }
    guard var section = SectionReader(node, path: columns.full(name), notes: notes) else { return nil }
    goals.values = levels("values", in: &section)
    goals.examplesPerValue = levels("examples_per_value", in: &section)
    goals.imagesPerValue = levels("images_per_value", in: &section)
    goals.examplesOf = namedLevels("examples_of", in: &section)
    goals.imagesOf = namedLevels("images_of", in: &section)
    for key in ["images_per_value", "images_of"] where !hasImages && notes.lines[section.full(key)] != nil {
      noteNoImages(section, key)
    }
    goals.shares = shares(&section)
    if let tolerance = section.share("tolerance") {
      goals.tolerance = tolerance
      if goals.shares == nil, notes.lines[section.full("shares")] == nil {
        notes.add(
          "\(section.full("tolerance")) is given without shares", remedy: "give shares, or remove it",
          line: section.line(of: "tolerance"))
      }
    }
    section.finish()
    return goals
  }

  private func namedLevels(_ key: String, in section: inout SectionReader) -> [Recipe.ColumnGoals.NamedLevels] {
    guard var values = section.section(key) else { return [] }
    return values.takeNames().compactMap { name, _, node in
      levels(node, path: values.full(name)).map { Recipe.ColumnGoals.NamedLevels(name, $0) }
    }
  }

  private func shares(_ section: inout SectionReader) -> Recipe.ColumnGoals.Shares? {
    guard let node = section.take("shares") else { return nil }
    if node.plainText == "even" { return .even }
    guard node.mapping != nil else {
      notes.add(
        "\(section.full("shares")) is \(node.kindForPeople)",
        remedy: "expected even, or values with shares: {dial: 70%, side: 15%}",
        line: node.mark?.line ?? section.line(of: "shares"))
      return nil
    }
    guard var values = SectionReader(node, path: section.full("shares"), notes: notes) else { return nil }
    let shares = values.takeNames().compactMap { name, _, node in
      values.share(node, key: name).map { Recipe.ColumnGoals.NamedShare(name, $0) }
    }
    let sum = shares.reduce(0) { $0 + $1.share.millionths }
    if sum > GoalShare.whole.millionths {
      notes.add(
        "\(values.path) add up to \(GoalShare(millionths: sum))", remedy: "together they can be 100 % at most", line: values.line)
    }
    return .of(shares)
  }
}
