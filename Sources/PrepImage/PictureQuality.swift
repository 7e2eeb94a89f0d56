package import PrepCore

/// What can be measured of a picture's quality at a small size, and the flags that follow from it.
///
/// The picture is measured at a long side of at most ``ReducedPicture/longSide`` pixels, in integers.
package struct PictureQuality: Sendable, Hashable {
  /// The luma (BT.601, 0 to 255) that 1, 50, 950 and 999 of 1000 pixels do not exceed.
  package let low: Int
  package let lowish: Int
  package let highish: Int
  package let high: Int
  /// How many of 1000 pixels have the most frequent colour, within ``colourTolerance`` in each channel.
  package let commonest: Int
  /// Whether that colour is white or nearly so.
  package let commonestIsWhite: Bool
  /// The variance of the Laplacian in squares that show something, such that a tenth of these squares are sharper. 0 when no
  /// square shows anything.
  package let sharpness: Int
  /// Displayed pixels of the whole picture.
  package let width: Int
  package let height: Int

  static let colourTolerance = 16
  /// Pixels a side of a square.
  static let square = 16
  /// Steps of luma within a square that shows something.
  static let leastDetail = 24

  package init(_ picture: ReducedPicture) {
    let luma = picture.luma
    var histogram = [Int](repeating: 0, count: 256)
    for value in luma { histogram[Int(value)] += 1 }
    func permille(_ share: Int) -> Int {
      var rest = (luma.count * share + 999) / 1000
      return histogram.indices.first { value in
        rest -= histogram[value]
        return rest <= 0
      } ?? 255
    }
    (low, lowish, highish, high) = (permille(1), permille(50), permille(950), permille(999))
    let (colour, count) = Self.commonestColour(picture.pixels.bytes)
    commonest = 1000 * count / luma.count
    commonestIsWhite = colour.allSatisfy { $0 >= 232 }
    sharpness = Self.sharpness(luma, width: picture.pixels.width, height: picture.pixels.height)
    (width, height) = (picture.width, picture.height)
  }

  /// The flags, in the order of ``PrepCore/PictureFlag``.
  package var flags: [PictureFlag] {
    PictureFlag.allCases.filter { flag in
      switch flag {
      case .blank: commonest >= 998
      case .dark: highish < 64
      // Drawings and shop photos are mostly white on purpose.
      case .bright: lowish >= 200 && commonest < 500
      case .lowContrast: high - low < 48 && commonest < 998
      case .blurred: sharpness < Self.leastSharpness && commonest < 998
      case .oneColour: commonest >= 950 && commonest < 998 && !commonestIsWhite
      case .oddAspect: max(width, height) > 4 * min(width, height)
      case .missingFonts: false
      }
    }
  }

  static let leastSharpness = 40

  /// The most frequent colour by the four upper bits of each channel, and how many pixels are near the mean of these pixels.
  private static func commonestColour(_ bytes: [UInt8]) -> (colour: [Int], count: Int) {
    var counts = [Int](repeating: 0, count: 4096)
    for index in stride(from: 0, to: bytes.count, by: 3) { counts[cell(bytes, index)] += 1 }
    let most = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    var sums = [0, 0, 0]
    for index in stride(from: 0, to: bytes.count, by: 3) where cell(bytes, index) == most {
      for channel in 0..<3 { sums[channel] += Int(bytes[index + channel]) }
    }
    let colour = sums.map { $0 / max(1, counts[most]) }
    var count = 0
    for index in stride(from: 0, to: bytes.count, by: 3) {
      let isNear =
        abs(Int(bytes[index]) - colour[0]) <= colourTolerance && abs(Int(bytes[index + 1]) - colour[1]) <= colourTolerance
        && abs(Int(bytes[index + 2]) - colour[2]) <= colourTolerance
      if isNear { count += 1 }
    }
    return (colour, count)
  }

  @inline(__always)
  private static func cell(_ bytes: [UInt8], _ index: Int) -> Int {
    Int(bytes[index] >> 4) << 8 | Int(bytes[index + 1] >> 4) << 4 | Int(bytes[index + 2] >> 4)
  }

  /// The variance of the Laplacian (4 times a pixel less its four neighbours) in each square that shows something. It tells focus
  /// well (Pech-Pacheco and others, "Diatom autofocusing in brightfield microscopy", 2000). The result is the value that a tenth
  /// of the squares exceed. So neither an even background nor a blurred one makes a picture blurred.
  private static func sharpness(_ luma: [UInt8], width: Int, height: Int) -> Int {
    var variances: [Int] = []
    for top in stride(from: 1, to: height - 1, by: square) {
      for left in stride(from: 1, to: width - 1, by: square) {
        var (sum, squares, count, darkest, lightest) = (0, 0, 0, 255, 0)
        for y in top..<min(top + square, height - 1) {
          for x in left..<min(left + square, width - 1) {
            let place = y * width + x
            let here = Int(luma[place])
            let value =
              4 * here - Int(luma[place - 1]) - Int(luma[place + 1]) - Int(luma[place - width]) - Int(luma[place + width])
            sum += value
            squares += value * value
            count += 1
            darkest = min(darkest, here)
            lightest = max(lightest, here)
          }
        }
        if lightest - darkest >= leastDetail { variances.append((squares - sum * sum / count) / count) }
      }
    }
    variances.sort(by: >)
    return variances.isEmpty ? 0 : variances[variances.count / 10]
  }
}
