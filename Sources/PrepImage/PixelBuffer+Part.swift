extension PixelBuffer {
  /// A copy of some of the pixels.
  /// - Precondition: the part has at least one pixel and lies in the image.
  package func part(x: Int, y: Int, width: Int, height: Int) -> PixelBuffer {
    precondition(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= self.width && y + height <= self.height, "outside")
    var part: [UInt8] = []
    part.reserveCapacity(width * height * channels)
    for row in y..<y + height {
      let start = row * stride + x * channels
      part.append(contentsOf: bytes[start..<start + width * channels])
    }
    return PixelBuffer(width: width, height: height, channels: channels, bytes: part)
  }
}
