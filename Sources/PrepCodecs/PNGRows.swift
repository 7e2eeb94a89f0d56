import CPrepKernels
import Glibc
import PrepImage

/// Rows of pixels in PNG's layout: RGB or RGBA, unfiltered or after the filter Up.
protocol PNGRows: ~Copyable {
  var height: Int { get }
  /// Without the byte that names the filter.
  var rowBytes: Int { get }

  func write(_ y: Int, to target: UnsafeMutablePointer<UInt8>)

  /// Writes the row minus the one above. Not for row 0.
  /// - Returns: whether both rows are equal, so that all differences are 0.
  func writeUp(_ y: Int, to target: UnsafeMutablePointer<UInt8>) -> Bool
}

extension PixelBuffer: PNGRows {
  var rowBytes: Int { stride }

  func write(_ y: Int, to target: UnsafeMutablePointer<UInt8>) {
    bytes.withUnsafeBufferPointer { bytes in
      guard let first = bytes.baseAddress else { return }
      target.update(from: first + y * stride, count: stride)
    }
  }

  func writeUp(_ y: Int, to target: UnsafeMutablePointer<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard let first = bytes.baseAddress else { return true }
      let row = first + y * stride
      if memcmp(row, row - stride, stride) == 0 {
        target.update(repeating: 0, count: stride)
        return true
      }
      PNGRowFilters.up(row, row - stride, target, stride)
      return false
    }
  }
}

extension DrawingSurface: PNGRows {
  var rowBytes: Int { 3 * width }

  func write(_ y: Int, to target: UnsafeMutablePointer<UInt8>) {
    withPixels { vp_rows_pack_rgb($0 + y * stride, width, target, 0) }
  }

  func writeUp(_ y: Int, to target: UnsafeMutablePointer<UInt8>) -> Bool {
    withPixels { first in
      let row = first + y * stride
      return vp_rows_up_rgb(row, row - stride, width, target, 0) != 0
    }
  }
}
