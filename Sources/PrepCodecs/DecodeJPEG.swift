import CPrepJPEG
import PrepCore
import PrepImage

extension ImageDecoder {
  /// More scans than any encoder writes (about 10), fewer than would make a small file cost minutes.
  static let maxScans = 100

  static func decodeJPEG(
    _ bytes: [UInt8], _ header: ImageHeader, eighths: Int, acceptingTruncated: Bool
  ) throws(Failure) -> PixelBuffer {
    let width = (header.width * eighths + 7) / 8
    let height = (header.height * eighths + 7) / 8
    let channels = header.model == .cmyk || header.model == .ycck ? 4 : 3
    var status: UInt32 = 0
    var text = [CChar](repeating: 0, count: 200)

    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { target, count in
      var request = vp_jpeg_target(
        pixels: target.baseAddress, stride: width * channels, width: UInt32(width), height: UInt32(height),
        channels: Int32(channels), eighths: Int32(eighths), max_scans: Int32(maxScans),
        accept_truncated: acceptingTruncated ? 1 : 0)
      status = UInt32(bitPattern: vp_jpeg_decode(bytes, bytes.count, &request, &text, text.count))
      guard status == VP_JPEG_OK.rawValue else { return }
      if channels == 4 {
        CMYKConversion(profile: header.iccProfile).convert(target, width: width, height: height)
        count = width * height * 3
      } else {
        ColorConversion(of: header)?.convert(target, width: width, channels: channels)
        count = width * height * 3
      }
    }
    switch status {
    case VP_JPEG_OK.rawValue:
      return PixelBuffer(width: width, height: height, channels: 3, bytes: pixels)
    case VP_JPEG_TRUNCATED.rawValue:
      throw Failure(.decode, .truncatedImage, "The JPEG's data ends before the image is complete (\(bytes.count) bytes).")
    case VP_JPEG_TOO_MANY_SCANS.rawValue:
      throw Failure(.decode, .corruptImage, "The JPEG has more than \(maxScans) scans; that many serve no image.")
    case VP_JPEG_NO_MEMORY.rawValue:
      throw Failure(.decode, .tooManyPixels, "Not enough memory to decode \(header.width) x \(header.height) pixels.")
    case VP_JPEG_MISMATCH.rawValue:
      throw Failure(.decode, .corruptImage, "The JPEG's headers contradict each other.")
    default:
      throw Failure(.decode, .corruptImage, "The JPEG is damaged: \(message(text)).")
    }
  }
}
