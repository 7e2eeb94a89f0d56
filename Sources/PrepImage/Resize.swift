extension PixelBuffer {
  /// The image made smaller, each axis on its own, in integers: the same bytes on every processor.
  ///
  /// Columns are summed first into one row of 16-bit values with `fraction` bits behind the point, then that row into output
  /// pixels; no intermediate image is held, and values are clamped once, at the end. Colours with alpha are premultiplied
  /// before and divided after, so that invisible colours do not bleed into visible ones.
  /// - Precondition: neither side is enlarged; both are at least 1.
  package func resized(toWidth newWidth: Int, height newHeight: Int, filter: ResizeFilter = .lanczos3) -> PixelBuffer {
    if newWidth == width && newHeight == height { return self }
    let columns = ResizeWeights(from: width, to: newWidth, filter: filter)
    let rows = ResizeWeights(from: height, to: newHeight, filter: filter)
    let source = channels == 4 ? premultiplied() : bytes
    let newStride = newWidth * channels

    let result = [UInt8](unsafeUninitializedCapacity: newHeight * newStride) { target, count in
      source.withUnsafeBufferPointer { source in
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: stride) { row in
          for y in 0..<newHeight {
            sumColumns(source, rows, y, into: row)
            let output = UnsafeMutableBufferPointer(rebasing: target[(y * newStride)..<((y + 1) * newStride)])
            if newWidth == width {
              for index in 0..<newStride { output[index] = clamped(Int32(row[index]), dropping: fraction) }
            } else if channels == 3 {
              sumRow3(row, columns, into: output)
            } else {
              sumRow4(row, columns, into: output)
            }
            if channels == 4 { unpremultiply(output) }
          }
        }
      }
      count = newHeight * newStride
    }
    return PixelBuffer(width: newWidth, height: newHeight, channels: channels, bytes: result)
  }

  /// The vertical pass for one output row: a weighted sum of source rows.
  ///
  /// It works in strips, so that the sums stay in the cache, and takes four rows a turn, so that the sums are loaded and stored
  /// less often. Products of a byte and a 16-bit weight are what the compiler vectorises well on every processor.
  private func sumColumns(
    _ source: UnsafeBufferPointer<UInt8>, _ weights: ResizeWeights, _ y: Int, into row: UnsafeMutableBufferPointer<Int16>
  ) {
    let stride = stride
    let first = weights.first[y] * stride
    let taps = weights.offsets[y]..<weights.offsets[y + 1]
    guard let base = source.baseAddress, let out = row.baseAddress else { return }
    weights.weights.withUnsafeBufferPointer { weights in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: strip) { sums in
        guard let sums = sums.baseAddress else { return }
        for start in Swift.stride(from: 0, to: stride, by: strip) {
          let length = min(strip, stride - start)
          let half: Int32 = 1 << (ResizeWeights.bits - fraction - 1)
          for index in 0..<length { sums[index] = half }
          var pointer = base + first + start
          var tap = taps.lowerBound
          while tap + 4 <= taps.upperBound {
            addRows4(sums, length, pointer, stride, weights[tap], weights[tap + 1], weights[tap + 2], weights[tap + 3])
            pointer += 4 * stride
            tap += 4
          }
          while tap < taps.upperBound {
            addRow(sums, length, pointer, weights[tap])
            pointer += stride
            tap += 1
          }
          for index in 0..<length {
            out[start &+ index] = Int16(truncatingIfNeeded: sums[index] >> Int32(ResizeWeights.bits - fraction))
          }
        }
      }
    }
  }
}

/// Bits behind the point of the values between the passes: 255 << 6 and an overshoot of a fifth fit into 16 bits twice over.
private let fraction = 6
/// Values summed at a time; 8 KiB of sums.
private let strip = 2048

@inline(__always)
private func addRow(_ sums: UnsafeMutablePointer<Int32>, _ length: Int, _ row: UnsafePointer<UInt8>, _ weight: Int16) {
  let weight = Int32(weight)
  for index in 0..<length { sums[index] &+= Int32(Int16(row[index])) &* weight }
}

@inline(__always)
private func addRows4(
  _ sums: UnsafeMutablePointer<Int32>, _ length: Int, _ row: UnsafePointer<UInt8>, _ stride: Int,
  _ weight0: Int16, _ weight1: Int16, _ weight2: Int16, _ weight3: Int16
) {
  let (row1, row2, row3) = (row + stride, row + 2 * stride, row + 3 * stride)
  let (w0, w1, w2, w3) = (Int32(weight0), Int32(weight1), Int32(weight2), Int32(weight3))
  for index in 0..<length {
    let a = Int32(Int16(row[index])) &* w0 &+ Int32(Int16(row1[index])) &* w1
    let b = Int32(Int16(row2[index])) &* w2 &+ Int32(Int16(row3[index])) &* w3
    sums[index] &+= a &+ b
  }
}

/// The horizontal pass for one row of RGB.
private func sumRow3(
  _ row: UnsafeMutableBufferPointer<Int16>, _ weights: ResizeWeights, into target: UnsafeMutableBufferPointer<UInt8>
) {
  let half: Int32 = 1 << (total - 1)
  weights.weights.withUnsafeBufferPointer { values in
    for x in 0..<weights.first.count {
      var (red, green, blue) = (half, half, half)
      var index = weights.first[x] &* 3
      for tap in weights.offsets[x]..<weights.offsets[x + 1] {
        let weight = Int32(values[tap])
        red &+= weight &* Int32(row[index])
        green &+= weight &* Int32(row[index &+ 1])
        blue &+= weight &* Int32(row[index &+ 2])
        index &+= 3
      }
      target[x &* 3] = clamped(red)
      target[x &* 3 &+ 1] = clamped(green)
      target[x &* 3 &+ 2] = clamped(blue)
    }
  }
}

/// The horizontal pass for one row of premultiplied RGBA.
private func sumRow4(
  _ row: UnsafeMutableBufferPointer<Int16>, _ weights: ResizeWeights, into target: UnsafeMutableBufferPointer<UInt8>
) {
  let half: Int32 = 1 << (total - 1)
  weights.weights.withUnsafeBufferPointer { values in
    for x in 0..<weights.first.count {
      var sums = SIMD4<Int32>(repeating: half)
      var index = weights.first[x] &* 4
      for tap in weights.offsets[x]..<weights.offsets[x + 1] {
        let pixel = SIMD4<Int32>(
          Int32(row[index]), Int32(row[index &+ 1]), Int32(row[index &+ 2]), Int32(row[index &+ 3]))
        sums &+= pixel &* Int32(values[tap])
        index &+= 4
      }
      for channel in 0..<4 { target[x &* 4 &+ channel] = clamped(sums[channel]) }
    }
  }
}

/// Bits to drop after both passes.
private let total = Int32(ResizeWeights.bits + fraction)

@inline(__always)
private func clamped(_ sum: Int32) -> UInt8 {
  UInt8(truncatingIfNeeded: max(0, min(255, sum >> total)))
}

/// Rounds a value of the first pass when there is no second.
@inline(__always)
private func clamped(_ value: Int32, dropping bits: Int) -> UInt8 {
  UInt8(truncatingIfNeeded: max(0, min(255, (value &+ (1 << Int32(bits - 1))) >> Int32(bits))))
}

extension PixelBuffer {
  fileprivate func premultiplied() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
      bytes.withUnsafeBufferPointer { source in
        for index in Swift.stride(from: 0, to: source.count, by: 4) {
          let alpha = UInt32(source[index &+ 3])
          target[index] = UInt8(truncatingIfNeeded: divideBy255(UInt32(source[index]) &* alpha))
          target[index &+ 1] = UInt8(truncatingIfNeeded: divideBy255(UInt32(source[index &+ 1]) &* alpha))
          target[index &+ 2] = UInt8(truncatingIfNeeded: divideBy255(UInt32(source[index &+ 2]) &* alpha))
          target[index &+ 3] = source[index &+ 3]
        }
      }
      count = bytes.count
    }
  }
}

/// Straight colours from premultiplied ones; where nothing is visible the colour is black.
private func unpremultiply(_ row: UnsafeMutableBufferPointer<UInt8>) {
  for index in stride(from: 0, to: row.count, by: 4) {
    let alpha = UInt32(row[index &+ 3])
    if alpha == 255 { continue }
    for channel in index..<(index + 3) {
      let colour = alpha == 0 ? 0 : (UInt32(row[channel]) &* 255 &+ alpha / 2) / alpha
      row[channel] = UInt8(truncatingIfNeeded: min(255, colour))
    }
  }
}
