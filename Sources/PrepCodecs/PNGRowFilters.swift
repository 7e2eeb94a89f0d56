import PrepImage

/// The row filters of PNG (third edition, clause 9): each row as its difference from a prediction, preceded by a byte that names
/// the filter.
enum PNGRowFilters {
  /// Rows of filter byte and data, ready for zlib; each row has the filter with the smallest sum of absolute differences.
  static func adaptive(_ image: PixelBuffer) -> [UInt8] {
    let total = image.height * (image.stride + 1)
    return [UInt8](unsafeUninitializedCapacity: total) { target, count in
      image.bytes.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        filterAdaptively(from, to, stride: image.stride, rows: image.height, pixel: image.channels)
      }
      count = total
    }
  }

  /// Finds the filter with the smallest sum of absolute differences, row by row; among equal ones the first.
  private static func filterAdaptively(
    _ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>, stride: Int, rows: Int, pixel: Int
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * stride) { scratch in
      guard let trial = scratch.baseAddress else { return }
      // Above the first row everything is zero.
      let zeros = trial + stride
      zeros.update(repeating: 0, count: stride)
      for y in 0..<rows {
        let (row, to) = (source + y * stride, target + y * (stride + 1))
        let above = y == 0 ? UnsafePointer(zeros) : row - stride
        to[0] = 0
        (to + 1).update(from: row, count: stride)
        var least = cost(row, stride)
        for filter in 1...4 where least > 0 {
          switch filter {
          case 1: sub(row, trial, stride, pixel)
          case 2: up(row, above, trial, stride)
          case 3: average(row, above, trial, stride, pixel)
          default: paeth(row, above, trial, stride, pixel)
          }
          let sum = cost(trial, stride)
          if sum < least {
            least = sum
            to[0] = UInt8(filter)
            (to + 1).update(from: trial, count: stride)
          }
        }
      }
    }
  }

  /// The sum of the bytes as signed magnitudes.
  private static func cost(_ row: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var total = 0
    // Summed in runs whose sum fits into 32 bits, which the compiler vectorises better.
    for start in Swift.stride(from: 0, to: count, by: 1 << 20) {
      var sum: UInt32 = 0
      for index in start..<min(count, start + 1 << 20) {
        let value = row[index]
        sum &+= UInt32(min(value, 0 &- value))
      }
      total += Int(sum)
    }
    return total
  }

  private static func sub(
    _ row: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>, _ count: Int, _ pixel: Int
  ) {
    for index in 0..<min(pixel, count) { to[index] = row[index] }
    let left = row - pixel
    for index in pixel..<max(pixel, count) { to[index] = row[index] &- left[index] }
  }

  /// Each byte minus the one above.
  static func up(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    for index in 0..<count { to[index] = row[index] &- above[index] }
  }

  private static func average(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>, _ count: Int, _ pixel: Int
  ) {
    for index in 0..<min(pixel, count) { to[index] = row[index] &- above[index] / 2 }
    for index in pixel..<max(pixel, count) {
      let mean = (UInt16(row[index &- pixel]) &+ UInt16(above[index])) >> 1
      to[index] = row[index] &- UInt8(truncatingIfNeeded: mean)
    }
  }

  private static func paeth(
    _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>, _ count: Int, _ pixel: Int
  ) {
    for index in 0..<min(pixel, count) { to[index] = row[index] &- above[index] }
    for index in pixel..<max(pixel, count) {
      let (a, b, c) = (Int16(row[index &- pixel]), Int16(above[index]), Int16(above[index &- pixel]))
      // The distances of a + b - c from a, b and c.
      let (fromA, fromB, fromC) = (abs(b &- c), abs(a &- c), abs(a &+ b &- c &- c))
      let other = fromB <= fromC ? b : c
      let nearest = fromA <= fromB && fromA <= fromC ? a : other
      to[index] = row[index] &- UInt8(truncatingIfNeeded: nearest)
    }
  }
}
