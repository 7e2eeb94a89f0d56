import CDeflate
import Glibc
package import PrepCore
package import PrepImage

/// Pixels to a PNG: IHDR, one IDAT, IEND. RGB or RGBA with 8 bits, which every consumer reads.
package enum PNGEncoder {
  /// How rows are prepared for compression.
  package enum RowFilter: Sendable, Hashable {
    /// `none` or `up` for flat graphics, whichever makes less of a sample of the rows; `adaptive` for the rest.
    case automatic
    /// The pixels as they are: for dense hatching and text, whose edges Up would double.
    case none
    /// Each row less the one above: in most drawings nearly all zeros.
    case up
    /// For each row the filter with the smallest sum of absolute differences (PNG, 12.7): for photos.
    case adaptive
  }

  /// libdeflate's level for all but flat graphics; 6 is its default.
  package static let level = 6

  /// Encodes flat graphics in memory of about the compressed size, others with one more copy of the image. The same pixels
  /// give the same bytes.
  package static func encode(_ image: PixelBuffer, filter: RowFilter = .automatic) throws(Failure) -> [UInt8] {
    let chosen = filter == .automatic ? isFlatGraphics(image) ? flatFilter(image) : .adaptive : filter
    let data = chosen == .adaptive ? compressed(image) : compressedFlat(image, chosen)
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

  /// The better filter of flat graphics, told from bands of rows that are spread evenly. Unfiltered rows take twice the time, so
  /// they must save a twentieth.
  private static func flatFilter(_ image: PixelBuffer) -> RowFilter {
    let (bands, rows) = (8, 48)
    let sample = (0..<bands).map { band in
      let start = image.height * band / bands
      return start..<min(start + rows, image.height * (band + 1) / bands)
    }
    func size(_ filter: RowFilter) -> Int {
      var compressor = DrawingCompressor(rowBytes: image.stride + 1, expected: 65_536)
      var checksum = Adler32()
      for band in sample { append(band, of: image, filter, to: &compressor, &checksum) }
      return compressor.finish().count
    }
    return size(.none) * 20 < size(.up) * 19 ? .none : .up
  }

  /// The rows of flat graphics in a zlib stream (RFC 1950).
  private static func compressedFlat(_ image: PixelBuffer, _ filter: RowFilter) -> [UInt8] {
    var compressor = DrawingCompressor(rowBytes: image.stride + 1, expected: image.width * image.height / 8 + 65_536)
    var checksum = Adler32()
    append(0..<image.height, of: image, filter, to: &compressor, &checksum)
    // Deflate with a window of 32 KiB; no dictionary; the fastest level, as far as anyone cares.
    var file: [UInt8] = [0x78, 0x01]
    file += compressor.finish()
    return file + big32(Int(checksum.value))
  }

  private static func append(
    _ rows: Range<Int>, of image: PixelBuffer, _ filter: RowFilter, to compressor: inout DrawingCompressor,
    _ checksum: inout Adler32
  ) {
    let stride = image.stride
    image.bytes.withUnsafeBufferPointer { bytes in
      guard let first = bytes.baseAddress else { return }
      for y in rows {
        let row = first + y * stride
        compressor.append(stride + 1) { target in
          if filter == .none || y == 0 {
            target[0] = 0
            (target + 1).update(from: row, count: stride)
          } else {
            target[0] = 2
            if memcmp(row, row - stride, stride) == 0 {
              (target + 1).update(repeating: 0, count: stride)
              checksum.add(target[0])
              checksum.add(zeros: stride)
              return
            }
            PNGRowFilters.up(row, row - stride, target + 1, stride)
          }
          checksum.add(target, stride + 1)
        }
      }
    }
  }

  /// Empty when there is no memory for it.
  private static func compressed(_ image: PixelBuffer) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(Int32(level)) else { return [] }
    defer { libdeflate_free_compressor(compressor) }
    let filtered = PNGRowFilters.adaptive(image)
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
