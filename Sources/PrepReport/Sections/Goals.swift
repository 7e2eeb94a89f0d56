import PrepCore

extension ReportPage {
  private static let mostGoals = 200

  func goalsSection(_ goals: [GoalStanding]) -> HTML {
    guard !goals.isEmpty else { return Self.section("goals", "Goals", "<p>The recipe has no goals.</p>") }
    let ordered = goals.filter { !$0.isMet } + goals.filter(\.isMet)
    let rows = ordered.prefix(Self.mostGoals).map(row)
    let left = ordered.count - rows.count
    return Self.section(
      "goals", "Goals",
      """
      <p>\(grouped(goals.count(where: \.isMet))) of \(grouped(goals.count)) are met. The marks in a bar are minimum, recommended and optimal, \
      or the share that is wanted.</p><ul class="goals">\(rows)</ul>\
      \(left > 0 ? "<p>And \(grouped(left)) more; visionprep stats lists them all.</p>" as HTML : nil)
      """)
  }

  private func row(_ goal: GoalStanding) -> HTML {
    var whole = 0
    var have = 0
    var marks: [Int] = []
    if let share = goal.share {
      (have, whole) = (share.have, share.total)
      marks = [share.goal.millionths * share.total / GoalShare.million]
    } else if goal.isKnown, let last = goal.steps.last {
      // As long as the highest level, or as what is there when that is more.
      let levels = goal.steps.map(\.needed)
      have = goal.next?.have ?? last.have
      whole = max(have, goal.subject == .longSide ? last.needed : levels.max() ?? 0)
      marks = goal.subject == .longSide ? [last.needed] : levels
    }
    let ticks = marks.map { "<u style=\"left:\(HTML.width($0, of: whole))\"></u>" as HTML }
    let bar: HTML? =
      whole > 0
      ? """
      <div class="bar" aria-hidden="true"><i class="\(goal.isMet ? "met" : "unmet")" style="width:\(HTML.width(have, of: whole))"></i>\(ticks)</div>
      """ : nil
    return """
      <li><b class="\(goal.isMet ? "yes" : "no")">\(goal.isMet ? "met" : "not met")</b><div><h3>\(HTML.short(goal.name()))</h3>\(bar)\
      <p>\(goal.words)</p></div></li>
      """
  }
}
