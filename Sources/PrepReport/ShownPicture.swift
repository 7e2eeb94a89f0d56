import PrepCodecs
import PrepCore
import PrepDataset
import PrepImage

/// A picture as the page holds it: small, and encoded by our own codecs.
struct ShownPicture {
  /// Pixels.
  var width: Int
  var height: Int
  /// A JPEG.
  var bytes: [UInt8]

  private static let quality = 70
  /// Small text must not suffer where it is looked at pixel by pixel.
  private static let cropQuality = 92
  private static let limits = Limits(maxPixels: .max)

  /// The picture with a long side of at most `longSide` pixels.
  /// - Throws: what is wrong with the picture.
  init(_ encoded: [UInt8], longSide: Int) throws(ItemFailure) {
    let header = try ImageHeader.probe(encoded)
    let size = fittedSize(width: header.displayWidth, height: header.displayHeight, maxSide: longSide)
    let image = try ImageDecoder.decode(
      encoded, header, limits: Self.limits, toWidth: size.width, height: size.height, acceptingTruncated: true)
    try self.init(image.pixels, quality: Self.quality)
  }

  private init(_ pixels: PixelBuffer, quality: Int) throws(ItemFailure) {
    width = pixels.width
    height = pixels.height
    bytes = try JPEGEncoder.encode(pixels, quality: quality)
  }

  /// A part of the picture, pixel by pixel, at the size in which a model sees it.
  struct Crop {
    var picture: ShownPicture
    /// The left upper corner in the picture as the model sees it.
    var x: Int
    var y: Int
  }

  /// The part with the most text in it.
  /// - Parameters:
  ///   - seen: the size in which the model sees the picture; not larger than the picture.
  ///   - most: the size of the part, unless the picture is smaller.
  static func crop(_ encoded: [UInt8], seen: PixelSize, most: PixelSize) throws(ItemFailure) -> Crop {
    let header = try ImageHeader.probe(encoded)
    let image = try ImageDecoder.decode(
      encoded, header, limits: limits, toWidth: min(seen.width, header.displayWidth),
      height: min(seen.height, header.displayHeight),
      acceptingTruncated: true
    ).pixels.compositedOnWhite()
    let size = PixelSize(width: min(most.width, image.width), height: min(most.height, image.height))
    let (x, y) = image.partWithMostText(size)
    return Crop(picture: try ShownPicture(image.part(x, y, size), quality: cropQuality), x: x, y: y)
  }

  /// The picture as a data URL.
  var url: HTML {
    let text = String(unsafeUninitializedCapacity: Base64.encodedCount(bytes.count)) { target in
      bytes.withUnsafeBufferPointer { Base64.encode($0, into: target) }
    }
    return "data:image/jpeg;base64,\(HTML(stringLiteral: text))"
  }
}

extension PixelBuffer {
  /// The position of the part of this size that has the most text, or what looks like text; the first one of several.
  ///
  /// In text, rows with many strokes alternate with rows without any. Lines and hatching have about equally many in each row.
  /// - Precondition: RGB, and at least as large as the part.
  func partWithMostText(_ size: PixelSize) -> (x: Int, y: Int) {
    let cell = 16
    let columns = (width + cell - 1) / cell
    let rows = (height + cell - 1) / cell
    // Of each cell: strokes of its richest and of its poorest row.
    var most = [Int](repeating: 0, count: columns * rows)
    var fewest = [Int](repeating: cell, count: columns * rows)
    var strokes = [Int](repeating: 0, count: columns)
    bytes.withUnsafeBufferPointer { bytes in
      for y in 0..<height {
        for column in 0..<columns { strokes[column] = 0 }
        // Green says most of brightness; noise and soft shades are no strokes.
        for x in 1..<max(1, width) {
          let place = y * stride + 3 * x + 1
          if abs(Int(bytes[place]) - Int(bytes[place - 3])) > 24 { strokes[x / cell] += 1 }
        }
        for column in 0..<columns {
          let place = y / cell * columns + column
          most[place] = max(most[place], strokes[column])
          fewest[place] = min(fewest[place], strokes[column])
        }
      }
    }
    // The end of a line makes a difference of two or three.
    let text = zip(most, fewest).map { max(0, $0 - $1 - 3) }
    var best = (sum: -1, x: 0, y: 0)
    for row in 0...(height - size.height) / cell {
      for column in 0...(width - size.width) / cell {
        var sum = 0
        for y in row..<min(rows, row + size.height / cell) {
          for x in column..<min(columns, column + size.width / cell) { sum += text[y * columns + x] }
        }
        if sum > best.sum { best = (sum, column * cell, row * cell) }
      }
    }
    return (best.x, best.y)
  }

  /// A part of the picture.
  func part(_ x: Int, _ y: Int, _ size: PixelSize) -> PixelBuffer {
    var part: [UInt8] = []
    part.reserveCapacity(size.width * size.height * channels)
    for row in y..<(y + size.height) {
      let start = row * stride + x * channels
      part += bytes[start..<(start + size.width * channels)]
    }
    return PixelBuffer(width: size.width, height: size.height, channels: channels, bytes: part)
  }
}
