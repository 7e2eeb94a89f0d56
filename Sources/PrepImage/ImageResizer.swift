import CPrepKernels

/// Makes an image smaller while its rows arrive. Each thread has one, and uses its memory for one image after another.
package final class ImageResizer {
  /// What the planes are.
  package enum Colour: Sendable, Hashable {
    case gray
    /// Luma, blue and red difference, as in JPEG.
    case ycc
    case rgb
    /// Red, green and blue, each times alpha, and alpha.
    case premultiplied

    package var planes: Int {
      switch self {
      case .gray: 1
      case .ycc, .rgb: 3
      case .premultiplied: 4
      }
    }
  }

  private var planes: [PlaneResizer] = []
  private var colour = Colour.gray
  private var width = 0
  private var height = 0
  /// Rows of pixels, split into planes.
  private var split: [UInt8] = []
  private var pixelsInRow = 0
  private var splitStride: Int { pixelsInRow + PlaneResizer.window }
  private let mostKept: Int
  private let isPortable: Bool

  /// Enough for images of three megapixels.
  package static let usuallyKept = 12 << 20

  /// - Parameters:
  ///   - mostKept: bytes; memory above this is given back after each image.
  ///   - portable: never use AVX2; the result is the same.
  package init(keeping mostKept: Int = ImageResizer.usuallyKept, portable: Bool = false) {
    self.mostKept = mostKept
    isPortable = portable
  }

  /// Begins an image whose planes have these axes, one pair for each plane of the colour.
  /// - Precondition: all have the same target.
  package func begin(_ colour: Colour, _ axes: [(horizontal: ResizeAxis, vertical: ResizeAxis)]) {
    precondition(axes.count == colour.planes, "each plane has its axes")
    self.colour = colour
    width = axes[0].horizontal.target
    height = axes[0].vertical.target
    while planes.count < axes.count { planes.append(PlaneResizer()) }
    for (plane, axes) in zip(planes, axes) {
      precondition(axes.horizontal.target == width && axes.vertical.target == height, "planes of different sizes")
      plane.begin(axes.horizontal, axes.vertical)
    }
  }

  /// Begins an image that arrives as rows of pixels.
  package func begin(pixels colour: Colour, _ horizontal: ResizeAxis, _ vertical: ResizeAxis) {
    begin(colour, [(horizontal: ResizeAxis, vertical: ResizeAxis)](repeating: (horizontal, vertical), count: colour.planes))
    pixelsInRow = horizontal.samples
    let bytes = splitStride * colour.planes
    if split.count < bytes { split = [UInt8](repeating: 0, count: bytes) }
  }

  /// Takes the next row of one plane. 15 more bytes must be readable after it.
  package func take(_ row: UnsafePointer<UInt8>, plane: Int) { planes[plane].take(row, portable: isPortable) }

  /// Takes the next row of an image of pixels: RGB, or RGBA with straight alpha.
  package func take(pixels row: UnsafePointer<UInt8>) {
    let count = pixelsInRow
    split.withUnsafeMutableBufferPointer { split in
      guard let split = split.baseAddress else { return }
      if colour == .premultiplied {
        splitPremultiplied(row, count, into: split, stride: splitStride)
      } else {
        withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<UInt8>?.self, capacity: 3) { targets in
          for plane in 0..<3 { targets[plane] = split + plane * splitStride }
          vp_planes_split_rgb(row, count, targets.baseAddress, isPortable ? 1 : 0)
        }
      }
      for plane in 0..<colour.planes { take(split + plane * splitStride, plane: plane) }
    }
  }

  /// The result, in RGB or RGBA.
  /// - Precondition: all rows of all planes have arrived.
  package func finish() -> PixelBuffer {
    precondition(planes.prefix(colour.planes).allSatisfy { $0.finished == height }, "rows are missing")
    let pixels = width * height
    let channels = colour == .premultiplied ? 4 : 3
    let bytes = [UInt8](unsafeUninitializedCapacity: pixels * channels) { target, count in
      guard let target = target.baseAddress else { return }
      withPlanes { sources in
        switch colour {
        case .gray, .rgb: vp_planes_join_rgb(sources, pixels, target, isPortable ? 1 : 0)
        case .ycc: vp_planes_join_ycc(sources, pixels, target, isPortable ? 1 : 0)
        case .premultiplied: joinPremultiplied(sources, pixels, into: target)
        }
      }
      count = pixels * channels
    }
    return PixelBuffer(width: width, height: height, channels: channels, bytes: bytes)
  }

  /// Ends an image, whether it was finished or broken off. Gives memory back when there is too much to keep.
  package func end() {
    if planes.reduce(split.count, { $0 + $1.holding }) > mostKept {
      planes = []
      split = []
    }
  }

  /// Hands out the beginnings of the planes' results. A gray plane serves as all three.
  private func withPlanes(_ body: ([UnsafePointer<UInt8>?]) -> Void) {
    func add(_ pointers: [UnsafePointer<UInt8>?]) {
      guard pointers.count < max(3, colour.planes) else { return body(pointers) }
      planes[min(pointers.count, colour.planes - 1)].result.withUnsafeBufferPointer { add(pointers + [$0.baseAddress]) }
    }
    add([])
  }
}

extension PixelBuffer {
  /// The image made smaller, each axis by itself, in integers: the same bytes on every processor.
  ///
  /// Colours with alpha are premultiplied before and divided afterwards, so that invisible colours do not bleed into visible
  /// ones.
  /// - Precondition: neither side is enlarged; both are at least 1.
  package func resized(
    toWidth newWidth: Int, height newHeight: Int, with resizer: ImageResizer = ImageResizer()
  ) -> PixelBuffer {
    if newWidth == width && newHeight == height { return self }
    defer { resizer.end() }
    resizer.begin(
      pixels: hasAlpha ? .premultiplied : .rgb, ResizeAxis(from: width, to: newWidth), ResizeAxis(from: height, to: newHeight))
    bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      for y in 0..<height { resizer.take(pixels: base + y * stride) }
    }
    return resizer.finish()
  }
}
