import PrepCore
import PrepStatistics

extension ReportPage {
  private static let thumbnail = 240
  /// The first of an item's pictures; the others are its pages, or parts of it.
  private static let overviewOfSeveral = 480
  private static let partOfSeveral = 200
  /// Pictures of an item that are shown.
  private static let mostOfItem = 24
  private static let mostFields = 40

  /// Writes the section with a sample of the records, a split after the other.
  func writeContactSheet(_ records: inout some RecordSource, to sink: Sink) throws(RunError) {
    if samples.isEmpty { return }
    let shown = samples.values.reduce(0) { $0 + $1.count }
    let which: HTML =
      shown < statistics.examples.total
      ? "\(grouped(shown)) of \(counted(statistics.examples.total, "record")), evenly over each split. The counts above are of all."
      : "All \(counted(shown, "record"))."
    let flags = Dictionary(
      (pictures?.flagged ?? []).map { (PictureKey(ordinal: $0.ordinal, index: $0.index), $0.flags) },
      uniquingKeysWith: { first, _ in first })
    try sink("<section id=\"contact\"><h2>Contact sheet</h2><p>\(which)</p>\(shared)\n")
    for split in Split.allCases {
      guard let ordinals = samples[split], !ordinals.isEmpty else { continue }
      let count = statistics.examples[split]
      try sink(
        "<h3>\(Self.badge(split)) \(ordinals.count < count ? "\(grouped(ordinals.count)) of " as HTML : nil)\(counted(count, "record"))</h3><div class=\"sheet\">\n"
      )
      for ordinal in ordinals {
        let record = try records.record(ordinal)
        try sink(card(record) { flags[PictureKey(ordinal: ordinal, index: $0)] ?? [] })
      }
      try sink("</div>\n")
    }
    try sink("</section>\n")
  }

  /// The texts that all records have.
  private var shared: HTML {
    var parts: [HTML] = []
    if let systemOfAll { parts.append("<dt>system</dt><dd>\(HTML.text(systemOfAll))</dd>") }
    if let userOfAll, !userOfAll.isEmpty { parts.append("<dt>user</dt><dd>\(HTML.text(userOfAll))</dd>") }
    return parts.isEmpty ? "" : "<div class=\"shared\"><h3>The same in all records</h3><dl>\(parts)</dl></div>"
  }

  private func card(_ record: ShownRecord, flags: (Int) -> [PictureFlag]) -> HTML {
    let outcome = record.outcome
    let count = record.pictures.count
    let figures = record.pictures.prefix(Self.mostOfItem).enumerated().map { index, bytes -> HTML in
      let longSide = count == 1 ? Self.thumbnail : index == 0 ? Self.overviewOfSeveral : Self.partOfSeveral
      let words = flags(index).map { "<span class=\"flag\">\($0.words)</span>" as HTML }
      return """
        <figure>\(Self.picture(bytes, longSide: longSide, alt: "\(outcome.id.excerpt)\(count > 1 ? ", picture \(index + 1) of \(count)" : "")"))\
        <figcaption>\(Self.words(outcome.images[index], index, of: count))\(words)</figcaption></figure>
        """
    }
    let left = count - figures.count
    let parts: HTML? =
      count > 1
      ? "<div class=\"parts\">\(figures.dropFirst().map { $0 })\(left > 0 ? "<p>And \(counted(left, "more picture")).</p>" as HTML : nil)</div>"
      : nil
    return """
      <article class="card \(count == 0 ? "words" : count == 1 ? "one" : "many")">\(figures.first)<div>\(parts)\
      <h4>\(HTML.short(outcome.id))</h4>\(texts(of: record.texts))</div></article>

      """
  }

  private func texts(of texts: RecordTexts) -> HTML {
    var parts: [HTML] = []
    if systemOfAll == nil, let system = texts.system {
      parts.append("<div class=\"role\"><b>system</b>\(HTML.text(system))</div>")
    }
    if userOfAll == nil, !texts.user.isEmpty { parts.append("<div class=\"role\"><b>user</b>\(HTML.text(texts.user))</div>") }
    guard let fields = texts.fields, !fields.isEmpty else {
      parts.append("<div class=\"role\"><b>answer</b>\(HTML.text(texts.answer))</div>")
      return "\(parts)"
    }
    let rows = fields.prefix(Self.mostFields).map {
      "<dt>\(HTML.name($0.name))</dt><dd>\(HTML.text($0.values.joined(separator: ", ")))</dd>" as HTML
    }
    let left = fields.count - rows.count
    parts.append("<dl class=\"answer\">\(rows)</dl>\(left > 0 ? "<p>And \(counted(left, "more field")).</p>" as HTML : nil)")
    return "\(parts)"
  }
}
