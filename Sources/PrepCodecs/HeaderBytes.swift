/// Bounds-checked reading of an encoded file: reading past the end gives nil, never a trap.
struct HeaderBytes {
  let bytes: [UInt8]

  var count: Int { bytes.count }

  func byte(_ offset: Int) -> Int? {
    offset >= 0 && offset < bytes.count ? Int(bytes[offset]) : nil
  }

  func big16(_ offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - 2 else { return nil }
    return Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
  }

  func big32(_ offset: Int) -> Int? {
    guard let high = big16(offset), let low = big16(offset + 2) else { return nil }
    return high << 16 | low
  }

  func little16(_ offset: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - 2 else { return nil }
    return Int(bytes[offset + 1]) << 8 | Int(bytes[offset])
  }

  func little24(_ offset: Int) -> Int? {
    guard let low = little16(offset), let high = byte(offset + 2) else { return nil }
    return high << 16 | low
  }

  func little32(_ offset: Int) -> Int? {
    guard let low = little16(offset), let high = little16(offset + 2) else { return nil }
    return high << 16 | low
  }

  /// Whether these bytes are at the offset.
  func has(_ expected: [UInt8], at offset: Int = 0) -> Bool {
    guard offset >= 0, offset <= bytes.count - expected.count else { return false }
    return bytes[offset..<(offset + expected.count)].elementsEqual(expected)
  }

  /// Whether this text is at the offset.
  func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    guard offset >= 0, offset <= bytes.count - text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { bytes[offset..<(offset + $0.count)].elementsEqual($0) }
  }

  /// The range, when it lies within the file.
  func slice(_ range: Range<Int>) -> ArraySlice<UInt8>? {
    range.lowerBound >= 0 && range.upperBound <= bytes.count ? bytes[range] : nil
  }
}
