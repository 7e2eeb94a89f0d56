import PrepCodecs
package import PrepCore
package import PrepImage

/// How pixels become the bytes of a record.
package struct ImageEncoding: Sendable, Hashable {
  package var format: Recipe.Image.Format
  /// JPEG quality, 1 to 100.
  package var quality: Int
  /// The most that the encoded bytes may be.
  package var maxBytes: Int

  package init(format: Recipe.Image.Format, quality: Int, maxBytes: Int) {
    self.format = format
    self.quality = quality
    self.maxBytes = maxBytes
  }
}

/// Encoded pixels that fit their limit.
package struct FittedImage: Sendable, Equatable {
  package var bytes: [UInt8]
  package var format: ImageFormat
  package var width: Int
  package var height: Int
  /// True when the pixels had to become fewer for the bytes to fit.
  package var isReduced: Bool
  /// The JPEG quality when it had to go below the wanted one.
  package var quality: Int?
}

extension ImageEncoding {
  /// JPEG below this quality shows; from here on the size is stepped down instead.
  private static let lowestQuality = 60
  /// Below this long side an image teaches nothing.
  private static let leastSide = 64

  /// Encodes; `auto` takes PNG for flat graphics and transparency, JPEG for the rest. While the bytes exceed the limit, first the
  /// quality (JPEG) and then the size is stepped down.
  /// - Parameter original: what the pixels were made from, when `auto` is to go by that: a drawing that was made smaller is still one,
  ///   though its edges are gentle like those of a photo.
  /// - Throws: `image_too_large` when nothing fits, or what the encoder says.
  package func fit(_ pixels: PixelBuffer, madeFrom original: PixelBuffer? = nil) throws(ItemFailure) -> FittedImage {
    let asPNG =
      switch format {
      case .png: true
      case .jpeg: false
      case .auto: pixels.hasAlpha || isFlatGraphics(original ?? pixels)
      }
    return try fit(pixels, asPNG: asPNG)
  }

  /// - Parameter tried: the pixels as they are, when they were encoded before.
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
      // Bytes go with the area; a little less, so that the next try mostly fits.
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

  /// The same of a page that was just drawn: a drawing becomes a PNG straight from what cairo drew, and leaves its memory for the next page.
  /// - Parameter spare: where the memory is left; empty where the pixels had to become others.
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
