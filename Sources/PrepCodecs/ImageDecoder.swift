package import PrepCore
package import PrepImage

/// Pixels for display: 8-bit sRGB, upright.
package struct DecodedImage: Sendable {
  package var pixels: PixelBuffer
  /// Whether the data ended before the image was complete.
  package var isTruncated = false
}

/// Encoded bytes to pixels.
package enum ImageDecoder {
  /// Decodes a whole image.
  ///
  /// - An alpha channel that is opaque everywhere is dropped: it carries no information, and every consumer takes RGB.
  /// - An embedded ICC profile is converted to sRGB; a broken profile is ignored. PNG's gAMA and cHRM are ignored, as training
  ///   stacks do.
  /// - 16 bits become 8 by rounding; gray and palette become RGB; tRNS becomes alpha.
  /// - CMYK without a usable profile becomes (255 - c)(255 - k) / 255.
  ///
  /// With `acceptingTruncated`, a JPEG whose data ends early is used when at least half of its rows are there, or the whole first
  /// scan of a progressive JPEG. What is missing is gray or coarse.
  package static func decode(
    _ bytes: [UInt8], _ header: ImageHeader, limits: Limits, acceptingTruncated: Bool = false
  ) throws(ItemFailure) -> DecodedImage {
    try check(bytes, header, limits)
    var image =
      switch header.format {
      case .jpeg: try decodeJPEG(bytes, header, acceptingTruncated: acceptingTruncated)
      case .png: DecodedImage(pixels: try decodePNG(bytes, header))
      case .webp: DecodedImage(pixels: try decodeWebP(bytes, header))
      }
    finish(&image, header)
    return image
  }

  /// Decodes an image at a smaller size, as displayed; the result is like resizing the whole with
  /// ``PixelBuffer/resized(toWidth:height:with:)``.
  ///
  /// The image is resized as it is stored, and turned when it is small. RGB and gray are also converted by a profile at the small
  /// size, because their values are coded for the eye as those of sRGB are, and have nearly the same meaning in a sum. Inks do
  /// not, because black replaces the other three; so CMYK is converted before the resize.
  /// - Precondition: neither side is larger than the image's.
  package static func decode(
    _ bytes: [UInt8], _ header: ImageHeader, limits: Limits, toWidth width: Int, height: Int, acceptingTruncated: Bool = false,
    with resizer: ImageResizer = ImageResizer()
  ) throws(ItemFailure) -> DecodedImage {
    if width == header.displayWidth && height == header.displayHeight {
      return try decode(bytes, header, limits: limits, acceptingTruncated: acceptingTruncated)
    }
    try check(bytes, header, limits)
    let (width, height) = header.orientation.swapsSides ? (height, width) : (width, height)
    var image: DecodedImage
    switch header.format {
    case .jpeg:
      image = try decodeJPEG(
        bytes, header, toWidth: width, height: height, acceptingTruncated: acceptingTruncated, with: resizer)
    case .png, .webp:
      let whole = header.format == .png ? try decodePNG(bytes, header) : try decodeWebP(bytes, header)
      image = DecodedImage(pixels: whole.resized(toWidth: width, height: height, with: resizer))
    }
    finish(&image, header)
    return image
  }

  /// Decodes as little of an image as leaves a long side of `longSide` pixels: of a JPEG a half, a quarter or an eighth of each
  /// side.
  static func decode(
    _ bytes: [UInt8], _ header: ImageHeader, limits: Limits, leavingLongSide longSide: Int
  ) throws(ItemFailure) -> PixelBuffer {
    guard header.format == .jpeg else { return try decode(bytes, header, limits: limits).pixels }
    try check(bytes, header, limits)
    let eighths = [1, 2, 4].first { max(header.width, header.height) * $0 / 8 >= longSide } ?? 8
    var image = try decodeJPEG(bytes, header, eighths: eighths, acceptingTruncated: false)
    finish(&image, header)
    return image.pixels
  }

  /// Decodes all data of an image and keeps nothing.
  package static func verify(_ bytes: [UInt8], _ header: ImageHeader, limits: Limits) throws(ItemFailure) {
    try check(bytes, header, limits)
    switch header.format {
    case .jpeg: try verifyJPEG(bytes, header)
    case .png: _ = try decodePNG(bytes, header)
    case .webp: _ = try decodeWebP(bytes, header)
    }
  }

  private static func check(_ bytes: [UInt8], _ header: ImageHeader, _ limits: Limits) throws(ItemFailure) {
    try header.check(limits)
    if bytes.count > limits.maxBytes {
      throw ItemFailure(
        .decode, .tooManyBytes, "The image has \(bytes.count) bytes; at most \(limits.maxBytes) are allowed.")
    }
  }

  /// Converts the file's colours as stored to sRGB as displayed.
  private static func finish(_ image: inout DecodedImage, _ header: ImageHeader) {
    if image.pixels.hasAlpha && image.pixels.isOpaque { image.pixels = image.pixels.droppingAlpha() }
    if !header.isCMYK { ColorConversion(of: header)?.convert(&image.pixels) }
    image.pixels = image.pixels.oriented(header.orientation)
  }
}

/// The beginning of a decoder's message that fits into the room for it.
func message(_ room: [CChar]) -> String {
  String(decoding: room.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
