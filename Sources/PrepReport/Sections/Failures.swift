import PrepCore
import PrepStatistics

extension ReportPage {
  /// Nil when nothing failed.
  var failuresSection: HTML? {
    if failures.isEmpty { return nil }
    let groups = failures.enumerated().map { index, group -> HTML in
      let rows = group.rows.map {
        "<tr><th scope=\"row\">\(HTML.short($0.id))<small>\($0.split.rawValue)</small></th><td dir=\"auto\">\(HTML.short($0.message, most: 600))</td></tr>"
          as HTML
      }
      let left = group.count - group.rows.count
      let explanation = group.code.explanation
      return """
        <details class="failure"\(index < 3 ? " open=\"\"" as HTML : nil)><summary><code>\(group.code.name)</code> \
        <b>\(grouped(group.count))</b> <span>\(explanation?.cause ?? "")</span></summary><p><b>What to do:</b> \(explanation?.remedy ?? "")</p>\
        <table class="plain"><caption>Items that failed with \(group.code.name)</caption><tbody>\(rows)</tbody></table>\
        \(left > 0 ? "<p>And \(grouped(left)) more, which items.jsonl names.</p>" as HTML : nil)</details>
        """
    }
    return Self.section(
      "failures", "Failures", "<p>\(counted(statistics.failed.total, "item")) did not become records.</p>\(groups)")
  }
}
