import CPrepKernels

/// A page as cairo draws it (its format RGB24): a 32-bit number a pixel, 0xXXRRGGBB in the machine's byte order, whose highest
/// byte has no meaning. Rows go from the top and are tightly packed.
package struct DrawingSurface: ~Copyable, Sendable {
  package let width: Int
  package let height: Int
  /// Four bytes a pixel, followed by what is left of a larger page.
  private var memory: [UInt8]

  package static let bytesPerPixel = 4

  /// - Parameters:
  ///   - spare: memory of an earlier page, which is used again when it is large enough.
  ///   - draw: fills width x height pixels.
  /// - Precondition: at least one pixel.
  package init(width: Int, height: Int, reusing spare: consuming [UInt8], draw: (UnsafeMutablePointer<UInt8>) -> Void) {
    precondition(width > 0 && height > 0, "a surface has pixels")
    self.width = width
    self.height = height
    let count = Self.bytesPerPixel * width * height
    memory = consume spare
    if memory.count < count {
      // The old and the new memory must not exist at the same time.
      memory = []
      memory = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
        if let first = target.baseAddress { draw(first) }
        initialized = count
      }
    } else {
      memory.withUnsafeMutableBufferPointer { if let first = $0.baseAddress { draw(first) } }
    }
  }

  /// The bytes from one row to the next.
  package var stride: Int { Self.bytesPerPixel * width }

  /// Lends the pixels for reading.
  package func withPixels<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
    memory.withUnsafeBufferPointer { bytes in
      guard let first = bytes.baseAddress else { preconditionFailure("a surface has pixels") }
      return body(first)
    }
  }

  /// Its memory, for the next page.
  package consuming func released() -> [UInt8] { memory }

  /// The same pixels as RGB, in the same memory.
  package consuming func pixels() -> PixelBuffer {
    let count = width * height
    memory.withUnsafeMutableBufferPointer { vp_rows_pack_rgb($0.baseAddress, count, $0.baseAddress, 0) }
    memory.removeLast(memory.count - 3 * count)
    return PixelBuffer(width: width, height: height, channels: 3, bytes: memory)
  }

  /// Whether the page is blank, which means white. A page of one other colour is not blank.
  package var isWhite: Bool {
    let count = width * height
    return withPixels { first in
      // Whole blocks are compared, so that the comparison is vectorised and still ends early.
      first.withMemoryRebound(to: UInt32.self, capacity: count) { pixels in
        for start in Swift.stride(from: 0, to: count, by: 1024) {
          var all = UInt32.max
          for index in start..<min(start + 1024, count) { all &= pixels[index] }
          if all & 0xFF_FFFF != 0xFF_FFFF { return false }
        }
        return true
      }
    }
  }
}
