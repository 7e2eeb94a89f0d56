import PrepCodecs
import PrepCore
import PrepDigest
import PrepImage

/// An image that a target takes.
struct ExportImage: Sendable {
  enum Content: Sendable {
    case bytes([UInt8], ImageFormat)
    /// Where the trainer fetches it from.
    case address(String)
  }

  var content: Content
  /// Whether the bytes are others than the record's.
  var isConverted = false

  /// The quality of JPEGs that stand in the place of another format: high, since the source was encoded with losses, too.
  static let quality = 95
}

extension ExportImage {
  /// Takes an image from its record, and encodes it anew where the target does not take it as it is.
  ///
  /// As in `prepare`, flat graphics and transparency become PNG, everything else JPEG.
  /// - Parameters:
  ///   - number: its place in the record, from 0, for messages.
  ///   - takesAddresses: whether an address may stand for the image.
  init(_ source: ChatExample.Source, number: Int, limits: ExportLimits, takesAddresses: (String) -> Bool) throws(ExportFault) {
    let name = "Image \(number + 1)"
    guard let bytes = try DataURL.decode(source.url) else {
      guard takesAddresses(source.url) else {
        throw ExportFault(.imageAddress, "\(name) is given as \"\(source.url.excerpt)\", which \(limits.title) does not take.")
      }
      content = .address(source.url)
      return
    }
    let header: ImageHeader
    do throws(ItemFailure) {
      header = try ImageHeader.probe(bytes)
      try Completeness.verifyStructure(bytes, header)
    } catch {
      throw ExportFault(.invalidImage, "\(name): \(error.message)")
    }
    if let sides = limits.sides, !sides.contains(header.displayWidth) || !sides.contains(header.displayHeight) {
      throw ExportFault(
        .imageDimensions,
        "\(name) has \(header.displayWidth) x \(header.displayHeight) pixels; \(limits.title) takes \(sides.lowerBound) to \(sides.upperBound) a side."
      )
    }
    if Self.isTaken(header, by: limits) {
      content = .bytes(bytes, header.format)
    } else {
      content = try Self.converted(bytes, header, name: name, limits: limits)
      isConverted = true
    }
    if case .bytes(let bytes, let format) = content, let most = limits.maxImageBytes, bytes.count > most {
      let what = isConverted ? " as \(format.rawValue.uppercased())" : ""
      throw ExportFault(.imageTooLarge, "\(name) has \(bytes.count) bytes\(what); \(limits.title) takes at most \(most).")
    }
  }

  private static func isTaken(_ header: ImageHeader, by limits: ExportLimits) -> Bool {
    guard limits.formats.contains(header.format) else { return false }
    return !limits.wantsRGB || header.bitDepth == 8 && (header.model == .rgb || header.model == .rgba)
  }

  private static func converted(
    _ bytes: [UInt8], _ header: ImageHeader, name: String, limits: ExportLimits
  ) throws(ExportFault) -> Content {
    do throws(ItemFailure) {
      let pixels = try ImageDecoder.decode(bytes, header, limits: Limits()).pixels
      if pixels.hasAlpha || isFlatGraphics(pixels) { return .bytes(try PNGEncoder.encode(pixels), .png) }
      return .bytes(try JPEGEncoder.encode(pixels, quality: quality), .jpeg)
    } catch {
      throw ExportFault(.invalidImage, "\(name): \(error.message)")
    }
  }
}

/// The name of an image's file: the digest of its bytes, so that equal images are one file.
enum ImageFileName {
  static func of(_ bytes: [UInt8], _ format: ImageFormat) -> String {
    "\(SHA256Digest.of(bytes).hex).\(suffix(format))"
  }

  static func suffix(_ format: ImageFormat) -> String { format == .jpeg ? "jpg" : format.rawValue }

  /// Whether a name is one that an export gives.
  static func matches(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].utf8.count == 64 && parts[0].allSatisfy(\.isHexDigit)
      && ImageFormat.allCases.contains { suffix($0) == parts[1] }
  }
}
