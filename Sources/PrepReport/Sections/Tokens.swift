import PrepCore
import PrepStatistics

extension ReportPage {
  func tokensSection(_ tokens: Tokens) -> HTML {
    func cell(_ count: Int?, _ row: TokenRow) -> HTML {
      "<td class=\"number\">\(count.map { (row.isComplete ? "" : "≥ ") + grouped($0) } ?? "unknown")</td>"
    }
    let rows = tokens.rows.map { row in
      """
      <tr><th scope="row">\(row.split.rawValue)</th><td class="number">\(grouped(row.examples))</td>\(cell(row.text, row))\
      \(cell(row.images, row))\(cell(row.total, row))</tr>
      """ as HTML
    }
    var sizes: [Int: SplitCounts] = [:]
    for (split, counts) in tokens.sizes {
      for size in counts { sizes[size, default: SplitCounts()][split] += 1 }
    }
    let histogram = Histogram(sizes.map { (Double($0.key), $0.value) }).bars("Records by their number of tokens")
    return Self.section(
      "tokens", "Tokens and cost",
      """
      <p>For \(HTML.short(tokens.model)) at \(tokens.provider), by the rules and prices of \(tokens.collected).</p>\
      <div class="scroll" tabindex="0" role="region" aria-label="Tokens of each split"><table class="plain"><caption>Tokens of each split</caption>\
      <thead><tr><th scope="col">split</th>\(["examples", "text", "pictures", "together"].map { "<th scope=\"col\" class=\"number\">\($0)</th>" as HTML })\
      </tr></thead><tbody>\(rows)</tbody></table></div><dl>\(tokens.facts.map { "<dt>\($0.name)</dt><dd>\($0.value)</dd>" as HTML })</dl>\
      \(tokens.notes.map { "<p class=\"note\">\($0)</p>" as HTML })\
      \(histogram.map { "\(Self.legend)\($0)" as HTML })
      """)
  }
}
