/// A hash of 256 bits of a picture's overall look: pictures that look alike have hashes of small Hamming distance.
///
/// The luma of a ``PictureThumbnail`` goes through a two-dimensional cosine transform (DCT-II). Each coefficient of the 16 x 16
/// lowest frequencies gives a bit, its sign; frequencies that do not change along a row or a column are left out. Frequencies,
/// size and the trick of the eight orientations are those of PDQ (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ
/// Image-Hashing Algorithm", 2019). PDQ compares with the median, which is near zero and moves when a picture is turned.
/// Everything is computed in integers.
///
/// Turning and mirroring a picture changes signs of coefficients and transposes them, exactly. So one transform gives the hashes
/// of all eight orientations. The least of the eight would be one hash for all of them, but noise in its first bits makes another
/// one the least. So pictures are looked up by all eight hashes, and compared in the orientation that is nearest.
package struct PictureHash: Sendable, Hashable {
  /// The number of lowest frequencies that are used, in each direction.
  package static let frequencies = 16

  /// The hashes of the picture as each ``Orientation`` shows it, in the order of their raw values.
  package let orientations: [SIMD4<UInt64>]

  /// The hash of the picture as it is.
  package var bits: SIMD4<UInt64> { orientations[0] }

  package init(_ thumbnail: PictureThumbnail) {
    let coefficients = Self.coefficients(thumbnail.luma, side: PictureThumbnail.side)
    orientations = Orientation.allCases.map { Self.signs(coefficients, $0) }
  }

  /// The signs of the coefficients that the turned picture has.
  private static func signs(_ coefficients: [Int64], _ orientation: Orientation) -> SIMD4<UInt64> {
    let (transposes, mirrors, flips) = orientation.steps
    var bits = SIMD4<UInt64>()
    for vertical in 0..<frequencies {
      for horizontal in 0..<frequencies {
        var value = coefficients[transposes ? horizontal * frequencies + vertical : vertical * frequencies + horizontal]
        // Waves of odd frequency, which have the even indices, change their sign when they are mirrored.
        if mirrors, horizontal & 1 == 0 { value = -value }
        if flips, vertical & 1 == 0 { value = -value }
        let bit = vertical * frequencies + horizontal
        if value > 0 { bits[bit >> 6] |= 1 << UInt64(bit & 63) }
      }
    }
    return bits
  }

  /// The coefficients of the frequencies from 1 on; those of one vertical frequency form a row. They are exact sums of products
  /// with the integer cosines.
  static func coefficients(_ values: [UInt8], side: Int) -> [Int64] {
    let waves = cosines(side)
    var rows = [Int64](repeating: 0, count: frequencies * side)
    for wave in 0..<frequencies {
      for y in 0..<side {
        let weight = waves[wave * side + y]
        for x in 0..<side { rows[wave * side + x] &+= weight &* Int64(values[y * side + x]) }
      }
    }
    var coefficients = [Int64](repeating: 0, count: frequencies * frequencies)
    for vertical in 0..<frequencies {
      for horizontal in 0..<frequencies {
        var sum: Int64 = 0
        for x in 0..<side { sum &+= waves[horizontal * side + x] &* rows[vertical * side + x] }
        coefficients[vertical * frequencies + horizontal] = sum
      }
    }
    return coefficients
  }

  /// cos(π u (2x + 1) / 2n) with 12 bits after the point, for the frequencies u from 1 on. The second half mirrors the first, so
  /// that symmetry is exact.
  private static func cosines(_ side: Int) -> [Int64] {
    var waves = [Int64](repeating: 0, count: frequencies * side)
    for wave in 0..<frequencies {
      for x in 0..<(side / 2) {
        let angle = Double((wave + 1) * (2 * x + 1)) / Double(2 * side)
        let value = Int64((sinePi(angle + 0.5) * 4096).rounded())
        waves[wave * side + x] = value
        waves[wave * side + side - 1 - x] = wave & 1 == 0 ? -value : value
      }
    }
    return waves
  }
}

extension Orientation {
  /// The same as turning by this orientation: first the sides change places, then left and right, then top and bottom.
  var steps: (transposes: Bool, mirrors: Bool, flips: Bool) {
    switch self {
    case .upright: (false, false, false)
    case .mirrored: (false, true, false)
    case .upsideDown: (false, true, true)
    case .flipped: (false, false, true)
    case .transposed: (true, false, false)
    case .turnedRight: (true, true, false)
    case .transversed: (true, true, true)
    case .turnedLeft: (true, false, true)
    }
  }
}
