package import PrepImage

/// Images made in code, so that a test shows what it is about.
package enum SampleImages {
  /// Each byte from its column, row and channel.
  package static func drawn(_ width: Int, _ height: Int, channels: Int = 3, _ value: (Int, Int, Int) -> Int) -> PixelBuffer {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * height * channels)
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channels { bytes.append(UInt8(clamping: value(x, y, channel))) }
      }
    }
    return PixelBuffer(width: width, height: height, channels: channels, bytes: bytes)
  }

  package static func noise(_ width: Int, _ height: Int, channels: Int = 3, seed: UInt64) -> PixelBuffer {
    var numbers = Seeded(seed)
    return drawn(width, height, channels: channels) { _, _, _ in Int.random(in: 0...255, using: &numbers) }
  }

  /// A smooth surface with a little noise, as a camera gives.
  package static func photo(_ width: Int, _ height: Int, seed: UInt64 = 1) -> PixelBuffer {
    var numbers = Seeded(seed)
    return drawn(width, height) { x, y, channel in
      (x * 160 / width + y * 60 / height + channel * 10) + Int.random(in: 0...6, using: &numbers)
    }
  }

  /// Black lines on white.
  package static func drawing(_ width: Int, _ height: Int) -> PixelBuffer {
    drawn(width, height) { x, y, _ in x % 37 == 5 || y % 29 == 7 || (x + y) % 61 == 0 ? 0 : 255 }
  }
}

extension PixelBuffer {
  package func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    let start = (y * width + x) * channels
    return Array(bytes[start..<(start + channels)])
  }

  /// The largest and the mean difference of all bytes.
  package func difference(from other: PixelBuffer) -> (largest: Int, mean: Double) {
    let differences = zip(bytes, other.bytes).map { abs(Int($0) - Int($1)) }
    return (differences.max() ?? 0, Double(differences.reduce(0, +)) / Double(max(1, differences.count)))
  }
}
