public import PrepCore

extension Statistics {
  /// Where the dataset stands with each goal, in the order of the recipe. A goal for each value has a standing for each value.
  public var standings: [GoalStanding] {
    var standings = standings(of: goals.all, in: nil)
    for split in Split.allCases {
      if let set = goals.splits[split] { standings += self.standings(of: set, in: split) }
    }
    return standings
  }

  private func standings(of set: Recipe.GoalSet, in split: Split?) -> [GoalStanding] {
    var standings: [GoalStanding] = []
    if let levels = set.examples { standings.append(counted(.examples, levels, examples.count(in: split), split)) }
    if let levels = set.images { standings.append(counted(.images, levels, images.count(in: split), split)) }
    if let goal = set.longSide { standings.append(longSide(goal, split)) }
    for goals in set.columns {
      guard let column = column(goals.name) else { continue }
      if column.present == 0, examples.total > 0 {
        standings.append(GoalStanding(.column, split: split, column: goals.name))
      } else {
        standings += self.standings(of: goals, column, split)
      }
    }
    return standings
  }

  private func counted(
    _ subject: GoalStanding.Subject, _ levels: Recipe.GoalLevels, _ count: Int, _ split: Split?, column: String? = nil,
    value: String? = nil
  ) -> GoalStanding {
    var standing = GoalStanding(subject, split: split, column: column, value: value)
    standing.steps = levels.steps.map { GoalStanding.Step(level: $0.level, wanted: $0.count, have: count, needed: $0.count) }
    // Pages are counted when documents are opened. Until then the number of images is a lower bound.
    if subject == .images, withUnknownImages > 0 { standing.isKnown = false }
    return standing
  }

  private func longSide(_ goal: Recipe.LongSideGoal, _ split: Split?) -> GoalStanding {
    let total = images.count(in: split)
    // Without images no image misses the level, but the dataset has not reached it.
    let needed = max(1, (total * goal.share.millionths + GoalShare.million - 1) / GoalShare.million)
    var standing = GoalStanding(.longSide, split: split)
    standing.steps = goal.levels.steps.map { level, pixels in
      GoalStanding.Step(level: level, wanted: pixels, have: pictures.count(atLeast: pixels, in: split), needed: needed)
    }
    standing.isKnown = stage == .prepared
    return standing
  }

  private func standings(of goals: Recipe.ColumnGoals, _ column: ColumnStatistics, _ split: Split?) -> [GoalStanding] {
    var standings: [GoalStanding] = []
    let values = column.values
    if let levels = goals.values {
      standings.append(counted(.values, levels, values.distinct(in: split), split, column: column.name))
    }

    let ranked = values.ranked().filter { $0.examples.count(in: split) > 0 }
    let kinds:
      [(GoalStanding.Subject, Recipe.GoalLevels?, [Recipe.ColumnGoals.NamedLevels], KeyPath<ValueCounts.Count, SplitCounts>)] = [
        (.examples, goals.examplesPerValue, goals.examplesOf, \.examples),
        (.images, goals.imagesPerValue, goals.imagesOf, \.images),
      ]
    for (subject, each, named, counts) in kinds {
      for goal in named {
        let count = values.count(of: goal.value)[keyPath: counts].count(in: split)
        standings.append(counted(subject, goal.levels, count, split, column: column.name, value: goal.value))
      }
      guard let each else { continue }
      let own = Set(named.map { ExactText($0.value) })
      for count in ranked where !own.contains(ExactText(count.value)) {
        let number = count[keyPath: counts].count(in: split)
        standings.append(counted(subject, each, number, split, column: column.name, value: count.value))
      }
    }

    let total = examples.count(in: split)
    func share(_ value: String, _ goal: GoalShare) -> GoalStanding {
      var standing = GoalStanding(.share, split: split, column: column.name, value: value)
      standing.share = GoalStanding.ShareStep(
        goal: goal, tolerance: goals.tolerance, have: values.count(of: value).examples.count(in: split), total: total)
      return standing
    }
    switch goals.shares {
    case .of(let shares)?: standings += shares.map { share($0.value, $0.share) }
    case .even?: standings += ranked.map { share($0.value, GoalShare(of: 1, in: ranked.count)) }
    case nil: break
    }
    return standings
  }
}
