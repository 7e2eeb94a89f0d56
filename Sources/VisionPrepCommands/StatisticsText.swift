import PrepJSON
import VisionPrep

/// What `stats` prints.
enum StatisticsText {
  private static let mostValues = 10
  /// Of a column in which no value comes twice.
  private static let mostSingleValues = 3
  private static let mostGoals = 20

  /// - Parameter columns: the names of the columns that are listed.
  static func people(_ statistics: Statistics, _ standings: [GoalStanding], columns: [String]) -> String {
    var lines = head(statistics)
    lines += goals(standings)
    for name in columns {
      if let column = statistics.column(name) { lines += distribution(column, of: statistics.examples.total) }
    }
    return lines.joined(separator: "\n")
  }

  private static func head(_ statistics: Statistics) -> [String] {
    let noun = statistics.stage == .planned ? "example" : "record"
    var lines = ["\(statistics.dataset): \(counted(statistics.examples.total, noun))"]
    lines.append(
      "  splits    \(Split.allCases.map { "\($0.rawValue) \(grouped(statistics.examples[$0]))" }.joined(separator: ", "))")
    if statistics.failed.total > 0 {
      lines.append("  failed    \(counted(statistics.failed.total, "item"))")
      for (code, count) in statistics.failures.sorted(by: { ($1.value, $0.key.name) < ($0.value, $1.key.name) }) {
        lines.append("    \(code.name)  \(grouped(count))")
      }
    }
    if statistics.notDone > 0 {
      lines.append("  not done  \(counted(statistics.notDone, "item")): the folder is a part, or was made with --limit")
    }
    if statistics.images.total > 0 || statistics.withUnknownImages > 0 {
      var words = [grouped(statistics.images.total)]
      if statistics.withUnknownImages > 0 {
        words.append("and the pages of \(counted(statistics.withUnknownImages, "document")), not counted yet")
      }
      lines.append("  images    \(words.joined(separator: " "))")
    }
    lines += pictures(statistics)
    for file in statistics.files {
      lines.append("  file      \(file.name)  \(counted(file.records, "record")), \(ByteSize(bytes: file.bytes))")
    }
    return lines
  }

  private static func pictures(_ statistics: Statistics) -> [String] {
    let pictures = statistics.pictures
    guard let extent = pictures.extent else { return [] }
    let formats = ImageFormat.allCases.compactMap { format in pictures.formats[format].map { "\(grouped($0)) \(format.rawValue)" }
    }
    let total = statistics.images.total
    var lines = [
      "    \(formats.joined(separator: ", ")); \(ByteSize(bytes: pictures.bytes)), the largest \(ByteSize(bytes: pictures.largestBytes))"
    ]
    lines.append(
      "    long side \(grouped(extent.smallest)) to \(grouped(extent.largest)) pixels, half of them at least \(grouped(extent.median))"
        + (pictures.resized > 0 ? ", before \(grouped(pictures.resized)) were made smaller" : ""))
    let bounds = classes(statistics.goals)
    var parts = ["below \(grouped(bounds[0])): \(grouped(total - pictures.count(atLeast: bounds[0])))"]
    parts += bounds.map { "at least \(grouped($0)): \(grouped(pictures.count(atLeast: $0)))" }
    lines.append("    \(parts.joined(separator: ", "))")
    return lines
  }

  /// The long sides that goals name, or else those of Full HD, 4K and a little less.
  static func classes(_ goals: Recipe.Goals) -> [Int] {
    let wanted = ([goals.all] + Split.allCases.compactMap { goals.splits[$0] })
      .flatMap { $0.longSide?.levels.steps.map(\.count) ?? [] }
    return wanted.isEmpty ? [1024, 1920, 3840] : Array(Set(wanted)).sorted()
  }

  private static func goals(_ standings: [GoalStanding]) -> [String] {
    if standings.isEmpty { return [] }
    let met = standings.reduce(0) { $0 + ($1.isMet && $1.isKnown ? 1 : 0) }
    var lines = ["goals: \(grouped(met)) of \(grouped(standings.count)) met"]
    // What is not met comes whole before the rest is cut.
    let unmet = standings.filter { !$0.isMet }
    let shown = Set((unmet + standings.filter(\.isMet)).prefix(mostGoals))
    for goal in standings where shown.contains(goal) { lines.append("  \(goal.isMet ? " " : "!") \(goal.sentence)") }
    if standings.count > shown.count {
      let left = unmet.count - unmet.filter(shown.contains).count
      lines.append(
        "    and \(grouped(standings.count - shown.count)) more, \(grouped(left)) of them not met; --json has them all")
    }
    return lines
  }

  private static func distribution(_ column: ColumnStatistics, of total: Int) -> [String] {
    if column.present == 0 { return ["\(column.name): the input has no such column"] }
    let ranked = column.values.ranked()
    var facts = [
      column.values.isCapped ? "more than \(grouped(ranked.count)) distinct values" : counted(ranked.count, "distinct value")
    ]
    if let range = column.range, ranked.count > 1 { facts.append("\(range.first) to \(range.last)") }
    if column.empty > 0 { facts.append("\(grouped(column.empty)) empty") }
    if column.present < total { facts.append("\(grouped(total - column.present)) without this column") }
    let head = "\(column.name): \(facts.joined(separator: ", "))"
    guard let first = ranked.first else { return [head] }
    guard first.examples.total > 1 || ranked.count <= mostSingleValues else {
      return [column.values.isCapped ? head : "\(head), none twice"]
    }
    var lines = [head]
    for count in ranked.prefix(mostValues) {
      let split = Split.allCases.compactMap { split in
        count.examples[split] > 0 ? "\(split.rawValue) \(grouped(count.examples[split]))" : nil
      }
      let share = Share(of: count.examples.total, in: total)
      lines.append("  \(oneLine(count.value))  \(grouped(count.examples.total)) (\(share)): \(split.joined(separator: ", "))")
    }
    if ranked.count > mostValues {
      let rest = ranked.dropFirst(mostValues).reduce(0) { $0 + $1.examples.total }
      lines.append("  and \(counted(ranked.count - mostValues, "more value")) with \(grouped(rest))")
    }
    return lines
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ").excerpt
  }

  // MARK: JSON

  static func json(_ statistics: Statistics, _ standings: [GoalStanding], _ consistency: Consistency) -> String {
    var json = JSONWriter()
    json.beginObject()
    json.member("dataset", statistics.dataset)
    json.member("stage", statistics.stage.rawValue)
    json.member("total", statistics.examples.total)
    writeSplits(to: &json) { statistics.examples[$0] }
    json.member("failed", statistics.failed.total)
    json.key("failures")
    json.beginObject()
    for (code, count) in statistics.failures.sorted(by: { $0.key.name < $1.key.name }) { json.member(code.name, count) }
    json.endObject()
    json.member("not_done", statistics.notDone)
    write(statistics, to: &json)
    json.key("files")
    json.beginArray()
    for file in statistics.files {
      json.beginObject()
      json.member("name", file.name)
      json.member("bytes", file.bytes)
      json.member("records", file.records)
      json.endObject()
    }
    json.endArray()
    json.key("goals")
    json.beginArray()
    for goal in standings { GoalText.write(goal, to: &json) }
    json.endArray()
    json.member("goals_met", !standings.contains { !$0.isMet })
    json.key("columns")
    json.beginArray()
    for column in statistics.columns { write(column, to: &json) }
    json.endArray()
    json.key("consistency")
    ConsistencyText.write(consistency, to: &json)
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func writeSplits(to json: inout JSONWriter, _ count: (Split) -> Int) {
    json.key("splits")
    json.beginObject()
    for split in Split.allCases { json.member(split.rawValue, count(split)) }
    json.endObject()
  }

  private static func write(_ statistics: Statistics, to json: inout JSONWriter) {
    let pictures = statistics.pictures
    json.key("images")
    json.beginObject()
    json.member("total", statistics.images.total)
    json.member("examples_with_pages_not_counted", statistics.withUnknownImages)
    writeSplits(to: &json) { statistics.images[$0] }
    json.member("bytes", pictures.bytes)
    json.member("largest_bytes", pictures.largestBytes)
    json.member("resized", pictures.resized)
    json.key("formats")
    json.beginObject()
    for format in ImageFormat.allCases { json.member(format.rawValue, pictures.formats[format] ?? 0) }
    json.endObject()
    json.key("long_side")
    json.beginObject()
    json.member("smallest", pictures.extent?.smallest)
    json.member("median", pictures.extent?.median)
    json.member("largest", pictures.extent?.largest)
    json.endObject()
    json.key("long_side_at_least")
    json.beginArray()
    for bound in classes(statistics.goals) {
      json.beginObject()
      json.member("pixels", bound)
      json.member("images", pictures.count(atLeast: bound))
      writeSplits(to: &json) { pictures.count(atLeast: bound, in: $0) }
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }

  private static func write(_ column: ColumnStatistics, to json: inout JSONWriter) {
    json.beginObject()
    json.member("column", column.name)
    json.member("present", column.present)
    json.member("empty", column.empty)
    let ranked = column.values.ranked()
    json.member("distinct", ranked.count)
    json.member("distinct_is_capped", column.values.isCapped)
    json.member("uncounted", column.values.uncounted)
    json.key("range")
    if let range = column.range {
      json.beginObject()
      json.member("kind", range.kind.rawValue)
      json.member("first", range.first)
      json.member("last", range.last)
      json.endObject()
    } else {
      json.null()
    }
    json.key("values")
    json.beginArray()
    for count in ranked {
      json.beginObject()
      json.member("value", count.value)
      json.member("examples", count.examples.total)
      json.member("images", count.images.total)
      writeSplits(to: &json) { count.examples[$0] }
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }
}
