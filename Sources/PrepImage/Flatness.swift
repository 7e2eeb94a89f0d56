import CPrepKernels

/// How the pixels of an image compare with their neighbours: the counts behind ``isFlatGraphics(_:)``.
package struct Flatness: Sendable, Hashable {
  /// Pixels that were examined.
  package let sampled: Int
  /// Pixels that equal their left or their upper neighbour: backgrounds, fills, straight lines.
  package let flat: Int
  /// Pixels that differ from both neighbours by a little: noise, shading, texture.
  package let gentle: Int

  /// Rows that are examined, spread evenly, so that the result depends only on the image.
  static let rows = 256
  /// The largest difference of a channel that counts as "a little".
  static let little = 16

  /// Flat graphics have at least this share of flat pixels ...
  package static let leastFlat = 0.5
  /// ... and at most this share of gentle ones.
  package static let mostGentle = 0.03

  package var flatShare: Double { sampled == 0 ? 1 : Double(flat) / Double(sampled) }
  package var gentleShare: Double { sampled == 0 ? 0 : Double(gentle) / Double(sampled) }

  package init(of image: PixelBuffer) {
    self = image.bytes.withUnsafeBufferPointer { bytes in
      Flatness(bytes.baseAddress, image.width, image.height, bytesPerPixel: image.channels, channels: image.channels)
    }
  }

  package init(of surface: borrowing DrawingSurface) {
    self = surface.withPixels { first in
      // The byte without a meaning is the last one, or the first on big-endian machines.
      let isLast = UInt32(1).littleEndian == 1
      return Flatness(
        isLast ? first : first + 1, surface.width, surface.height, bytesPerPixel: DrawingSurface.bytesPerPixel, channels: 3)
    }
  }

  /// - Parameters:
  ///   - first: the first byte that counts.
  ///   - channels: how many bytes of each pixel count.
  private init(_ first: UnsafePointer<UInt8>?, _ width: Int, _ height: Int, bytesPerPixel: Int, channels: Int) {
    let rows = min(height, Self.rows)
    let stride = width * bytesPerPixel
    var (flat, gentle) = (0, 0)
    if let first {
      for sample in 0..<rows {
        // The first row has no upper neighbour. It is left out when the image has more rows.
        let y = height == 1 ? 0 : 1 + sample * (height - 1) / rows
        let row = first + y * stride
        // The first pixel has only an upper neighbour. A single pixel counts as flat.
        if y == 0 || isSame(row, row - stride, channels) { flat += 1 }
        if y == 0 {
          for x in 1..<max(1, width) where isSame(row + x * bytesPerPixel, row + (x - 1) * bytesPerPixel, channels) { flat += 1 }
        } else {
          let likeness = vp_rows_compare(
            row + bytesPerPixel, row + bytesPerPixel - stride, width - 1, Int32(bytesPerPixel), Int32(channels),
            UInt8(Self.little), 0)
          flat += likeness.flat
          gentle += likeness.gentle
        }
      }
    }
    sampled = rows * width
    self.flat = flat
    self.gentle = gentle
  }

  /// Whether this is a drawing, a screenshot or line art (true), or a photo (false).
  ///
  /// Backgrounds are flat in both, because shops photograph on white. The rest of a drawing is edges, and the rest of a photo is
  /// gentle: at most 0.004 of the pixels of rendered drawings are gentle, and at least 0.08 of those of photos. So the limits
  /// leave room on both sides. The class decides between PNG and JPEG, and between the row filters of PNG.
  package var isFlatGraphics: Bool { flatShare >= Self.leastFlat && gentleShare <= Self.mostGentle }
}

/// Whether an image is a drawing, a screenshot or line art; see ``Flatness/isFlatGraphics``.
package func isFlatGraphics(_ image: PixelBuffer) -> Bool { Flatness(of: image).isFlatGraphics }

/// Whether all pixels have one colour.
package func isBlank(_ image: PixelBuffer) -> Bool {
  let channels = image.channels
  return image.bytes.withUnsafeBufferPointer { bytes in
    // Whole blocks are compared, so that the comparison is vectorised and still ends early.
    var index = channels
    while index < bytes.count {
      let end = min(index + 4096, bytes.count)
      var difference: UInt8 = 0
      for position in index..<end { difference |= bytes[position] ^ bytes[position &- channels] }
      if difference != 0 { return false }
      index = end
    }
    return true
  }
}

/// Whether two pixels are equal.
private func isSame(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ channels: Int) -> Bool {
  (0..<channels).allSatisfy { a[$0] == b[$0] }
}
