import CWebP
import PrepCore
import PrepImage

extension ImageDecoder {
  /// The whole image, in the file's colours, as stored.
  static func decodeWebP(_ bytes: [UInt8], _ header: ImageHeader) throws(ItemFailure) -> PixelBuffer {
    let (width, height, channels) = (header.width, header.height, header.decodedChannels)
    var status = VP8_STATUS_OK

    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { target, count in
      var config = WebPDecoderConfig()
      guard WebPInitDecoderConfig(&config) != 0 else {
        status = VP8_STATUS_INVALID_PARAM
        return
      }
      status = WebPGetFeatures(bytes, bytes.count, &config.input)
      guard status == VP8_STATUS_OK else { return }
      // The container and the stream inside may disagree about the size.
      guard Int(config.input.width) == width, Int(config.input.height) == height else {
        status = VP8_STATUS_BITSTREAM_ERROR
        return
      }
      config.output.colorspace = channels == 4 ? MODE_RGBA : MODE_RGB
      config.output.is_external_memory = 1
      config.output.u.RGBA = WebPRGBABuffer(
        rgba: target.baseAddress, stride: Int32(width * channels), size: width * height * channels)
      status = WebPDecode(bytes, bytes.count, &config)
      WebPFreeDecBuffer(&config.output)
      guard status == VP8_STATUS_OK else { return }
      count = width * height * channels
    }
    switch status {
    case VP8_STATUS_OK:
      return PixelBuffer(width: width, height: height, channels: channels, bytes: pixels)
    case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED:
      throw ItemFailure(.decode, .truncatedImage, "The WebP's data ends before the image is complete (\(bytes.count) bytes).")
    case VP8_STATUS_OUT_OF_MEMORY:
      throw ItemFailure(.decode, .tooManyPixels, "Not enough memory to decode \(width) x \(height) pixels.")
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      throw ItemFailure(.decode, .unsupportedFormat, "The WebP uses a feature that libwebp does not read.")
    default:
      throw ItemFailure(.decode, .corruptImage, "The WebP's data is damaged.")
    }
  }
}
