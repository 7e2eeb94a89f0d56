import PrepCodecs
import PrepCore
import PrepDataset
import PrepDigest
import PrepImage
import PrepProviders
import PrepRender
import PrepTokens

/// The steps from one image to its form in a record: probe and check it, then keep the bytes or decode, resize and encode.
struct ImagePreparation: Sendable {
  private let options: Recipe.Image
  private let fit: ImageFit
  private let limits: Limits
  /// The formats that the provider reads.
  private let formats: Set<ImageFormat>
  let encoding: ImageEncoding
  /// Whether the quality of each image is assessed.
  let looksAtQuality: Bool

  /// - Parameter rule: how the recipe's model sees images; nil when that does not matter.
  init(_ options: Recipe.Image, profile: ProviderProfile, rule: ImageTokenRule? = nil) {
    self.options = options
    fit = ImageFit(options, rule: rule)
    limits = Limits(maxPixels: options.maxPixels)
    formats = profile.formats
    looksAtQuality = options.flags || !options.refuse.isEmpty
    encoding = ImageEncoding(
      format: options.format.among(profile.formats), quality: options.quality,
      maxBytes: min(options.maxBytes?.bytes ?? .max, profile.maxImageBytes))
  }

  /// An image whose header was read and accepted.
  struct Measured: Sendable {
    let source: String
    let bytes: [UInt8]
    /// The digest of the bytes.
    let digest: SHA256Digest
    let header: ImageHeader
    /// The size of the result in pixels; nil when the bytes are kept.
    let target: (width: Int, height: Int)?

    /// Whether the pixels are decoded.
    let isDecoded: Bool

    /// The number of bytes that preparing the image may need beyond its own.
    var need: Int {
      guard let target else {
        guard isDecoded else { return 2 * bytes.count }
        return (header.format == .jpeg ? header.decoderMemory : header.decodingMemory) + 2 * bytes.count
      }
      // The memory for decoding and for the encoder's work on the result.
      return header.decodingMemory(toWidth: target.width, height: target.height) + target.width * target.height * 12
    }
  }

  /// Reads the header and decides how to prepare the image; no pixel is decoded.
  func measure(_ bytes: [UInt8], source: String) throws(ItemFailure) -> Measured {
    let header = try ImageHeader.probe(bytes)
    try header.check(limits)
    let longSide = max(header.displayWidth, header.displayHeight)
    if let least = options.minSide, longSide < least {
      throw ItemFailure(
        .check, .tooSmall,
        "The image is \(header.displayWidth) x \(header.displayHeight) pixels; the long side must have at least \(least).")
    }
    let displayed = PixelSize(width: header.displayWidth, height: header.displayHeight)
    let size = fit.size(of: displayed)
    var isKept = size == displayed && canKeep(header, bytes: bytes)
    if isKept { isKept = try isWhole(bytes, header) }
    return Measured(
      source: source, bytes: bytes, digest: SHA256Digest.of(bytes), header: header,
      target: isKept ? nil : (size.width, size.height),
      isDecoded: !isKept || options.verify == .decode || looksAtQuality)
  }

  /// Whether a file that could be kept is structurally complete.
  /// - Returns: false when the file is truncated and the recipe accepts that; then it is decoded as far as possible.
  private func isWhole(_ bytes: [UInt8], _ header: ImageHeader) throws(ItemFailure) -> Bool {
    do throws(ItemFailure) {
      try Completeness.verifyStructure(bytes, header)
      return true
    } catch {
      guard options.truncated == .accept, error.code == .truncatedImage, header.format == .jpeg else { throw error }
      return false
    }
  }

  /// Whether the unchanged bytes meet the requirements of the recipe and the provider.
  private func canKeep(_ header: ImageHeader, bytes: [UInt8]) -> Bool {
    guard formats.contains(header.format), bytes.count <= encoding.maxBytes, header.orientation == .upright, !header.isAnimated,
      !header.isUnusual, header.bitDepth == 8, header.model == .rgb || header.model == .rgba
    else { return false }
    switch options.format {
    case .auto: break
    case .jpeg: guard header.format == .jpeg else { return false }
    case .png: guard header.format == .png else { return false }
    }
    // Readers disagree on whether an RGB image with palette-like transparency is RGB or RGBA.
    if header.model == .rgb, header.hasAlpha { return false }
    return header.iccProfile.map(isEffectivelySRGB) ?? true
  }

  /// An image that is ready for its record.
  struct Prepared: Sendable {
    var image: EncodedImage
    var row: ImageRow
    /// For a page: a font that was substituted.
    var missingFont: String?
  }

  /// - Parameter resizer: the resizer of this thread.
  func prepare(_ measured: Measured, with resizer: ImageResizer = ImageResizer()) throws(ItemFailure) -> Prepared {
    let header = measured.header
    guard let target = measured.target else {
      // Assessing the quality decodes the image too, so no separate check is needed.
      if measured.isDecoded, !looksAtQuality { try ImageDecoder.verify(measured.bytes, header, limits: limits) }
      var row = ImageRow(
        source: measured.source, page: nil, sha256: measured.digest.hex, format: header.format,
        width: header.width, height: header.height, bytes: measured.bytes.count, resized: false, kept: true, reducedQuality: nil)
      row.sourceSize = PixelSize(width: header.displayWidth, height: header.displayHeight)
      return try judged(Prepared(image: EncodedImage(bytes: measured.bytes, format: header.format), row: row))
    }
    let decoded = try ImageDecoder.decode(
      measured.bytes, header, limits: limits, toWidth: target.width, height: target.height,
      acceptingTruncated: options.truncated == .accept, with: resizer)
    let fitted = try encoding.fit(decoded.pixels)
    let isResized = fitted.width != header.displayWidth || fitted.height != header.displayHeight
    var prepared = Self.prepared(fitted, source: measured.source, page: nil, resized: isResized)
    prepared.row.truncated = decoded.isTruncated
    prepared.row.sourceSize = PixelSize(width: header.displayWidth, height: header.displayHeight)
    return try judged(prepared)
  }

  /// The image with its quality flags, when the recipe asks for them.
  ///
  /// A crop is not assessed: an almost empty or blurred crop is not a defect of its page.
  /// - Throws: `poor_image` when the image has a flag that the recipe refuses.
  func judged(_ prepared: Prepared) throws(ItemFailure) -> Prepared {
    guard looksAtQuality, prepared.row.crop == nil else { return prepared }
    var prepared = prepared
    let bytes = prepared.image.bytes
    var flags = try PictureSummary(of: bytes, try ImageHeader.probe(bytes), limits: limits).flags
    if prepared.missingFont != nil { flags.append(.missingFonts) }
    if let flag = flags.first(where: options.refuse.contains) {
      let page = prepared.row.page.map { "Page \($0)" } ?? "The image"
      let font =
        flag == .missingFonts ? prepared.missingFont.map { " (\($0.isEmpty ? "one has no name" : $0.excerpt.printable))" } : nil
      throw ItemFailure(.check, .poorImage, "\(page) is \(flag.words)\(font ?? ""): \(flag.rawValue) is refused.")
    }
    prepared.row.flags = flags
    return prepared
  }

  /// The number of bytes that assessing an encoded image may need, beyond the image's own.
  func judging(_ row: ImageRow) -> Int { looksAtQuality ? 4 * row.width * row.height : 0 }

  /// An encoded image with its row.
  static func prepared(_ fitted: FittedImage, source: String, page: Int?, resized: Bool) -> Prepared {
    let row = ImageRow(
      source: source, page: page, sha256: SHA256Digest.of(fitted.bytes).hex, format: fitted.format, width: fitted.width,
      height: fitted.height, bytes: fitted.bytes.count, resized: resized, kept: false, reducedQuality: fitted.quality)
    return Prepared(image: EncodedImage(bytes: fitted.bytes, format: fitted.format), row: row)
  }
}

extension Recipe.Image.Format {
  /// The only supported format, when a provider leaves no choice to `auto`.
  fileprivate func among(_ formats: Set<ImageFormat>) -> Self {
    guard self == .auto else { return self }
    return !formats.contains(.png) ? .jpeg : !formats.contains(.jpeg) ? .png : .auto
  }
}
