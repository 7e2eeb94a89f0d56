/// An image in memory: 8 bits a channel, sRGB, rows from the top, tightly packed.
package struct PixelBuffer: Sendable, Hashable {
  package let width: Int
  package let height: Int
  /// 3: RGB; 4: RGBA with straight (not premultiplied) alpha.
  package let channels: Int
  package private(set) var bytes: [UInt8]

  /// - Precondition: at least one pixel, 3 or 4 channels, and `bytes` holds exactly width x height x channels.
  package init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    precondition(width > 0 && height > 0 && (channels == 3 || channels == 4), "not a pixel buffer's shape")
    precondition(bytes.count == width * height * channels, "the bytes do not fill the shape")
    self.width = width
    self.height = height
    self.channels = channels
    self.bytes = bytes
  }

  /// The bytes from one row to the next.
  package var stride: Int { width * channels }

  package var hasAlpha: Bool { channels == 4 }

  /// Hands out the bytes to be changed in place.
  package mutating func change(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeMutableBufferPointer { body($0) }
  }
}
