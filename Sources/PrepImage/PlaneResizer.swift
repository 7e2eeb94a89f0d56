import CPrepKernels

/// Makes one plane of 8-bit samples smaller while its rows arrive, from top to bottom.
///
/// Each row is first made narrower, into a ring of rows of 16-bit values. As soon as the ring has all rows behind a row of the
/// result, their weighted sum is that row, rounded and clamped once. The memory is kept for the next plane.
final class PlaneResizer {
  private var columns = ResizeWeights(ResizeAxis(from: 1, to: 1)).padded(to: PlaneResizer.window)
  private var rows = ResizeWeights(ResizeAxis(from: 1, to: 1))
  private var ring: [Int16] = []
  /// The numbers of the next rows: of the plane, and of the result.
  private var source = 0
  private(set) var finished = 0
  private(set) var result: [UInt8] = []

  /// Samples that the horizontal pass takes at a time. One byte less than this must be readable after a row.
  static let window = 16

  /// Begins a plane. An unfinished plane is dropped.
  func begin(_ horizontal: ResizeAxis, _ vertical: ResizeAxis) {
    // The weights of the image before often fit again.
    if columns.axis != horizontal { columns = ResizeWeights(horizontal).padded(to: Self.window) }
    if rows.axis != vertical { rows = ResizeWeights(vertical) }
    Self.grow(&ring, to: horizontal.target * rows.taps)
    Self.grow(&result, to: horizontal.target * vertical.target)
    source = 0
    finished = 0
  }

  /// Takes the next row: as many samples as the horizontal axis has, followed by `window` - 1 readable bytes.
  func take(_ row: UnsafePointer<UInt8>, portable: Bool = false) {
    let width = columns.axis.target
    let isPortable: Int32 = portable ? 1 : 0
    ring.withUnsafeMutableBufferPointer { ring in
      guard let ring = ring.baseAddress else { return }
      vp_resize_row(row, columns.first, columns.weights, columns.taps, width, ring + source % rows.taps * width, isPortable)
      source += 1
      while finished < rows.axis.target {
        let first = Int(rows.first[finished])
        let count = rows.counts[finished]
        guard first + count <= source else { return }
        withUnsafeTemporaryAllocation(of: UnsafePointer<Int16>?.self, capacity: count) { behind in
          for tap in 0..<count { behind[tap] = UnsafePointer(ring + (first + tap) % rows.taps * width) }
          rows.weights.withUnsafeBufferPointer { weights in
            result.withUnsafeMutableBufferPointer { result in
              guard let weights = weights.baseAddress, let result = result.baseAddress else { return }
              vp_resize_columns(
                behind.baseAddress, weights + finished * rows.taps, count, width, result + finished * width, isPortable)
            }
          }
        }
        finished += 1
      }
    }
  }

  /// Bytes that are held.
  var holding: Int { 2 * ring.count + result.count + 2 * (columns.weights.count + rows.weights.count) }

  private static func grow<Value: FixedWidthInteger>(_ values: inout [Value], to count: Int) {
    if values.count < count { values = [Value](repeating: 0, count: count) }
  }
}
