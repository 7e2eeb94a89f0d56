import CDeflate
import Glibc
package import PrepCore

/// Finds out from the structure alone whether a file is whole, for bytes that are kept as they are.
package enum Completeness {
  /// JPEG: every segment, and the end marker after the scans. PNG: every chunk's checksum, and IEND. WebP: every chunk within the
  /// RIFF size. Entropy-coded data is skipped, not decoded.
  package static func verifyStructure(_ bytes: [UInt8], _ header: ImageHeader) throws(ItemFailure) {
    switch header.format {
    case .jpeg: try verifyJPEG(bytes)
    case .png: try verifyPNG(bytes)
    case .webp: try verifyWebP(bytes)
    }
  }

  private static func verifyJPEG(_ bytes: [UInt8]) throws(ItemFailure) {
    var walk = JPEGSegments(file: HeaderBytes(bytes: bytes), offset: 2)
    while let segment = walk.next() {
      if segment.marker == 0xD9 { return }
      if segment.marker == 0xDA { walk.offset = endOfScan(bytes, from: walk.offset) }
    }
    throw truncated("JPEG", "end marker", bytes.count)
  }

  /// The next marker that is neither a stuffed zero nor a restart.
  private static func endOfScan(_ bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return start }
      var offset = start
      while offset < bytes.count, let found = memchr(base + offset, 0xFF, bytes.count - offset) {
        let position = UnsafeRawPointer(found) - base
        guard position + 1 < bytes.count else { break }
        switch bytes[position + 1] {
        case 0x00, 0xD0...0xD7: offset = position + 2
        case 0xFF: offset = position + 1
        default: return position
        }
      }
      return bytes.count
    }
  }

  private static func verifyPNG(_ bytes: [UInt8]) throws(ItemFailure) {
    let file = HeaderBytes(bytes: bytes)
    var chunks = PNGChunks(file: file)
    while let chunk = chunks.next() {
      // The checksum covers type and data.
      let computed = bytes.withUnsafeBytes { bytes in
        libdeflate_crc32(0, bytes.baseAddress.map { $0 + (chunk.data.lowerBound - 4) }, chunk.data.count + 4)
      }
      guard file.big32(chunk.data.upperBound) == Int(computed) else {
        throw ItemFailure(
          .decode, .corruptImage, "The PNG's chunk at byte \(chunk.data.lowerBound - 8) does not match its checksum.")
      }
      if chunk.type == 0x4945_4E44 { return }
    }
    throw truncated("PNG", "IEND chunk", bytes.count)
  }

  private static func verifyWebP(_ bytes: [UInt8]) throws(ItemFailure) {
    let file = HeaderBytes(bytes: bytes)
    guard let size = file.little32(4), 8 + size <= bytes.count else {
      throw truncated("WebP", "last byte by its own size", bytes.count)
    }
    var offset = 12
    while offset + 8 <= 8 + size, let length = file.little32(offset + 4) {
      guard offset + 8 + length <= 8 + size else {
        throw ItemFailure(.decode, .corruptImage, "The WebP's chunk at byte \(offset) is longer than the file says it is.")
      }
      offset += 8 + length + length % 2
    }
  }

  private static func truncated(_ format: String, _ end: String, _ count: Int) -> ItemFailure {
    ItemFailure(.decode, .truncatedImage, "The \(format) ends after \(count) bytes without its \(end).")
  }
}
