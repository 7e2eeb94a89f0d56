import PrepCodecs
import PrepCore
import PrepImage

extension FuzzTarget {
  /// Runs pixels of any kind through the PNG encoder, whose compressor for flat graphics is our own, and back; as an image, and
  /// as drawn.
  ///
  /// Four bytes give width, channels, height, and how far each row is shifted. The other bytes are repeated until the image is
  /// full, so that small inputs make long rows and distant matches.
  static let pixels = FuzzTarget { bytes in
    guard bytes.count > 4 else { return }
    let width = 1 + Int(bytes[0]) << (bytes[1] & 7)
    let channels = bytes[1] & 8 == 0 ? 3 : 4
    let height = 1 + min(Int(bytes[2]), 40_000 / width)
    let shift = Int(bytes[3])
    let pattern = Array(bytes[4...])
    var filled: [UInt8] = []
    filled.reserveCapacity(width * height * channels)
    for y in 0..<height {
      var next = y * shift % pattern.count
      for _ in 0..<width * channels {
        filled.append(pattern[next])
        next = next + 1 == pattern.count ? 0 : next + 1
      }
    }
    let image = PixelBuffer(width: width, height: height, channels: channels, bytes: filled)
    // An alpha channel that is opaque everywhere is dropped.
    let expected = image.hasAlpha && image.isOpaque ? image.droppingAlpha() : image
    for filter in [PNGEncoder.RowFilter.automatic, .up] {
      let png = try? PNGEncoder.encode(image, filter: filter)
      let again = png.flatMap { try? ImageDecoder.decode($0, ImageHeader.probe($0), limits: Limits()).pixels }
      require(again == expected, "\(width) x \(height) pixels come back changed")
    }
    if channels == 4 {
      // The same bytes as cairo would have drawn them.
      let surface = DrawingSurface(width: width, height: height, reusing: []) { $0.update(from: filled, count: filled.count) }
      let isWhite = surface.isWhite
      let png = try? PNGEncoder.encode(flat: surface)
      let pixels = surface.pixels()
      require(isWhite == pixels.bytes.allSatisfy { $0 == 255 }, "white is not white")
      let again = png.flatMap { try? ImageDecoder.decode($0, ImageHeader.probe($0), limits: Limits()).pixels }
      require(again == pixels, "\(width) x \(height) pixels of a surface come back changed")
    }
  } seeds: {
    [
      [40, 0, 30, 0, 255], [100, 2, 50, 1, 0, 0, 0, 255], [9, 9, 200, 7, 1, 2, 3, 128, 4, 5, 6, 255],
      [255, 7, 255, 3, 0, 0, 0, 0, 9],
    ]
  }
}
