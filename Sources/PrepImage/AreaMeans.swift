extension PixelBuffer {
  /// The means of the colours over a grid of `columns` x `rows` equal areas: red, green and blue in turn, rows from the top.
  ///
  /// Areas may cut pixels, and may be smaller than one: a pixel counts with the share of it that lies in the area. All sums are
  /// exact integers, and each mean is rounded once, halves up. So the means of a turned or mirrored image are those of the image,
  /// turned or mirrored. Transparent pixels count as they look over white.
  /// - Precondition: at least one column and one row.
  package func areaMeans(columns: Int, rows: Int) -> [UInt8] {
    let image = compositedOnWhite()
    let (across, down) = (AreaShares(of: width, in: columns), AreaShares(of: height, in: rows))
    let stride = width * 3
    // Each pixel counts `columns` x `rows` times, so that shares are whole numbers. An area then weighs as much as the whole
    // image.
    let total = Double(width * height)
    return [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { means, filled in
      image.bytes.withUnsafeBufferPointer { bytes in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: stride) { sums in
          for row in 0..<rows {
            sums.update(repeating: 0)
            for y in down.pixels(row) {
              let share = down.share(of: y, in: row)
              let start = y &* stride
              for index in 0..<stride { sums[index] &+= UInt32(bytes[start &+ index]) &* share }
            }
            across.addUp(
              UnsafeBufferPointer(sums), total: total, into: UnsafeMutableBufferPointer(rebasing: means[(row * columns * 3)...]))
          }
        }
      }
      filled = columns * rows * 3
    }
  }
}

/// How a line of pixels is divided into areas of one length. Lengths are in pixels divided by the number of areas, so all of them
/// are whole numbers.
private struct AreaShares {
  private let count: Int
  private let areas: Int

  init(of pixels: Int, in areas: Int) {
    count = pixels
    self.areas = areas
  }

  /// The pixels that lie wholly or partly in an area.
  func pixels(_ area: Int) -> Range<Int> {
    area * count / areas..<((area + 1) * count + areas - 1) / areas
  }

  /// How much of a pixel lies in an area.
  func share(of pixel: Int, in area: Int) -> UInt32 {
    UInt32(min((area + 1) * count, (pixel + 1) * areas) - max(area * count, pixel * areas))
  }

  /// The means of one row of areas, from the sums of its columns of pixels (three sums a pixel).
  func addUp(_ sums: UnsafeBufferPointer<UInt32>, total: Double, into means: UnsafeMutableBufferPointer<UInt8>) {
    for area in 0..<areas {
      let pixels = pixels(area)
      // Only the pixels at the borders lie partly in the area.
      let (first, last) = (UInt64(share(of: pixels.lowerBound, in: area)), UInt64(share(of: pixels.upperBound - 1, in: area)))
      for channel in 0..<3 {
        var inner: UInt64 = 0
        var index = 3 &* pixels.lowerBound &+ 3 &+ channel
        let end = 3 &* pixels.upperBound &- 3
        while index < end {
          inner &+= UInt64(sums[index])
          index &+= 3
        }
        var sum = inner &* UInt64(areas) &+ UInt64(sums[3 &* pixels.lowerBound &+ channel]) &* first
        if pixels.count > 1 { sum &+= UInt64(sums[3 &* pixels.upperBound &- 3 &+ channel]) &* last }
        // Sums stay below 2^53. Doubles divide faster than integers, and no quotient is near enough to a half to be rounded
        // wrongly.
        means[3 &* area &+ channel] = UInt8(Double(sum) / total + 0.5)
      }
    }
  }
}
