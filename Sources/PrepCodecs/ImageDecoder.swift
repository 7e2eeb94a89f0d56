package import PrepCore
package import PrepImage

/// Encoded bytes to pixels for display: 8-bit sRGB, upright.
package enum ImageDecoder {
  /// Decodes a whole image.
  ///
  /// - An alpha channel in which everything is opaque is dropped: it says nothing, and RGB is what every consumer takes.
  /// - An embedded ICC profile is converted to sRGB; a broken one is ignored. PNG's gAMA and cHRM are left alone, as training
  ///   stacks do.
  /// - 16 bits become 8 by rounding; gray and palette become RGB; tRNS becomes alpha.
  /// - CMYK without a usable profile becomes (255 - c)(255 - k) / 255.
  ///
  /// With `shrinkingTo`, a JPEG may come back smaller by 2, 4 or 8, as long as its long side stays at least twice that value:
  /// libjpeg then computes fewer pixels, and the resampling that follows still has enough to filter. Other formats come back
  /// whole.
  ///
  /// With `acceptingTruncated`, a JPEG whose data ends early is taken when at least half of its rows have come, or of a
  /// progressive one the whole first scan; what is missing is gray or coarse.
  package static func decode(
    _ bytes: [UInt8], _ header: ImageHeader, limits: Limits, shrinkingTo maxSide: Int? = nil,
    acceptingTruncated: Bool = false
  ) throws(Failure) -> PixelBuffer {
    try header.check(limits)
    if bytes.count > limits.maxBytes {
      throw Failure(
        .decode, .tooManyBytes, "The image has \(bytes.count) bytes; at most \(limits.maxBytes) are allowed.")
    }
    var pixels =
      switch header.format {
      case .jpeg: try decodeJPEG(bytes, header, eighths: eighths(header, maxSide), acceptingTruncated: acceptingTruncated)
      case .png: try decodePNG(bytes, header)
      case .webp: try decodeWebP(bytes, header)
      }
    if pixels.hasAlpha && pixels.isOpaque { pixels = pixels.droppingAlpha() }
    return pixels.oriented(header.orientation)
  }

  /// The scale of a JPEG in eighths: the smallest that keeps twice the wanted long side.
  private static func eighths(_ header: ImageHeader, _ maxSide: Int?) -> Int {
    guard let maxSide else { return 8 }
    let long = max(header.width, header.height)
    return [1, 2, 4].first { long * $0 / 8 >= 2 * maxSide } ?? 8
  }
}

/// The start of a decoder's message that fits the room given to it.
func message(_ room: [CChar]) -> String {
  String(decoding: room.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
