/// What a decoder or renderer may use, checked against the header before anything is allocated.
package struct Limits: Sendable, Hashable {
  /// Width times height of an input image or a rendered page.
  package var maxPixels: Int
  /// Width or height of an input image.
  package var maxSide: Int
  /// Bytes of an encoded input.
  package var maxBytes: Int

  package init(maxPixels: Int = 250_000_000, maxSide: Int = 65_500, maxBytes: Int = 1_000_000_000) {
    self.maxPixels = maxPixels
    self.maxSide = maxSide
    self.maxBytes = maxBytes
  }

  /// The widest and highest page: cairo's image surfaces end at 32,767 pixels a side.
  package static let maxPageSide = 32_767
}
