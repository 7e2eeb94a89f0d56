import PrepCodecs
package import PrepCore
package import PrepImage

/// How pixels are encoded to the bytes of a record.
package struct ImageEncoding: Sendable, Hashable {
  package var format: Recipe.Image.Format
  /// JPEG quality, 1 to 100.
  package var quality: Int
  /// The most bytes of the encoded image.
  package var maxBytes: Int

  package init(format: Recipe.Image.Format, quality: Int, maxBytes: Int) {
    self.format = format
    self.quality = quality
    self.maxBytes = maxBytes
  }
}

/// Encoded pixels that fit the size limit.
package struct FittedImage: Sendable, Equatable {
  package var bytes: [UInt8]
  package var format: ImageFormat
  package var width: Int
  package var height: Int
  /// True when the size in pixels was reduced to fit the byte limit.
  package var isReduced: Bool
  /// The JPEG quality when it had to be lower than requested.
  package var quality: Int?
}

extension ImageEncoding {
  /// JPEG artefacts are visible below this quality, so from here on the size is reduced instead.
  private static let lowestQuality = 60
  /// An image with a shorter long side than this teaches nothing.
  private static let leastSide = 64

  /// Encodes pixels. `auto` chooses PNG for flat graphics and transparency and JPEG for the rest. While the bytes exceed the
  /// limit, first the quality (JPEG) and then the size is reduced step by step.
  /// - Parameter original: the pixels before downscaling, when `auto` should judge by those: a drawing that was made smaller is
  ///   still a drawing, though its edges are as soft as those of a photo.
  /// - Throws: `image_too_large` when no step fits, or the error of the encoder.
  package func fit(_ pixels: PixelBuffer, madeFrom original: PixelBuffer? = nil) throws(ItemFailure) -> FittedImage {
    let asPNG =
      switch format {
      case .png: true
      case .jpeg: false
      case .auto: pixels.hasAlpha || isFlatGraphics(original ?? pixels)
      }
    return try fit(pixels, asPNG: asPNG)
  }

  /// - Parameter tried: the encoded pixels at their current size, if they were encoded before.
  private func fit(_ pixels: PixelBuffer, asPNG: Bool, tried: [UInt8]? = nil) throws(ItemFailure) -> FittedImage {
    var current = pixels
    var step = quality
    var encoded = tried
    while true {
      let bytes: [UInt8]
      if let known = encoded.take() {
        bytes = known
      } else {
        bytes = asPNG ? try PNGEncoder.encode(current) : try JPEGEncoder.encode(current, quality: step)
      }
      if bytes.count <= maxBytes {
        return FittedImage(
          bytes: bytes, format: asPNG ? .png : .jpeg, width: current.width, height: current.height,
          isReduced: current.width != pixels.width || current.height != pixels.height,
          quality: !asPNG && step < quality ? step : nil)
      }
      if !asPNG, step > Self.lowestQuality {
        step = max(Self.lowestQuality, step - 10)
        continue
      }
      // The byte size is roughly proportional to the area. The factor is slightly smaller, so that the next try mostly fits.
      let factor = min(0.9, 0.95 * (Double(maxBytes) / Double(bytes.count)).squareRoot())
      let side = Int(Double(max(current.width, current.height)) * factor)
      guard side >= Self.leastSide else {
        throw ItemFailure(
          .encode, .imageTooLarge,
          "The image has \(bytes.count) bytes at \(current.width) x \(current.height) pixels; \(maxBytes) are allowed.")
      }
      let size = fittedSize(width: pixels.width, height: pixels.height, maxSide: side)
      current = pixels.resized(toWidth: size.width, height: size.height)
    }
  }

  /// Encodes a page that was just drawn. A drawing is encoded as PNG directly from cairo's surface, and its memory is kept for
  /// the next page.
  /// - Parameter spare: receives the memory; empty when the pixels had to be converted.
  package func fit(_ surface: consuming DrawingSurface, leaving spare: inout [UInt8]) throws(ItemFailure) -> FittedImage {
    spare = []
    var tried: [UInt8]?
    if format != .jpeg, Flatness(of: surface).isFlatGraphics {
      let bytes = try PNGEncoder.encode(flat: surface)
      if bytes.count <= maxBytes {
        let (width, height) = (surface.width, surface.height)
        spare = surface.released()
        return FittedImage(bytes: bytes, format: .png, width: width, height: height, isReduced: false)
      }
      tried = bytes
    }
    return try fit(surface.pixels(), asPNG: format == .png || tried != nil, tried: tried)
  }

  package func write(to writer: inout FrameWriter) {
    writer.block(format.rawValue.utf8)
    writer.number(quality)
    writer.number(maxBytes)
  }

  package init(from reader: inout FrameReader) throws(FrameReader.Malformed) {
    guard let format = Recipe.Image.Format(rawValue: try reader.text()) else { throw FrameReader.Malformed() }
    self.format = format
    quality = try reader.number()
    maxBytes = try reader.number()
    guard (1...100).contains(quality), maxBytes > 0 else { throw FrameReader.Malformed() }
  }
}
