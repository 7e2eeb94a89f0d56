import PrepCore
import TestSupport
import Testing

@Suite("Where a dataset stands with a goal")
struct GoalStandingTests {
  private func standing(_ have: Int, _ levels: Recipe.GoalLevels) -> GoalStanding {
    var standing = GoalStanding(.examples, split: nil)
    standing.steps = levels.steps.map { GoalStanding.Step(level: $0.level, wanted: $0.count, have: have, needed: $0.count) }
    return standing
  }

  @Test("Levels are reached one after another")
  func levels() {
    let levels = Recipe.GoalLevels(minimum: 50, recommended: 100, optimal: 250)
    let few = standing(49, levels)
    #expect(!few.isMet)
    #expect(few.reached == nil)
    #expect(few.next?.missing == 1)
    let some = standing(50, levels)
    #expect(some.isMet)
    #expect(some.reached == .minimum)
    #expect(some.next?.level == .recommended)
    #expect(some.next?.missing == 50)
    let all = standing(250, levels)
    #expect(all.reached == .optimal)
    #expect(all.next == nil)
  }

  @Test("Without a minimum nothing is unmet; what is not known is neither met nor unmet")
  func withoutMinimum() {
    #expect(standing(0, Recipe.GoalLevels(recommended: 10)).isMet)
    var unknown = standing(0, Recipe.GoalLevels(minimum: 10))
    unknown.isKnown = false
    #expect(unknown.isMet)
    #expect(unknown.reached == nil)
  }

  @Test("What is said to be missing of a share is exactly what brings it within the tolerance")
  func shares() {
    var random = Seeded(7)
    var unmet = 0
    for _ in 0..<20_000 {
      let total = Int.random(in: 0...300, using: &random)
      let share = GoalStanding.ShareStep(
        goal: GoalShare(millionths: Int.random(in: 0...20, using: &random) * 50_000),
        tolerance: GoalShare(millionths: Int.random(in: 0...4, using: &random) * 25_000),
        have: Int.random(in: 0...total, using: &random),
        total: total)
      func with(_ more: Int, others: Int) -> GoalStanding.ShareStep {
        var changed = share
        changed.have += more
        changed.total += more + others
        return changed
      }
      guard !share.isMet else {
        #expect(share.missing == 0 && share.surplus == 0)
        continue
      }
      unmet += 1
      if let missing = share.missing, missing > 0 {
        #expect(with(missing, others: 0).missing == 0, "\(share)")
        #expect(with(missing - 1, others: 0).missing != 0, "\(share)")
      } else if let surplus = share.surplus, surplus > 0 {
        #expect(with(0, others: surplus).surplus == 0, "\(share)")
        #expect(with(0, others: surplus - 1).surplus != 0, "\(share)")
      } else {
        // All that can be added does not help: everything else would have to go, or the value itself.
        #expect(
          share.goal.millionths + share.tolerance.millionths == 0
            || share.goal.millionths - share.tolerance.millionths == GoalShare.million)
      }
    }
    #expect(unmet > 5000)
  }

  @Test("A share is compared exactly at its bounds")
  func bounds() {
    func isMet(_ have: Int, _ total: Int) -> Bool {
      GoalStanding.ShareStep(
        goal: GoalShare(millionths: 200_000), tolerance: GoalShare(millionths: 50_000), have: have, total: total
      )
      .isMet
    }
    #expect(isMet(15, 100) && isMet(25, 100))
    #expect(!isMet(14, 100) && !isMet(26, 100))
    // A value that should have a share and never occurs is not within any tolerance.
    #expect(
      !GoalStanding.ShareStep(goal: GoalShare(millionths: 50_000), tolerance: GoalShare(millionths: 50_000), have: 0, total: 9)
        .isMet)
  }
}
