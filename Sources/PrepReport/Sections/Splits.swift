import PrepCore
import PrepStatistics

extension ReportPage {
  var splitsSection: HTML {
    let total = statistics.examples.total
    let rows = Split.allCases.map { split in
      Self.bar(
        "\(split.rawValue)", [(split.rawValue, statistics.examples[split])], of: total,
        "\(grouped(statistics.examples[split])) <small>\(GoalShare(of: statistics.examples[split], in: total).description)</small>"
      )
    }
    let files = statistics.files.map {
      "<tr><th scope=\"row\">\($0.name)</th><td class=\"number\">\(grouped($0.records))</td><td class=\"number\">\(ByteSize(bytes: $0.bytes).description)</td></tr>"
        as HTML
    }
    let table: HTML = """
      <table class="plain"><caption>Files</caption><thead><tr><th scope="col">file</th><th scope="col" class="number">records</th>\
      <th scope="col" class="number">size</th></tr></thead><tbody>\(files)</tbody></table>
      """
    return Self.section(
      "splits", "Splits",
      """
      \(Self.bars("Records of each split", rows))\(files.isEmpty ? "<p>There is no record, so there is no file.</p>" : table)
      """)
  }
}
