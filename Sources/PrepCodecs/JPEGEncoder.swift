import CPrepJPEG
package import PrepCore
package import PrepImage

/// Encodes pixels as a baseline JPEG without metadata except JFIF's.
package enum JPEGEncoder {
  /// From this quality on, chroma keeps its full resolution (4:4:4). Below it chroma is halved in both directions (4:2:0), as in
  /// libvips.
  package static let fullChromaQuality = 90

  /// Encodes with Huffman tables made for the image, or for a sample of a large image. Alpha is composited on white, because JPEG
  /// has no alpha. The same pixels give the same bytes.
  /// - Parameter quality: 1 to 100; values outside are clamped.
  package static func encode(_ image: PixelBuffer, quality: Int) throws(ItemFailure) -> [UInt8] {
    guard max(image.width, image.height) <= 65_500 else {
      throw ItemFailure(
        .encode, .imageTooLarge,
        "The image has \(image.width) x \(image.height) pixels; JPEG holds at most 65500 a side. Set `image.max_side`.")
    }
    let quality = min(100, max(1, quality))
    let rgb = image.compositedOnWhite()
    var text = [CChar](repeating: 0, count: 200)
    var encoded: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = rgb.bytes.withUnsafeBufferPointer { pixels in
      var source = vp_jpeg_source(
        pixels: pixels.baseAddress, stride: rgb.stride, width: UInt32(rgb.width), height: UInt32(rgb.height),
        quality: Int32(quality), chroma_factor: quality >= fullChromaQuality ? 1 : 2)
      return vp_jpeg_encode(&source, &encoded, &count, &text, text.count)
    }
    defer { vp_jpeg_free(encoded) }
    guard UInt32(bitPattern: status) == VP_JPEG_OK.rawValue, let encoded else {
      throw ItemFailure(.encode, .imageTooLarge, "The JPEG could not be encoded: \(message(text)).")
    }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}
