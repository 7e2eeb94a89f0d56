package import PrepCore
package import PrepImage

/// What an encoded image says about itself before its pixels are decoded.
package struct ImageHeader: Sendable, Hashable {
  /// How the file stores a pixel.
  package enum Model: String, Sendable, Hashable {
    case gray, grayAlpha, rgb, rgba, palette, cmyk, ycck
  }

  package var format: ImageFormat
  /// Pixels as stored, before orientation.
  package var width: Int
  package var height: Int
  /// From the Exif metadata; upright when there is none, or when it is damaged.
  package var orientation: Orientation = .upright
  package var model: Model
  /// Bits a channel; for a palette image, bits of an index.
  package var bitDepth: Int = 8
  /// An alpha channel, or PNG's tRNS.
  package var hasAlpha: Bool = false
  /// The embedded ICC profile, unchecked; nil when there is none, it is incomplete, or it is larger than ``maxProfileBytes``.
  package var iccProfile: [UInt8]?
  /// Whether this is an animated PNG; its default image is used. (An animated WebP is not read.)
  package var isAnimated: Bool = false
  /// Progressive JPEG or interlaced PNG.
  package var isProgressive: Bool = false
  /// A JPEG in several scans, as each progressive JPEG is. Its decoder holds all coefficients.
  package var hasSeveralScans: Bool = false
  /// Something that is accepted here and makes other readers reject the file: a JFIF segment without its fields (Pillow).
  package var isUnusual: Bool = false

  /// Larger profiles are ignored; profiles for printing presses have up to 3 MB.
  package static let maxProfileBytes = 4 << 20
}

extension ImageHeader {
  package var displayWidth: Int { orientation.swapsSides ? height : width }
  package var displayHeight: Int { orientation.swapsSides ? width : height }

  package var isCMYK: Bool { model == .cmyk || model == .ycck }

  /// Channels of the decoded buffer, before an all-opaque alpha is dropped: 3 or 4.
  package var decodedChannels: Int { hasAlpha ? 4 : 3 }

  /// An upper bound of the memory that decoding the whole image takes besides the encoded bytes; for permits.
  ///
  /// It covers the pixels, a second copy when they are turned or an alpha channel is dropped, and what the decoder holds.
  package var decodingMemory: Int {
    let buffer = width * height * (isCMYK ? 4 : decodedChannels)
    return buffer + (orientation != .upright || hasAlpha ? buffer : 0) + decoderMemory
  }

  /// An upper bound of the memory that decoding to a smaller size takes besides the encoded bytes.
  ///
  /// A JPEG is never held whole. The result exists up to three times: as planes, as pixels, and turned.
  package func decodingMemory(toWidth newWidth: Int, height newHeight: Int) -> Int {
    if newWidth == displayWidth && newHeight == displayHeight { return decodingMemory }
    let whole =
      switch format {
      case .jpeg: 0
      case .png, .webp: width * height * decodedChannels * (hasAlpha ? 2 : 1)
      }
    let (across, down) = orientation.swapsSides ? (newHeight, newWidth) : (newWidth, newHeight)
    // In both directions, six samples and a few more for each pixel by which the image becomes smaller, two bytes each: the rows
    // that wait for the vertical pass, and the weights.
    let taps = (columns: 6 * width / across + 20, rows: 6 * height / down + 20)
    let passes = 2 * decodedChannels * (across * taps.rows + across * taps.columns + down * taps.rows)
    return whole + 3 * across * down * decodedChannels + passes + decoderMemory
  }

  /// What the decoder holds besides the pixels: a JPEG's rows of blocks in each of its stages, and all coefficients of a JPEG in
  /// several scans (2 bytes a sample, at most 4 samples a pixel); the frame of libwebp.
  package var decoderMemory: Int {
    let pixels = width * height
    let inside =
      switch format {
      case .jpeg: width * 320 + (hasSeveralScans ? pixels * (model == .gray ? 2 : model == .rgb ? 6 : 8) : 0)
      case .png: 0
      case .webp: pixels * 4
      }
    return inside + (1 << 20)
  }

  /// Reads the header of a JPEG, PNG or WebP. The content decides the format, never the name.
  ///
  /// Throws `unsupported_format` or `not_an_image`, naming what was found; `truncated_image` when the data ends inside the
  /// header; `corrupt_image` when the header contradicts its format.
  package static func probe(_ bytes: [UInt8]) throws(ItemFailure) -> ImageHeader {
    let file = HeaderBytes(bytes: bytes)
    if file.has([0xFF, 0xD8]) && (file.count == 2 || file.has([0xFF], at: 2)) { return try probeJPEG(file) }
    if file.has([0x89, 0x50, 0x4E, 0x47]) { return try probePNG(file) }
    if file.has("RIFF") && file.has("WEBP", at: 8) { return try probeWebP(file) }
    throw foreign(file)
  }

  /// Compares the size with the limits, before anything is allocated.
  package func check(_ limits: Limits) throws(ItemFailure) {
    if width * height > limits.maxPixels {
      throw ItemFailure(
        .decode, .tooManyPixels,
        "The image has \(width) x \(height) = \(width * height) pixels; at most \(limits.maxPixels) are allowed.")
    }
    if max(width, height) > limits.maxSide {
      throw ItemFailure(
        .decode, .tooManyPixels,
        "The image has \(width) x \(height) pixels; at most \(limits.maxSide) a side are allowed.")
    }
  }
}

extension ImageHeader {
  static func truncated(_ what: String, at count: Int) -> ItemFailure {
    ItemFailure(.decode, .truncatedImage, "The \(what) ends after \(count) bytes, inside its header.")
  }

  static func corrupt(_ sentence: String) -> ItemFailure {
    ItemFailure(.decode, .corruptImage, sentence)
  }

  static func unsupported(_ sentence: String) -> ItemFailure {
    ItemFailure(.decode, .unsupportedFormat, sentence)
  }

  /// Throws when a side is zero, and returns the header otherwise.
  func withPixels() throws(ItemFailure) -> ImageHeader {
    if width < 1 || height < 1 {
      throw Self.corrupt("The image has \(width) x \(height) pixels; at least 1 x 1 is needed.")
    }
    return self
  }
}
