/// How stored pixels are turned and mirrored for display: the values of the Exif tag 0x0112 (CIPA DC-008, 4.6.4).
package enum Orientation: Int, Sendable, Hashable, CaseIterable {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case flipped = 4
  case transposed = 5
  case turnedRight = 6
  case transversed = 7
  case turnedLeft = 8

  /// Whether width and height are exchanged.
  package var swapsSides: Bool { rawValue >= 5 }
}

extension PixelBuffer {
  /// The pixels as they are displayed.
  ///
  /// `turnedRight` (6) means that the stored image must be turned clockwise by a quarter, as the Exif tag says.
  package func oriented(_ orientation: Orientation) -> PixelBuffer {
    guard orientation != .upright else { return self }
    let swap = orientation.swapsSides
    let (newWidth, newHeight) = swap ? (height, width) : (width, height)

    // Each orientation is a walk through the source: the place where pixel (0, 0) comes from, and the steps for one pixel to the
    // right and one down.
    let (right, down) = (channels, stride)
    let (lastColumn, lastRow) = ((width - 1) * right, (height - 1) * down)
    let (start, stepX, stepY) =
      switch orientation {
      case .upright: (0, right, down)
      case .mirrored: (lastColumn, -right, down)
      case .upsideDown: (lastColumn + lastRow, -right, -down)
      case .flipped: (lastRow, right, -down)
      case .transposed: (0, down, right)
      case .turnedRight: (lastRow, -down, right)
      case .transversed: (lastColumn + lastRow, -down, -right)
      case .turnedLeft: (lastColumn, down, -right)
      }

    let turned = [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
      bytes.withUnsafeBufferPointer { source in
        let channels = channels
        // Pixels are copied in blocks, so that a column of the source stays in the cache while its neighbours are copied.
        for blockY in Swift.stride(from: 0, to: newHeight, by: block) {
          for blockX in Swift.stride(from: 0, to: newWidth, by: block) {
            for y in blockY..<min(blockY + block, newHeight) {
              var from = start &+ y &* stepY &+ blockX &* stepX
              var to = (y &* newWidth &+ blockX) &* channels
              for _ in blockX..<min(blockX + block, newWidth) {
                target[to] = source[from]
                target[to &+ 1] = source[from &+ 1]
                target[to &+ 2] = source[from &+ 2]
                if channels == 4 { target[to &+ 3] = source[from &+ 3] }
                from &+= stepX
                to &+= channels
              }
            }
          }
        }
      }
      count = bytes.count
    }
    return PixelBuffer(width: newWidth, height: newHeight, channels: channels, bytes: turned)
  }
}

/// The side of a block: 64 rows of 64 pixels of source and target fit into a first-level cache of 32 KiB.
private let block = 64
