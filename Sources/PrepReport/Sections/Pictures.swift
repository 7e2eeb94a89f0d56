import PrepCore

/// What the sections with pictures share.
extension ReportPage {
  /// A picture, or a sentence in its place.
  /// - Parameter overlay: stands over the picture.
  package static func picture(_ bytes: [UInt8]?, longSide: Int, alt: String, overlay: HTML? = nil) -> HTML {
    guard let bytes else { return "<p class=\"absent\">This picture is not in the record.</p>" }
    do throws(ItemFailure) {
      return image(try ShownPicture(bytes, longSide: longSide), alt: alt, overlay: overlay)
    } catch {
      return "<p class=\"absent\">This picture cannot be decoded: \(error.message.excerpt)</p>"
    }
  }

  static func image(_ picture: ShownPicture, alt: String, overlay: HTML? = nil) -> HTML {
    """
    <span class="frame"><img src="\(picture.url)" width="\(picture.width)" height="\(picture.height)" alt="\(alt.excerpt)" loading="lazy" \
    decoding="async"/>\(overlay)</span>
    """
  }

  /// A size on one line: `800 × 600`.
  static func words(_ size: PixelSize) -> String { "\(grouped(size.width))\u{A0}×\u{A0}\(grouped(size.height))" }

  /// What a picture of a record is: `2 of 5 · page 1 · crop at 1,697, 0 of 3,508 × 2,480 · 1,811 × 651 · png, 214 kB`.
  static func words(_ row: ImageRow, _ index: Int, of count: Int) -> String {
    var parts: [String] = []
    if count > 1 { parts.append("\(grouped(index + 1)) of \(grouped(count))") }
    if let page = row.page { parts.append("page \(grouped(page))") }
    if let crop = row.crop { parts.append("crop at \(grouped(crop.x)), \(grouped(crop.y)) of \(words(crop.page))") }
    let size = PixelSize(width: row.width, height: row.height)
    if let source = row.sourceSize, row.resized {
      parts.append("\(words(source)) made \(words(size))")
    } else {
      parts.append(words(size))
    }
    parts.append("\(row.format.rawValue), \(ByteSize(bytes: row.bytes))")
    return parts.joined(separator: " · ")
  }

  static func badge(_ split: Split) -> HTML { "<span class=\"badge \(split.rawValue)\">\(split.rawValue)</span>" }
}
