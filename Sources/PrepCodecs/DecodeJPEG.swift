import CPrepJPEG
import PrepCore
import PrepImage

/// JPEG by libjpeg-turbo. An image that is to be made smaller arrives as planes, which the inverse DCT makes smaller where that
/// leaves enough pixels, and goes row by row through a resizer. So no whole image is held, chroma is resized at its stored
/// resolution, and colours are converted at the final size.
extension ImageDecoder {
  /// More scans than any encoder writes (about 10), and fewer than would let a small file take minutes.
  static let maxScans = 100

  /// The whole image, in the file's colours (CMYK in sRGB), as stored.
  /// - Parameter eighths: the scale of the inverse DCT; sides are rounded up.
  static func decodeJPEG(
    _ bytes: [UInt8], _ header: ImageHeader, eighths: Int = 8, acceptingTruncated: Bool
  ) throws(ItemFailure) -> DecodedImage {
    let (width, height) = ((header.width * eighths + 7) / 8, (header.height * eighths + 7) / 8)
    let channels = header.isCMYK ? 4 : 3
    var status: UInt32 = 0
    var text = [CChar](repeating: 0, count: 200)
    var isTruncated = false

    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { target, count in
      var request = vp_jpeg_target(header, eighths: eighths, acceptingTruncated: acceptingTruncated)
      request.pixels = target.baseAddress
      request.stride = width * channels
      status = UInt32(bitPattern: vp_jpeg_decode(bytes, bytes.count, &request, &text, text.count))
      guard status == VP_JPEG_OK.rawValue else { return }
      isTruncated = request.is_truncated != 0
      if channels == 4 {
        CMYKConversion(profile: header.iccProfile).withRows(of: width) { convert in
          withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * 3) { row in
            guard let base = target.baseAddress, let row = row.baseAddress else { return }
            // In place: a row of RGB ends before its row of CMYK does.
            for y in 0..<height {
              convert(base + y * width * 4, row)
              (base + y * width * 3).update(from: row, count: width * 3)
            }
          }
        }
      }
      count = width * height * 3
    }
    try check(status, text, bytes, header)
    return DecodedImage(pixels: PixelBuffer(width: width, height: height, channels: 3, bytes: pixels), isTruncated: isTruncated)
  }

  /// The image at a smaller size, in the file's colours (CMYK in sRGB), as stored.
  static func decodeJPEG(
    _ bytes: [UInt8], _ header: ImageHeader, toWidth width: Int, height: Int, acceptingTruncated: Bool, with resizer: ImageResizer
  ) throws(ItemFailure) -> DecodedImage {
    defer { resizer.end() }
    func leavesEnough(_ eighths: Int) -> Bool {
      header.width * eighths >= 16 * width && header.height * eighths >= 16 * height
    }
    let eighths = [1, 2, 4].first(where: leavesEnough) ?? 8
    var request = vp_jpeg_target(header, eighths: eighths, acceptingTruncated: acceptingTruncated)
    var text = [CChar](repeating: 0, count: 200)
    var status: UInt32 = 0
    func decode(_ conversion: RowConversion?) {
      var bands = JPEGBands(
        resizer, length: (Double(header.width * eighths) / 8, Double(header.height * eighths) / 8), target: (width, height),
        conversion: conversion)
      withUnsafeMutablePointer(to: &bands) { bands in
        request.context = UnsafeMutableRawPointer(bands)
        request.take = { context, band in
          guard let band else { return }
          context?.assumingMemoryBound(to: JPEGBands.self).pointee.take(band.pointee)
        }
        status = UInt32(bitPattern: vp_jpeg_decode(bytes, bytes.count, &request, &text, text.count))
      }
    }
    if header.isCMYK {
      CMYKConversion(profile: header.iccProfile).withRows(of: Int(request.width)) { decode($0) }
    } else {
      decode(nil)
    }
    try check(status, text, bytes, header)
    return DecodedImage(pixels: resizer.finish(), isTruncated: request.is_truncated != 0)
  }

  /// Decodes all data and keeps no pixel. An eighth of the size finds as much damage in the data as the whole.
  static func verifyJPEG(_ bytes: [UInt8], _ header: ImageHeader) throws(ItemFailure) {
    var request = vp_jpeg_target(header, eighths: 1, acceptingTruncated: false)
    var text = [CChar](repeating: 0, count: 200)
    let status = vp_jpeg_decode(bytes, bytes.count, &request, &text, text.count)
    try check(UInt32(bitPattern: status), text, bytes, header)
  }

  private static func check(_ status: UInt32, _ text: [CChar], _ bytes: [UInt8], _ header: ImageHeader) throws(ItemFailure) {
    switch status {
    case VP_JPEG_OK.rawValue: return
    case VP_JPEG_TRUNCATED.rawValue:
      throw ItemFailure(.decode, .truncatedImage, "The JPEG's data ends before the image is complete (\(bytes.count) bytes).")
    case VP_JPEG_TOO_MANY_SCANS.rawValue:
      throw ItemFailure(.decode, .corruptImage, "The JPEG has more than \(maxScans) scans; that many serve no image.")
    case VP_JPEG_NO_MEMORY.rawValue:
      throw ItemFailure(.decode, .tooManyPixels, "Not enough memory to decode \(header.width) x \(header.height) pixels.")
    case VP_JPEG_MISMATCH.rawValue:
      throw ItemFailure(.decode, .corruptImage, "The JPEG's headers contradict each other.")
    default:
      throw ItemFailure(.decode, .corruptImage, "The JPEG is damaged: \(message(text)).")
    }
  }
}

extension vp_jpeg_target {
  /// A request for an image at a scale of the inverse DCT.
  fileprivate init(_ header: ImageHeader, eighths: Int, acceptingTruncated: Bool) {
    self.init()
    width = UInt32((header.width * eighths + 7) / 8)
    height = UInt32((header.height * eighths + 7) / 8)
    channels = header.isCMYK ? 4 : 3
    self.eighths = Int32(eighths)
    max_scans = Int32(ImageDecoder.maxScans)
    accept_truncated = acceptingTruncated ? 1 : 0
  }
}

/// Feeds the bands of a JPEG into a resizer.
private struct JPEGBands {
  private let resizer: ImageResizer
  /// The image's size in the decoder's pixels, before it was rounded up.
  private let length: (width: Double, height: Double)
  private let target: (width: Int, height: Int)
  /// Converts CMYK to RGB.
  private let conversion: RowConversion?
  private var converted: [UInt8] = []
  private var hasBegun = false

  init(
    _ resizer: ImageResizer, length: (width: Double, height: Double), target: (width: Int, height: Int),
    conversion: RowConversion?
  ) {
    self.resizer = resizer
    self.length = length
    self.target = target
    self.conversion = conversion
  }

  mutating func take(_ band: vp_jpeg_band) {
    let all = [band.plane.0, band.plane.1, band.plane.2].prefix(Int(band.planes))
    if !hasBegun { begin(band.colour, Array(all)) }
    hasBegun = true
    for (index, plane) in all.enumerated() {
      guard let samples = plane.samples else { return }
      if let conversion {
        converted.withUnsafeMutableBufferPointer { row in
          guard let row = row.baseAddress else { return }
          conversion(samples, row)
          resizer.take(pixels: row)
        }
      } else {
        for row in 0..<Int(plane.rows) { resizer.take(samples + row * plane.stride, plane: index) }
      }
    }
  }

  private mutating func begin(_ colour: vp_jpeg_colour, _ planes: [vp_jpeg_plane]) {
    let axes = planes.map { plane in
      (
        horizontal: ResizeAxis(
          samples: Int(plane.width), step: Int(plane.step_x), length: length.width, target: target.width),
        vertical: ResizeAxis(
          samples: Int(plane.height), step: Int(plane.step_y), length: length.height, target: target.height)
      )
    }
    switch colour {
    case VP_JPEG_GRAY: resizer.begin(.gray, axes)
    case VP_JPEG_YCC: resizer.begin(.ycc, axes)
    case VP_JPEG_RGB: resizer.begin(.rgb, axes)
    default:
      converted = [UInt8](repeating: 0, count: Int(planes[0].width) * 3)
      resizer.begin(pixels: .rgb, axes[0].horizontal, axes[0].vertical)
    }
  }
}
