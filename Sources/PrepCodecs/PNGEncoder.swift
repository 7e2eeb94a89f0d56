import CDeflate
import Glibc
package import PrepCore
package import PrepImage

/// Encodes pixels as a PNG: IHDR, one IDAT, IEND. It is RGB or RGBA with 8 bits, which every consumer reads.
package enum PNGEncoder {
  /// How rows are prepared for compression.
  package enum RowFilter: Sendable, Hashable {
    /// `none` or `up` for flat graphics, whichever makes a sample of the rows smaller; `adaptive` for all other images.
    case automatic
    /// The pixels as they are: for dense hatching and text, whose edges Up would double.
    case none
    /// Each row minus the one above: nearly all zeros in most drawings.
    case up
    /// For each row the filter with the smallest sum of absolute differences (PNG, 12.7): for photos.
    case adaptive
  }

  /// libdeflate's level for all images but flat graphics; 6 is its default.
  package static let level = 6

  /// Encodes flat graphics in memory of about the compressed size, and other images with one more copy of the image. The same
  /// pixels give the same bytes.
  package static func encode(_ image: PixelBuffer, filter: RowFilter = .automatic) throws(ItemFailure) -> [UInt8] {
    let isAdaptive = filter == .adaptive || filter == .automatic && !isFlatGraphics(image)
    return try file(
      isAdaptive ? compressed(image) : compressedFlat(image, filter), width: image.width, height: image.height,
      hasAlpha: image.hasAlpha)
  }

  /// Encodes flat graphics directly from what was drawn. The result has the bytes that the surface's ``DrawingSurface/pixels()``
  /// give.
  package static func encode(flat surface: borrowing DrawingSurface) throws(ItemFailure) -> [UInt8] {
    try file(compressedFlat(surface, .automatic), width: surface.width, height: surface.height, hasAlpha: false)
  }

  private static func file(_ data: [UInt8], width: Int, height: Int, hasAlpha: Bool) throws(ItemFailure) -> [UInt8] {
    // A chunk's length is at most 2^31 - 1 (PNG, 5.3).
    guard !data.isEmpty, data.count <= 0x7FFF_FFFF else {
      throw ItemFailure(
        .encode, .imageTooLarge,
        "The image of \(width) x \(height) pixels does not fit into a PNG. Set `image.max_side`.")
    }
    var file: [UInt8] = []
    file.reserveCapacity(data.count + 57)
    file += ImageHeader.pngSignature
    // Depth 8, colour type 2 (RGB) or 6 (RGBA), deflate, the five row filters, not interlaced.
    appendChunk("IHDR", big32(width) + big32(height) + [8, hasAlpha ? 6 : 2, 0, 0, 0], to: &file)
    appendChunk("IDAT", data, to: &file)
    appendChunk("IEND", [], to: &file)
    return file
  }

  /// The rows of flat graphics in a zlib stream (RFC 1950).
  private static func compressedFlat(_ image: borrowing some PNGRows & ~Copyable, _ filter: RowFilter) -> [UInt8] {
    var compressor = DrawingCompressor(rowBytes: image.rowBytes + 1, expected: image.rowBytes * image.height / 24 + 65_536)
    let chosen = filter == .automatic ? flatFilter(image, with: &compressor) : filter
    var checksum = Adler32()
    append(0..<image.height, of: image, chosen, to: &compressor, &checksum)
    // Deflate with a window of 32 KiB; no dictionary; the level is given as "fastest", which no decoder uses.
    var file: [UInt8] = [0x78, 0x01]
    file += compressor.finish()
    return file + big32(Int(checksum.value))
  }

  /// The better filter for flat graphics, decided by bands of rows that are spread evenly. Unfiltered rows take twice the time,
  /// so they must save a twentieth.
  private static func flatFilter(
    _ image: borrowing some PNGRows & ~Copyable, with compressor: inout DrawingCompressor
  ) -> RowFilter {
    let none = sampledSize(image, .none, with: &compressor)
    let up = sampledSize(image, .up, with: &compressor)
    return none * 20 < up * 19 ? .none : .up
  }

  private static func sampledSize(
    _ image: borrowing some PNGRows & ~Copyable, _ filter: RowFilter, with compressor: inout DrawingCompressor
  ) -> Int {
    let (bands, rows) = (8, 16)
    var checksum = Adler32()
    for band in 0..<bands {
      let start = image.height * (2 * band + 1) / (2 * bands)
      let end = min(start + rows, image.height * (2 * band + 3) / (2 * bands), image.height)
      append(start..<end, of: image, filter, to: &compressor, &checksum)
    }
    defer { compressor.restart() }
    return compressor.finish().count
  }

  private static func append(
    _ rows: Range<Int>, of image: borrowing some PNGRows & ~Copyable, _ filter: RowFilter, to compressor: inout DrawingCompressor,
    _ checksum: inout Adler32
  ) {
    let count = image.rowBytes
    for y in rows {
      compressor.append(count + 1) { target in
        if filter == .none || y == 0 {
          target[0] = 0
          image.write(y, to: target + 1)
        } else {
          target[0] = 2
          if image.writeUp(y, to: target + 1) {
            checksum.add(target[0])
            checksum.add(zeros: count)
            return
          }
        }
        checksum.add(target, count + 1)
      }
    }
  }

  /// Empty when there is not enough memory.
  private static func compressed(_ image: PixelBuffer) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(Int32(level)) else { return [] }
    defer { libdeflate_free_compressor(compressor) }
    let filtered = PNGRowFilters.adaptive(image)
    let bound = libdeflate_zlib_compress_bound(compressor, filtered.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      count = libdeflate_zlib_compress(compressor, filtered, filtered.count, target.baseAddress, bound)
    }
  }

  /// Writes length, type, data, and the checksum over type and data.
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
