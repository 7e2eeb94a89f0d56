import CPrepPNG
import PrepCore
import PrepImage

extension ImageDecoder {
  /// The whole image, in the file's colours, as stored.
  static func decodePNG(_ bytes: [UInt8], _ header: ImageHeader) throws(ItemFailure) -> PixelBuffer {
    let (width, height, channels) = (header.width, header.height, header.decodedChannels)
    var status: UInt32 = 0
    var text = [CChar](repeating: 0, count: 200)

    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { target, count in
      var request = vp_png_target(
        pixels: target.baseAddress, stride: width * channels, width: UInt32(width), height: UInt32(height),
        channels: Int32(channels))
      status = UInt32(bitPattern: vp_png_decode(bytes, bytes.count, &request, &text, text.count))
      guard status == VP_PNG_OK.rawValue else { return }
      count = width * height * channels
    }
    switch status {
    case VP_PNG_OK.rawValue:
      return PixelBuffer(width: width, height: height, channels: channels, bytes: pixels)
    case VP_PNG_TRUNCATED.rawValue:
      throw ItemFailure(.decode, .truncatedImage, "The PNG's data ends before the image is complete (\(bytes.count) bytes).")
    case VP_PNG_NO_MEMORY.rawValue:
      throw ItemFailure(.decode, .tooManyPixels, "Not enough memory to decode \(width) x \(height) pixels.")
    case VP_PNG_MISMATCH.rawValue:
      throw ItemFailure(.decode, .corruptImage, "The PNG's chunks contradict each other.")
    default:
      throw ItemFailure(.decode, .corruptImage, "The PNG is damaged: \(message(text)).")
    }
  }
}
