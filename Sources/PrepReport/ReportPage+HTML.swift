package import PrepCore
import PrepStatistics
package import PrepTokens

extension ReportPage {
  /// Takes the page piece by piece.
  package typealias Sink = (HTML) throws(RunError) -> Void

  /// Writes the page. The same values and records give the same bytes.
  /// - Parameters:
  ///   - records: asked for one record after another, each when its place in the page is written.
  ///   - rule: how the model of ``view`` sees pictures.
  ///   - sink: gets the pieces in order.
  package func write(
    _ records: inout some RecordSource, rule: ImageTokenRule? = nil, to sink: Sink
  ) throws(RunError) {
    try sink(head)
    try sink(overview)
    if let goals { try sink(goalsSection(goals)) }
    if let failures = failuresSection { try sink(failures) }
    try sink(splitsSection)
    try sink(distributionsSection)
    if let sizes = sizesSection { try sink(sizes) }
    if let tokens { try sink(tokensSection(tokens)) }
    if let view, let rule { try writeView(view, rule, &records, to: sink) }
    if let pictures, pictures.pictures > 0 { try writePictures(pictures, &records, to: sink) }
    try writeContactSheet(&records, to: sink)
    try sink(Self.foot("Made by visionprep from the records themselves; this page asks no server for anything."))
  }

  private var head: HTML { Self.head("Dataset report", of: statistics.dataset, contents) }

  /// The beginning of a page, up to its main part.
  /// - Parameters:
  ///   - kind: what kind of page it is.
  ///   - dataset: its heading.
  ///   - contents: links to its sections.
  ///   - style: what is added to the style sheet.
  package static func head(_ kind: String, of dataset: String, _ contents: HTML, style: HTML? = nil) -> HTML {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="referrer" content="no-referrer"/>
    <meta name="color-scheme" content="light dark"/>
    <title>\(dataset.excerpt) - \(kind.lowercased())</title>
    <style>
    \(Self.style)\(style)</style></head>
    <body><header><p class="kind">\(kind)</p><h1>\(HTML.short(dataset))</h1>\(contents)</header>
    <main>

    """
  }

  /// Links to the sections that there are.
  private var contents: HTML {
    var links: [(id: String, title: String)] = []
    if goals != nil { links.append(("goals", "Goals")) }
    if !failures.isEmpty { links.append(("failures", "Failures")) }
    links += [("splits", "Splits"), ("distributions", "Distributions")]
    if statistics.images.total > 0 { links.append(("sizes", "Sizes")) }
    if tokens != nil { links.append(("tokens", "Tokens and cost")) }
    if view != nil { links.append(("view", "What the model sees")) }
    if let pictures, pictures.pictures > 0 { links.append(("alike", "Duplicates and quality")) }
    if !samples.isEmpty { links.append(("contact", "Contact sheet")) }
    return Self.contents(links)
  }

  /// Links to sections.
  package static func contents(_ links: [(id: String, title: String)]) -> HTML {
    "<nav aria-label=\"Sections\">\(links.map { "<a href=\"#\($0.id)\">\($0.title)</a>" as HTML })</nav>"
  }

  /// The end of a page.
  package static func foot(_ words: String) -> HTML { "</main>\n<footer><p>\(words)</p></footer></body></html>\n" }

  /// A section with its heading.
  package static func section(_ id: String, _ title: String, _ body: HTML) -> HTML {
    "<section id=\"\(id)\"><h2>\(title)</h2>\(body)</section>\n"
  }

  // MARK: Overview

  private var overview: HTML {
    var tiles: [HTML] = [
      tile(grouped(statistics.examples.total), statistics.examples.total == 1 ? "record" : "records", "#splits")
    ]
    if statistics.failed.total > 0 {
      tiles.append(
        tile(grouped(statistics.failed.total), statistics.failed.total == 1 ? "item failed" : "items failed", "#failures", .bad))
    }
    if notDone > 0 { tiles.append(tile(grouped(notDone), "items not done", nil, .bad)) }
    if statistics.images.total > 0 {
      tiles.append(tile(grouped(statistics.images.total), "pictures, \(ByteSize(bytes: statistics.pictures.bytes))", "#sizes"))
    }
    if let goals, !goals.isEmpty {
      let met = goals.count(where: \.isMet)
      tiles.append(
        tile("\(grouped(met)) of \(grouped(goals.count))", "goals met", "#goals", met < goals.count ? .bad : .good))
    }
    if let tokens {
      let total = tokens.rows.reduce(Int?(0)) { sum, row in row.total.flatMap { total in sum.map { $0 + total } } }
      let least = tokens.rows.allSatisfy(\.isComplete) ? "" : "at least "
      if let total { tiles.append(tile("\(least)\(grouped(total))", "tokens", "#tokens")) }
      if let cost = tokens.cost { tiles.append(tile(cost, "for training", "#tokens")) }
    }
    if let pictures, pictures.pictures > 0 {
      tiles.append(
        tile(
          grouped(pictures.straddling), "groups of like pictures in several splits", "#alike",
          pictures.straddling > 0 ? .bad : .good))
      if !pictures.conflicts.isEmpty {
        tiles.append(tile(grouped(pictures.conflicts.count), "answers that contradict each other", "#alike", .bad))
      }
    }
    let facts = facts.map { "<dt>\($0.name)</dt><dd>\(HTML.short($0.value, most: 400))</dd>" as HTML }
    return """
      <section aria-label="Overview"><ul class="tiles">\(tiles)</ul><details class="facts"><summary>Where it comes from</summary>\
      <dl>\(facts)</dl></details></section>

      """
  }

  private enum Mood: String { case plain, good, bad }

  private func tile(_ number: String, _ words: String, _ link: String?, _ mood: Mood = .plain) -> HTML {
    let body: HTML = "<b>\(number)</b> <span>\(words)</span>"
    return "<li class=\"\(mood.rawValue)\">\(link.map { "<a href=\"\($0)\">\(body)</a>" as HTML } ?? "<div>\(body)</div>")</li>"
  }
}
