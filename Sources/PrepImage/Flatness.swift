/// How the pixels of an image compare with their neighbours: the counts behind ``isFlatGraphics(_:)``.
package struct Flatness: Sendable, Hashable {
  /// Pixels that were looked at.
  package let sampled: Int
  /// Those that equal their left or their upper neighbour: backgrounds, fills, straight lines.
  package let flat: Int
  /// Those that differ from both by a little: noise, shading, texture.
  package let gentle: Int

  /// Rows that are looked at; spread evenly, so that the result depends on the image alone.
  static let rows = 256
  /// Pixels that are compared at once.
  private static let block = 64
  /// The largest difference of a channel that counts as a little.
  static let little = 16

  /// Flat graphics have at least this share of flat pixels ...
  package static let leastFlat = 0.5
  /// ... and at most this share of gentle ones.
  package static let mostGentle = 0.03

  package var flatShare: Double { sampled == 0 ? 1 : Double(flat) / Double(sampled) }
  package var gentleShare: Double { sampled == 0 ? 0 : Double(gentle) / Double(sampled) }

  package init(of image: PixelBuffer) {
    let (width, height, channels, stride) = (image.width, image.height, image.channels, image.stride)
    let rows = min(height, Self.rows)
    var (flat, gentle) = (0, 0)
    image.bytes.withUnsafeBufferPointer { bytes in
      for sample in 0..<rows {
        // The first row has no upper neighbour; in an image of more rows it is left out.
        let y = height == 1 ? 0 : 1 + sample * (height - 1) / rows
        for start in Swift.stride(from: 0, to: width, by: Self.block) {
          let end = min(start &+ Self.block, width)
          // Nearly all of a drawing is background, where whole blocks equal what is left of them.
          if start > 0, isSame(bytes, y &* stride &+ start &* channels, count: (end &- start) &* channels, before: channels) {
            flat &+= end &- start
            continue
          }
          var index = y &* stride &+ start &* channels
          for x in start..<end {
            // Most other pixels equal their left neighbour, and are not looked at further.
            if x > 0, isSame(bytes, index, index &- channels, channels) {
              flat &+= 1
            } else {
              let left = x > 0 ? difference(bytes, index, index &- channels, channels) : 255
              // A pixel alone counts as flat.
              let above = y > 0 ? difference(bytes, index, index &- stride, channels) : x > 0 ? 255 : 0
              if above == 0 {
                flat &+= 1
              } else if max(left, above) <= Self.little {
                gentle &+= 1
              }
            }
            index &+= channels
          }
        }
      }
    }
    self.sampled = rows * width
    self.flat = flat
    self.gentle = gentle
  }
}

/// Whether an image is a drawing, a screenshot or line art (true), or a photo (false).
///
/// Backgrounds are flat in both, for shops photograph on white. What tells them apart is that the rest of a drawing is edges,
/// and the rest of a photo is gentle: at most 0.004 of the pixels of rendered drawings are, and at least 0.08 of those of
/// photos, so the limits have room on both sides. The class chooses between PNG and JPEG, and between the row filters of PNG.
package func isFlatGraphics(_ image: PixelBuffer) -> Bool {
  let flatness = Flatness(of: image)
  return flatness.flatShare >= Flatness.leastFlat && flatness.gentleShare <= Flatness.mostGentle
}

/// Whether all pixels have one colour.
package func isBlank(_ image: PixelBuffer) -> Bool {
  let channels = image.channels
  return image.bytes.withUnsafeBufferPointer { bytes in
    // In blocks, so that the comparison is vectorised and still ends early.
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

/// Whether each of `count` bytes equals the one that lies `before` bytes earlier.
@inline(__always)
private func isSame(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, count: Int, before: Int) -> Bool {
  var difference: UInt8 = 0
  for position in start..<start &+ count { difference |= bytes[position] ^ bytes[position &- before] }
  return difference == 0
}

@inline(__always)
private func isSame(_ bytes: UnsafeBufferPointer<UInt8>, _ a: Int, _ b: Int, _ channels: Int) -> Bool {
  bytes[a] == bytes[b] && bytes[a &+ 1] == bytes[b &+ 1] && bytes[a &+ 2] == bytes[b &+ 2]
    && (channels == 3 || bytes[a &+ 3] == bytes[b &+ 3])
}

/// The largest difference of a channel between two pixels.
@inline(__always)
private func difference(_ bytes: UnsafeBufferPointer<UInt8>, _ a: Int, _ b: Int, _ channels: Int) -> Int {
  var largest = 0
  for channel in 0..<channels { largest = max(largest, abs(Int(bytes[a &+ channel]) &- Int(bytes[b &+ channel]))) }
  return largest
}
