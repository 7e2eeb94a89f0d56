import PrepCodecs
import PrepCore
import PrepImage
import TestSupport

/// Encoded files made or mended in code.
enum EncodedFiles {
  static func png(_ image: PixelBuffer = SampleImages.drawing(40, 30)) throws -> [UInt8] { try PNGEncoder.encode(image) }

  static func jpeg(_ image: PixelBuffer = SampleImages.photo(40, 30)) throws -> [UInt8] {
    try JPEGEncoder.encode(image, quality: 90)
  }

  /// A JPEG with one more segment behind its first marker.
  static func jpeg(_ jpeg: [UInt8], with marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let length = payload.count + 2
    return jpeg[..<2] + [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + payload + jpeg[2...]
  }

  /// A PNG with one more chunk behind its header; its checksum is computed bit by bit (PNG, annex D).
  static func png(_ png: [UInt8], with type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in body {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
    }
    return png[..<33] + big32(UInt32(data.count)) + body + big32(~crc) + png[33...]
  }

  static func big32(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  /// An Exif block with one orientation tag.
  static func exif(orientation: Int, little: Bool, type: UInt8 = 3) -> [UInt8] {
    let value = UInt8(orientation)
    return little
      ? [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, type, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0]
      : [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, type, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]
  }
}

/// Probes and decodes.
func decoded(_ bytes: [UInt8], limits: Limits = Limits()) throws(ItemFailure) -> PixelBuffer {
  try ImageDecoder.decode(bytes, ImageHeader.probe(bytes), limits: limits).pixels
}

/// The code of the failure; nil when there is none.
func failureCode(_ body: () throws(ItemFailure) -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return error.code.name
  }
}
