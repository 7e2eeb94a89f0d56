import PrepCore
import PrepStatistics

extension ReportPage {
  private static let mostValues = 12

  var distributionsSection: HTML {
    let blocks = columns.map(block)
    let what: HTML =
      columnsAreInput
      ? "<p>The columns of the input that goals, splits and answers name.</p>"
      : "<p>The answers of the records. With the recipe, the columns of the input are shown, and where goals stand.</p>"
    return Self.section(
      "distributions", "Distributions",
      blocks.isEmpty ? "<p>There is nothing to count.</p>" : "\(what)\(Self.legend)<div class=\"columns\">\(blocks)</div>")
  }

  private func block(_ column: ColumnStatistics) -> HTML {
    let ranked = column.values.ranked()
    var facts = [
      column.values.isCapped ? "more than \(grouped(ranked.count)) distinct values" : counted(ranked.count, "distinct value")
    ]
    if let range = column.range, ranked.count > 1 { facts.append("\(range.first.excerpt) to \(range.last.excerpt)") }
    if column.empty > 0 { facts.append("\(grouped(column.empty)) empty") }
    let absent = statistics.examples.total - column.present
    if absent > 0 { facts.append(column.present == 0 ? "in no record" : "\(grouped(absent)) without it") }
    return """
      <div class="block"><h3>\(HTML.short(column.name))</h3><p class="facts">\(facts.joined(separator: ", "))</p>\
      \(numbers(column, ranked) ?? values(column, ranked))</div>
      """
  }

  /// Classes of numbers, where there are too many of them to list.
  private func numbers(_ column: ColumnStatistics, _ ranked: [ValueCounts.Count]) -> HTML? {
    guard column.range?.kind == .numbers, ranked.count > Self.mostValues, !column.values.isCapped else { return nil }
    return Histogram(ranked.compactMap { count in Double(count.value).map { ($0, count.examples) } })
      .bars("\(column.name.excerpt), in classes")
  }

  private func values(_ column: ColumnStatistics, _ ranked: [ValueCounts.Count]) -> HTML {
    guard let first = ranked.first else { return "" }
    guard first.examples.total > 1 || ranked.count <= Self.mostValues else {
      return "<p>\(column.values.isCapped ? "Too many to be counted." : "None occurs twice.")</p>"
    }
    let rows = ranked.prefix(Self.mostValues).map { count in
      Self.bar(
        HTML.short(count.value, most: 60), Split.allCases.map { ($0.rawValue, count.examples[$0]) }, of: first.examples.total,
        "\(grouped(count.examples.total)) <small>\(GoalShare(of: count.examples.total, in: statistics.examples.total).description)</small>"
      )
    }
    let left = ranked.dropFirst(Self.mostValues)
    let more: HTML? =
      left.isEmpty
      ? nil
      : "<p>And \(counted(left.count, "more value")) with \(grouped(left.reduce(0) { $0 + $1.examples.total })).</p>"
    return "\(Self.bars("The most frequent values of \(column.name.excerpt)", rows))\(more)"
  }

  /// Nil when there are no pictures.
  var sizesSection: HTML? {
    let pictures = statistics.pictures
    guard let extent = pictures.extent else { return nil }
    let formats = ImageFormat.allCases.compactMap { format in pictures.formats[format].map { "\(grouped($0)) \(format.rawValue)" }
    }
    let sides = pictures.longSides.sorted { $0.key < $1.key }.map { (Double($0.key), $0.value) }
    let smaller: HTML? =
      pictures.resized > 0 ? ", before \(grouped(pictures.resized)) of them were made smaller" : nil
    return Self.section(
      "sizes", "Sizes",
      """
      <p>\(counted(statistics.images.total, "picture")) (\(formats.joined(separator: ", "))) with \
      \(ByteSize(bytes: pictures.bytes).description), the largest \(ByteSize(bytes: pictures.largestBytes).description). \
      Long sides from \(grouped(extent.smallest)) to \(grouped(extent.largest)) pixels, half of them at least \
      \(grouped(extent.median))\(smaller).</p>\
      \(sides.count > 1 ? "\(Self.legend)\(Histogram(sides).bars("Long sides of the pictures, in pixels"))" as HTML : nil)
      """)
  }
}
