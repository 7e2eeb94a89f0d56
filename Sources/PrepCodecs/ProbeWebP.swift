import PrepCore
import PrepImage

/// WebP (RFC 9649): RIFF container, VP8 (RFC 6386, 9.1), VP8L, and VP8X with ICCP, ANIM, ALPH, EXIF.
extension ImageHeader {
  static func probeWebP(_ file: HeaderBytes) throws(ItemFailure) -> ImageHeader {
    guard let size = file.little32(4) else { throw truncated("WebP", at: file.count) }
    let end = min(file.count, 8 + size)
    var header: ImageHeader?
    var offset = 12
    while let length = file.little32(offset + 4), offset + 8 <= end {
      let payload = offset + 8
      if file.has("VP8X", at: offset) {
        header = try extended(payload, file)
      } else if file.has("VP8 ", at: offset) {
        let inner = try lossy(payload, file)
        return try (header ?? inner).withPixels().finishing(file, from: payload + length, to: end)
      } else if file.has("VP8L", at: offset) {
        let inner = try lossless(payload, file)
        var outer = header ?? inner
        outer.hasAlpha = inner.hasAlpha
        outer.model = inner.model
        return try outer.withPixels().finishing(file, from: payload + length, to: end)
      } else if file.has("ANIM", at: offset) || file.has("ANMF", at: offset) {
        throw unsupported("This is an animated WebP; a still image is needed.")
      } else if let data = file.slice(payload..<(payload + length)) {
        header?.take(file, offset, data)
      }
      offset = payload + length + length % 2
    }
    throw truncated("WebP", at: file.count)
  }

  private static func extended(_ offset: Int, _ file: HeaderBytes) throws(ItemFailure) -> ImageHeader {
    guard let flags = file.byte(offset), let width = file.little24(offset + 4), let height = file.little24(offset + 7) else {
      throw truncated("WebP", at: file.count)
    }
    if flags & 0x02 != 0 { throw unsupported("This is an animated WebP; a still image is needed.") }
    let hasAlpha = flags & 0x10 != 0
    var header = ImageHeader(format: .webp, width: width + 1, height: height + 1, model: hasAlpha ? .rgba : .rgb)
    header.hasAlpha = hasAlpha
    return header
  }

  private static func lossy(_ offset: Int, _ file: HeaderBytes) throws(ItemFailure) -> ImageHeader {
    guard let width = file.little16(offset + 6), let height = file.little16(offset + 8) else {
      throw truncated("WebP", at: file.count)
    }
    guard file.has([0x9D, 0x01, 0x2A], at: offset + 3) else { throw corrupt("The WebP's VP8 frame header is damaged.") }
    // The two upper bits are hints for scaling.
    return ImageHeader(format: .webp, width: width & 0x3FFF, height: height & 0x3FFF, model: .rgb)
  }

  private static func lossless(_ offset: Int, _ file: HeaderBytes) throws(ItemFailure) -> ImageHeader {
    guard let signature = file.byte(offset), let bits = file.little32(offset + 1) else {
      throw truncated("WebP", at: file.count)
    }
    guard signature == 0x2F else { throw corrupt("The WebP's VP8L header is damaged.") }
    let hasAlpha = bits >> 28 & 1 == 1
    var header = ImageHeader(
      format: .webp, width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1, model: hasAlpha ? .rgba : .rgb)
    header.hasAlpha = hasAlpha
    return header
  }

  /// Reads the metadata chunks after the image data.
  private func finishing(_ file: HeaderBytes, from start: Int, to end: Int) -> ImageHeader {
    var header = self
    var offset = start + start % 2
    while let length = file.little32(offset + 4), offset + 8 <= end,
      let data = file.slice((offset + 8)..<(offset + 8 + length))
    {
      header.take(file, offset, data)
      offset += 8 + length + length % 2
    }
    return header
  }

  private mutating func take(_ file: HeaderBytes, _ offset: Int, _ data: ArraySlice<UInt8>) {
    if file.has("ICCP", at: offset), data.count <= Self.maxProfileBytes {
      iccProfile = Array(data)
    } else if file.has("EXIF", at: offset) {
      orientation = Orientation(exif: data)
    }
  }
}
