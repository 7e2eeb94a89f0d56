import PrepCore

/// Plots: tables whose rows have bars.
extension ReportPage {
  /// A table with a bar in each row.
  static func bars(_ caption: String, _ rows: [HTML]) -> HTML {
    """
    <table class="bars"><caption>\(caption)</caption><tbody>\(rows)</tbody></table>
    """
  }

  static func bar(_ name: HTML, _ segments: [(kind: String, count: Int)], of whole: Int, _ words: HTML) -> HTML {
    let parts = segments.filter { $0.count > 0 }.map {
      "<i class=\"\($0.kind)\" style=\"width:\(HTML.width($0.count, of: whole))\"></i>" as HTML
    }
    return """
      <tr><th scope="row">\(name)</th><td><div class="bar" aria-hidden="true">\(parts)</div></td><td class="number">\(words)</td></tr>
      """
  }

  /// Whose colour is which.
  static let legend: HTML = """
    <p class="legend">\(Split.allCases.map { "<span><i class=\"\($0.rawValue)\"></i>\($0.rawValue)</span>" as HTML })</p>
    """
}
