/// A picture at a small size. Everything that does not need each pixel is measured on it: what the picture looks like, and its
/// quality.
package struct ReducedPicture: Sendable, Hashable {
  /// The most pixels a side.
  package static let longSide = 512

  /// RGB, upright, at most ``longSide`` pixels a side; transparent parts over white.
  package let pixels: PixelBuffer
  /// Displayed pixels of the whole picture.
  package let width: Int
  package let height: Int

  /// - Parameters:
  ///   - decoded: the picture, or a smaller version of it that is at least as large as this one will be.
  ///   - width: of the whole picture as displayed.
  ///   - height: of the whole picture as displayed.
  package init(_ decoded: PixelBuffer, width: Int, height: Int) {
    let size = fittedSize(width: decoded.width, height: decoded.height, maxSide: Self.longSide)
    pixels =
      size == (decoded.width, decoded.height)
      ? decoded.compositedOnWhite()
      : PixelBuffer(
        width: size.width, height: size.height, channels: 3, bytes: decoded.areaMeans(columns: size.width, rows: size.height))
    self.width = width
    self.height = height
  }

  /// Y of BT.601, a byte a pixel.
  package var luma: [UInt8] { pixels.bytes.lumas }
}

extension [UInt8] {
  /// The luma of BT.601 of each group of three bytes, rounded.
  var lumas: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count / 3) { target, filled in
      for pixel in 0..<(count / 3) {
        let red = 77 &* UInt32(self[3 &* pixel])
        let green = 150 &* UInt32(self[3 &* pixel &+ 1])
        let blue = 29 &* UInt32(self[3 &* pixel &+ 2])
        target[pixel] = UInt8(truncatingIfNeeded: (red &+ green &+ blue &+ 128) >> 8)
      }
      filled = count / 3
    }
  }
}
