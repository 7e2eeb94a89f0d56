import PrepCodecs
import PrepCore
import PrepDigest
import PrepImage
import PrepProviders
import PrepRender
import PrepTokens

/// What is done to one image on its way into a record: probe, check, then keep the bytes or decode, resize and encode.
struct ImagePreparation: Sendable {
  private let options: Recipe.Image
  private let fit: ImageFit
  private let limits: Limits
  /// What the provider reads.
  private let formats: Set<ImageFormat>
  let encoding: ImageEncoding
  /// Whether each image's quality is looked at.
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

  /// An image whose header has been read and found acceptable.
  struct Measured: Sendable {
    let source: String
    let bytes: [UInt8]
    /// Of the bytes.
    let digest: SHA256Digest
    let header: ImageHeader
    /// Pixels of the result; nil when the bytes are kept.
    let target: (width: Int, height: Int)?

    /// Whether the pixels are decoded at all.
    let isDecoded: Bool

    /// Bytes that preparing it may need beyond its own.
    var need: Int {
      guard let target else {
        guard isDecoded else { return 2 * bytes.count }
        return (header.format == .jpeg ? header.decoderMemory : header.decodingMemory) + 2 * bytes.count
      }
      // What decoding takes, and the encoder's work on the result.
      return header.decodingMemory(toWidth: target.width, height: target.height) + target.width * target.height * 12
    }
  }

  /// Reads the header and decides what is to be done; no pixel is decoded.
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

  /// Whether the structure of a file that could be kept is whole.
  /// - Returns: false when it ends early and the recipe accepts that: then it is decoded as far as it goes.
  private func isWhole(_ bytes: [UInt8], _ header: ImageHeader) throws(ItemFailure) -> Bool {
    do throws(ItemFailure) {
      try Completeness.verifyStructure(bytes, header)
      return true
    } catch {
      guard options.truncated == .accept, error.code == .truncatedImage, header.format == .jpeg else { throw error }
      return false
    }
  }

  /// Whether the bytes satisfy the recipe and the provider as they are.
  private func canKeep(_ header: ImageHeader, bytes: [UInt8]) -> Bool {
    guard formats.contains(header.format), bytes.count <= encoding.maxBytes, header.orientation == .upright, !header.isAnimated,
      !header.isUnusual, header.bitDepth == 8, header.model == .rgb || header.model == .rgba
    else { return false }
    switch options.format {
    case .auto: break
    case .jpeg: guard header.format == .jpeg else { return false }
    case .png: guard header.format == .png else { return false }
    }
    // Palette-like transparency of an RGB image is neither RGB nor RGBA to every reader.
    if header.model == .rgb, header.hasAlpha { return false }
    return header.iccProfile.map(isEffectivelySRGB) ?? true
  }

  /// An image that is ready for its record.
  struct Prepared: Sendable {
    var image: EncodedImage
    var row: ImageRow
    /// Of a page, a font that was replaced by another one.
    var missingFont: String?
  }

  /// - Parameter resizer: of this thread.
  func prepare(_ measured: Measured, with resizer: ImageResizer = ImageResizer()) throws(ItemFailure) -> Prepared {
    let header = measured.header
    guard let target = measured.target else {
      // Looking at its quality decodes it as well.
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

  /// The image with the flags of its quality, when the recipe asks for them.
  ///
  /// A crop is not judged: little on it, or nothing sharp, is no fault of its page.
  /// - Throws: `poor_image` when it has one that the recipe refuses.
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

  /// Bytes that looking at the quality of an encoded image may need, beyond the image's own.
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
  /// The only format there is, where a provider leaves no choice to `auto`.
  fileprivate func among(_ formats: Set<ImageFormat>) -> Self {
    guard self == .auto else { return self }
    return !formats.contains(.png) ? .jpeg : !formats.contains(.jpeg) ? .png : .auto
  }
}
