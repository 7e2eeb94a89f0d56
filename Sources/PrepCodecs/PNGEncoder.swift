import CDeflate
package import PrepCore
package import PrepImage

/// Pixels to a PNG: IHDR, one IDAT, IEND. RGB or RGBA with 8 bits, which every consumer reads.
package enum PNGEncoder {
  /// How rows are prepared for compression.
  package enum RowFilter: Sendable, Hashable {
    /// `up` for flat graphics, `adaptive` for the rest.
    case automatic
    /// Each row less the one above: in drawings nearly all zeros.
    case up
    /// For each row the filter with the smallest sum of absolute differences (PNG, 12.7): for photos.
    case adaptive
  }

  /// libdeflate's level; 6 is its default.
  package static let level = 6

  /// Encodes in memory of about one copy of the image and the compressed size. The same pixels give the same bytes.
  package static func encode(_ image: PixelBuffer, filter: RowFilter = .automatic) throws(Failure) -> [UInt8] {
    let data = compressed(image, isFlat: filter == .automatic ? isFlatGraphics(image) : filter == .up)
    // A chunk's length is at most 2^31 - 1 (PNG, 5.3).
    guard !data.isEmpty, data.count <= 0x7FFF_FFFF else {
      throw Failure(
        .encode, .imageTooLarge,
        "The image of \(image.width) x \(image.height) pixels does not fit into a PNG. Set `image.max_side`.")
    }
    var file: [UInt8] = []
    file.reserveCapacity(data.count + 57)
    file += ImageHeader.pngSignature
    appendChunk("IHDR", header(image), to: &file)
    appendChunk("IDAT", data, to: &file)
    appendChunk("IEND", [], to: &file)
    return file
  }

  /// Empty when there is no memory for it.
  private static func compressed(_ image: PixelBuffer, isFlat: Bool) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(Int32(level)) else { return [] }
    defer { libdeflate_free_compressor(compressor) }
    let filtered = PNGRowFilters.filtered(image, isFlat: isFlat)
    let bound = libdeflate_zlib_compress_bound(compressor, filtered.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      count = libdeflate_zlib_compress(compressor, filtered, filtered.count, target.baseAddress, bound)
    }
  }

  private static func header(_ image: PixelBuffer) -> [UInt8] {
    // Depth 8, colour type 2 (RGB) or 6 (RGBA), deflate, the five row filters, not interlaced.
    big32(image.width) + big32(image.height) + [8, image.hasAlpha ? 6 : 2, 0, 0, 0]
  }

  /// Length, type, data, and the checksum over type and data.
  private static func appendChunk(_ type: StaticString, _ data: [UInt8], to file: inout [UInt8]) {
    file += big32(data.count)
    let start = file.count
    type.withUTF8Buffer { file += $0 }
    file += data
    let checksum = file.withUnsafeBytes { bytes in
      let chunk = UnsafeRawBufferPointer(rebasing: bytes[start...])
      return libdeflate_crc32(0, chunk.baseAddress, chunk.count)
    }
    file += big32(Int(checksum))
  }

  private static func big32(_ value: Int) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
