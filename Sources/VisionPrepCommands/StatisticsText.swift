import PrepJSON
import VisionPrep

/// What `stats` prints.
enum StatisticsText {
  private static let mostValues = 10
  /// Of a column in which no value comes twice.
  private static let mostSingleValues = 3
  private static let mostGoals = 20

  /// - Parameter columns: the names of the columns that are listed.
  static func people(_ statistics: Statistics, _ standings: [GoalStanding], columns: [String]) -> [Section] {
    let found = columns.compactMap { statistics.column($0) }
    return [head(statistics)] + goals(standings) + found.map { distribution($0, of: statistics.examples.total) }
  }

  private static func head(_ statistics: Statistics) -> Section {
    let noun = statistics.stage == .planned ? "example" : "record"
    var section = Section("\(statistics.dataset): \(counted(statistics.examples.total, noun))", labelWidth: 8)
    let splits = Split.allCases.map { "\($0.rawValue) \(grouped(statistics.examples[$0]))" }
    section.add("splits", "\(splits.joined(separator: ", "))")
    if statistics.failed.total > 0 {
      section.add("failed", "\(counted(statistics.failed.total, "item"))")
      for (code, count) in statistics.failures.sorted(by: { ($1.value, $0.key.name) < ($0.value, $1.key.name) }) {
        section.add("\(code)  \(grouped(count))", level: 2)
      }
    }
    if statistics.notDone > 0 {
      section.add("not done", "\(counted(statistics.notDone, "item")): the folder is a part, or was made with --limit")
    }
    if statistics.images.total > 0 || statistics.withUnknownImages > 0 {
      var words = [grouped(statistics.images.total)]
      if statistics.withUnknownImages > 0 {
        words.append("and the pages of \(counted(statistics.withUnknownImages, "document")), not counted yet")
      }
      section.add("images", "\(words.joined(separator: " "))")
    }
    addPictures(of: statistics, to: &section)
    for file in statistics.files {
      section.add("file", "\(file.name)  \(counted(file.records, "record")), \(ByteSize(bytes: file.bytes))")
    }
    return section
  }

  private static func addPictures(of statistics: Statistics, to section: inout Section) {
    let pictures = statistics.pictures
    guard let extent = pictures.extent else { return }
    let formats = ImageFormat.allCases.compactMap { format in
      pictures.formats[format].map { "\(grouped($0)) \(format.rawValue)" }
    }.joined(separator: ", ")
    let (bytes, largest) = (ByteSize(bytes: pictures.bytes), ByteSize(bytes: pictures.largestBytes))
    section.add("\(formats); \(bytes), the largest \(largest)", level: 2)
    let resized = pictures.resized > 0 ? ", before \(grouped(pictures.resized)) were made smaller" : ""
    let sides =
      "\(grouped(extent.smallest)) to \(grouped(extent.largest)) pixels, half of them at least \(grouped(extent.median))"
    section.add("long side \(sides)\(resized)", level: 2)
    let bounds = classes(statistics.goals)
    var parts = ["below \(grouped(bounds[0])): \(grouped(statistics.images.total - pictures.count(atLeast: bounds[0])))"]
    parts += bounds.map { "at least \(grouped($0)): \(grouped(pictures.count(atLeast: $0)))" }
    section.add("\(parts.joined(separator: ", "))", level: 2)
  }

  /// The long sides that goals name, or else those of Full HD, 4K and a little less.
  static func classes(_ goals: Recipe.Goals) -> [Int] {
    let wanted = ([goals.all] + Split.allCases.compactMap { goals.splits[$0] })
      .flatMap { $0.longSide?.levels.steps.map(\.count) ?? [] }
    return wanted.isEmpty ? [1024, 1920, 3840] : Array(Set(wanted)).sorted()
  }

  private static func goals(_ standings: [GoalStanding]) -> [Section] {
    if standings.isEmpty { return [] }
    let met = standings.reduce(0) { $0 + ($1.isMet && $1.isKnown ? 1 : 0) }
    var section = Section("goals: \(grouped(met)) of \(grouped(standings.count)) met")
    // What is not met comes whole before the rest is cut.
    let unmet = standings.filter { !$0.isMet }
    let shown = Set((unmet + standings.filter(\.isMet)).prefix(mostGoals))
    for goal in standings where shown.contains(goal) { section.add("\(goal.isMet ? " " : "!") \(goal.sentence)") }
    let left = unmet.count - unmet.filter(shown.contains).count
    section.more(standings.count - shown.count, remedy: ", \(grouped(left)) of them not met; --json has them all")
    return [section]
  }

  private static func distribution(_ column: ColumnStatistics, of total: Int) -> Section {
    if column.present == 0 { return Section("\(column.name): the input has no such column") }
    let ranked = column.values.ranked()
    var facts = [
      column.values.isCapped ? "more than \(grouped(ranked.count)) distinct values" : counted(ranked.count, "distinct value")
    ]
    if let range = column.range, ranked.count > 1 { facts.append("\(range.first) to \(range.last)") }
    if column.empty > 0 { facts.append("\(grouped(column.empty)) empty") }
    if column.present < total { facts.append("\(grouped(total - column.present)) without this column") }
    let isRepeated = (ranked.first?.examples.total ?? 0) > 1
    let isListed = !ranked.isEmpty && (isRepeated || ranked.count <= mostSingleValues)
    if !ranked.isEmpty, !isListed, !column.values.isCapped { facts.append("none twice") }
    var section = Section("\(column.name): \(facts.joined(separator: ", "))")
    guard isListed else { return section }
    for count in ranked.prefix(mostValues) {
      let split = Split.allCases.compactMap { split in
        count.examples[split] > 0 ? "\(split.rawValue) \(grouped(count.examples[split]))" : nil
      }
      let share = GoalShare(of: count.examples.total, in: total)
      section.add(
        "\(count.value.oneLine.excerpt)  \(grouped(count.examples.total)) (\(share)): \(split.joined(separator: ", "))")
    }
    if ranked.count > mostValues {
      let rest = ranked.dropFirst(mostValues).reduce(0) { $0 + $1.examples.total }
      section.add("and \(counted(ranked.count - mostValues, "more value")) with \(grouped(rest))")
    }
    return section
  }

  // MARK: JSON

  static func json(_ statistics: Statistics, _ standings: [GoalStanding], _ consistency: Consistency) -> JSONLine {
    JSONLine { json in
      json.member("dataset", statistics.dataset)
      json.member("stage", statistics.stage.rawValue)
      json.member("total", statistics.examples.total)
      json.splits { statistics.examples[$0] }
      json.member("failed", statistics.failed.total)
      json.object("failures") { json in
        for (code, count) in statistics.failures.sorted(by: { $0.key.name < $1.key.name }) { json.member(code.name, count) }
      }
      json.member("not_done", statistics.notDone)
      json.object("images") { write(statistics, to: &$0) }
      json.objects("files", statistics.files) { json, file in
        json.member("name", file.name)
        json.member("bytes", file.bytes)
        json.member("records", file.records)
      }
      json.objects("goals", standings) { GoalText.write($1, to: &$0) }
      json.member("goals_met", !standings.contains { !$0.isMet })
      json.objects("columns", statistics.columns) { write($1, to: &$0) }
      json.object("consistency") { ConsistencyText.write(consistency, to: &$0) }
    }
  }

  private static func write(_ statistics: Statistics, to json: inout JSONWriter) {
    let pictures = statistics.pictures
    json.member("total", statistics.images.total)
    json.member("examples_with_pages_not_counted", statistics.withUnknownImages)
    json.splits { statistics.images[$0] }
    json.members(["bytes": pictures.bytes, "largest_bytes": pictures.largestBytes, "resized": pictures.resized])
    json.object("formats") { json in
      for format in ImageFormat.allCases { json.member(format.rawValue, pictures.formats[format] ?? 0) }
    }
    json.object("long_side") { json in
      json.member("smallest", pictures.extent?.smallest)
      json.member("median", pictures.extent?.median)
      json.member("largest", pictures.extent?.largest)
    }
    json.objects("long_side_at_least", classes(statistics.goals)) { json, bound in
      json.member("pixels", bound)
      json.member("images", pictures.count(atLeast: bound))
      json.splits { pictures.count(atLeast: bound, in: $0) }
    }
  }

  private static func write(_ column: ColumnStatistics, to json: inout JSONWriter) {
    let ranked = column.values.ranked()
    json.member("column", column.name)
    json.members(["present": column.present, "empty": column.empty, "distinct": ranked.count])
    json.member("distinct_is_capped", column.values.isCapped)
    json.member("uncounted", column.values.uncounted)
    json.object("range", column.range) { json, range in
      json.member("kind", range.kind.rawValue)
      json.member("first", range.first)
      json.member("last", range.last)
    }
    json.objects("values", ranked) { json, count in
      json.member("value", count.value)
      json.member("examples", count.examples.total)
      json.member("images", count.images.total)
      json.splits { count.examples[$0] }
    }
  }
}
