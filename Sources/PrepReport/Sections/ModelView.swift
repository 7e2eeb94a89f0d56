import PrepCore
import PrepTokens

extension ReportPage {
  private static let crop = PixelSize(width: 352, height: 288)
  private static let overview = 200

  /// Writes the section of what the model sees.
  func writeView(
    _ view: ModelView, _ rule: ImageTokenRule, _ records: inout some RecordSource, to sink: Sink
  ) throws(RunError) {
    let worst: HTML? = view.worst.map { worst in
      " The most: \(HTML.short(worst.id)), whose \(Self.words(worst.size)) pixels are seen as \(Self.words(worst.seen))."
    }
    try sink(
      """
      <section id="view"><h2>What the model sees</h2><p>\(HTML.short(view.model)) sees \(grouped(view.shrunk)) of \
      \(counted(view.pictures, "picture")) smaller than they are in the records.\(worst) Beside each picture a part of it stands pixel by \
      pixel as the model sees it: what cannot be read there cannot be learned.</p><div class="views">
      """)
    for key in view.samples {
      let record = try records.record(key.ordinal)
      guard record.pictures.indices.contains(key.index) else { continue }
      try sink(Self.seen(record, key.index, rule))
    }
    try sink("</div></section>\n")
  }

  private static func fact(_ name: String, _ value: String) -> HTML { "<div><dt>\(name)</dt> <dd>\(value)</dd></div>" }

  private static func seen(_ record: ShownRecord, _ index: Int, _ rule: ImageTokenRule) -> HTML {
    let row = record.outcome.images[index]
    let size = PixelSize(width: row.width, height: row.height)
    let seen = rule.seenSize(size, detail: record.texts.detail)
    let tokens = rule.tokens(size, detail: record.texts.detail).map { "\(grouped($0)) tokens" }
    let count = record.outcome.images.count
    let place: HTML? = count > 1 ? fact("picture", "\(grouped(index + 1)) of \(grouped(count))") : nil
    let source: HTML? = row.sourceSize.map { fact("in the source", words($0)) }
    let alt = "\(record.outcome.id.excerpt), picture \(index + 1)"
    var overlay: HTML?
    var part: HTML = ""
    do throws(ItemFailure) {
      guard let bytes = record.pictures[index] else { return "" }
      let crop = try ShownPicture.crop(bytes, seen: seen, most: crop)
      if crop.picture.width < seen.width || crop.picture.height < seen.height {
        overlay = """
          <i style="left:\(HTML.width(crop.x, of: seen.width));top:\(HTML.width(crop.y, of: seen.height));\
          width:\(HTML.width(crop.picture.width, of: seen.width));height:\(HTML.width(crop.picture.height, of: seen.height))"></i>
          """
      }
      part = """
        <figure class="pixels">\(image(crop.picture, alt: "A part of \(alt), as the model sees it"))<figcaption>pixel by pixel, as the model sees it\
        </figcaption></figure>
        """
    } catch {
      part = ""
    }
    return """
      <article class="seen"><h3>\(HTML.short(record.outcome.id))</h3><dl>\(place)\(source)\(fact("in the record", words(size)))\
      \(fact("seen", words(seen) + (record.texts.isLowDetail ? " (detail: low)" : "")))\(fact("costs", tokens ?? "not known"))</dl>\
      <div class="pair"><figure>\(picture(record.pictures[index], longSide: overview, alt: alt, overlay: overlay))<figcaption>the whole picture\
      </figcaption></figure>\(part)</div></article>

      """
  }
}
