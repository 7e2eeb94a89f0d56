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

  /// The colours without the alpha channel, as they are stored.
  package func droppingAlpha() -> PixelBuffer {
    guard channels == 4 else { return self }
    return mappedToRGB { red, green, blue, _ in (red, green, blue) }
  }

  /// The image over a white page: what a format without alpha can hold.
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

/// One channel of "source over white", rounded to nearest.
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
