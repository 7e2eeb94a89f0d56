extension PixelBuffer {
  /// Whether an alpha channel is present and every pixel is opaque in it.
  package var isOpaque: Bool {
    guard channels == 4 else { return true }
    return bytes.withUnsafeBufferPointer { bytes in
      var index = 3
      while index < bytes.count {
        if bytes[index] != 255 { return false }
        index += 4
      }
      return true
    }
  }

  /// The colours without the alpha channel, unchanged.
  package func droppingAlpha() -> PixelBuffer {
    guard channels == 4 else { return self }
    return mappedToRGB { red, green, blue, _ in (red, green, blue) }
  }

  /// The image over a white page, for formats without alpha.
  package func compositedOnWhite() -> PixelBuffer {
    guard channels == 4 else { return self }
    return mappedToRGB { red, green, blue, alpha in
      let white = UInt32(255 - alpha) &* 255
      return (over(red, alpha, white), over(green, alpha, white), over(blue, alpha, white))
    }
  }

  private func mappedToRGB(
    _ transform: (UInt8, UInt8, UInt8, UInt8) -> (UInt8, UInt8, UInt8)
  ) -> PixelBuffer {
    let pixels = width * height
    let rgb = [UInt8](unsafeUninitializedCapacity: pixels * 3) { target, count in
      bytes.withUnsafeBufferPointer { source in
        for pixel in 0..<pixels {
          let (red, green, blue) = transform(
            source[pixel &* 4], source[pixel &* 4 &+ 1], source[pixel &* 4 &+ 2], source[pixel &* 4 &+ 3])
          target[pixel &* 3] = red
          target[pixel &* 3 &+ 1] = green
          target[pixel &* 3 &+ 2] = blue
        }
      }
      count = pixels * 3
    }
    return PixelBuffer(width: width, height: height, channels: 3, bytes: rgb)
  }
}

/// Draws one channel over white ("source over"), rounded to nearest.
@inline(__always)
private func over(_ value: UInt8, _ alpha: UInt8, _ white: UInt32) -> UInt8 {
  UInt8(truncatingIfNeeded: divideBy255(UInt32(value) &* UInt32(alpha) &+ white))
}

/// x / 255 rounded to nearest, exact for every product of two bytes.
@inline(__always)
func divideBy255(_ x: UInt32) -> UInt32 {
  let biased = x &+ 128
  return (biased &+ (biased >> 8)) >> 8
}

/// Converts a row of straight RGBA to four planes, `stride` apart: the colours times alpha, and alpha.
func splitPremultiplied(_ row: UnsafePointer<UInt8>, _ count: Int, into planes: UnsafeMutablePointer<UInt8>, stride: Int) {
  for pixel in 0..<count {
    let alpha = UInt32(row[4 &* pixel &+ 3])
    for channel in 0..<3 {
      let product = divideBy255(UInt32(row[4 &* pixel &+ channel]) &* alpha)
      planes[channel &* stride &+ pixel] = UInt8(truncatingIfNeeded: product)
    }
    planes[3 &* stride &+ pixel] = row[4 &* pixel &+ 3]
  }
}

/// Converts four planes of premultiplied colours and alpha to straight RGBA. Where nothing is visible, the colour is black.
func joinPremultiplied(_ planes: [UnsafePointer<UInt8>?], _ count: Int, into target: UnsafeMutablePointer<UInt8>) {
  guard planes.count == 4, let alphas = planes[3] else { return }
  for channel in 0..<3 {
    guard let colours = planes[channel] else { return }
    for pixel in 0..<count {
      let alpha = UInt32(alphas[pixel])
      let colour = alpha == 0 ? 0 : (UInt32(colours[pixel]) &* 255 &+ alpha / 2) / alpha
      target[4 &* pixel &+ channel] = UInt8(truncatingIfNeeded: min(255, colour))
    }
  }
  for pixel in 0..<count { target[4 &* pixel &+ 3] = alphas[pixel] }
}
