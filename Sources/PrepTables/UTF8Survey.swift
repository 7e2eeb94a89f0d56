/// Walks over bytes once, at the speed of memory for ASCII, and notes what tells UTF-8 from other encodings.
struct UTF8Survey {
  /// Sequences of two to four bytes that are valid UTF-8.
  private(set) var sequences = 0
  /// Bytes that are no part of a valid sequence.
  private(set) var strays = 0
  /// The first NUL byte.
  private(set) var firstNUL: Int?
  /// The first byte that Windows-1252 does not define.
  private(set) var firstUndefined: Int?
  private var surveyed = 0

  var isValid: Bool { strays == 0 }

  /// Takes the next bytes of the file.
  /// - Returns: the number of bytes used; the rest is the start of a sequence and must be passed again with the following bytes.
  mutating func survey(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int {
    var index = 0
    while index < bytes.count {
      index = skipPlain(bytes, from: index)
      guard index < bytes.count else { break }
      let byte = bytes[index]
      if byte == 0 {
        firstNUL = firstNUL ?? surveyed + index
        index += 1
      } else if byte < 0x80 {
        index += 1
      } else {
        if !isLast, bytes.count - index < Self.length(of: byte), bytes[(index + 1)...].allSatisfy({ $0 & 0xC0 == 0x80 }) { break }
        index += take(bytes, at: index)
      }
    }
    surveyed += index
    return index
  }

  /// Skips eight bytes at a time that are ASCII and not NUL.
  private func skipPlain(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var index = start
    while index + 32 <= bytes.count {
      let a = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let b = bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
      let c = bytes.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self)
      let d = bytes.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self)
      // In a word of ASCII, subtracting one from each byte borrows into a high bit exactly when a byte is NUL.
      let marks = (a | (a &- ones)) | (b | (b &- ones)) | (c | (c &- ones)) | (d | (d &- ones))
      if marks & highs != 0 { break }
      index += 32
    }
    while index + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if (word | (word &- ones)) & highs != 0 { break }
      index += 8
    }
    while index < bytes.count, bytes[index] &- 1 < 0x7F { index += 1 }
    return index
  }

  /// Judges the bytes at a place that is not ASCII; gives the length of what was judged.
  private mutating func take(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
    let lead = bytes[index]
    let length = Self.length(of: lead)
    if length > 1, index + length <= bytes.count, Self.isValid(bytes, at: index, length: length) {
      sequences += 1
      for offset in index..<index + length { noteUndefined(bytes[offset], at: offset) }
      return length
    }
    strays += 1
    noteUndefined(lead, at: index)
    return 1
  }

  private mutating func noteUndefined(_ byte: UInt8, at index: Int) {
    if firstUndefined == nil, Windows1252.isUndefined(byte) { firstUndefined = surveyed + index }
  }

  private static func length(of lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  private static func isValid(_ bytes: UnsafeRawBufferPointer, at index: Int, length: Int) -> Bool {
    for offset in 1..<length where bytes[index + offset] & 0xC0 != 0x80 { return false }
    // Overlong forms, surrogates, and what lies beyond U+10FFFF.
    switch (bytes[index], bytes[index + 1]) {
    case (0xE0, ..<0xA0), (0xED, 0xA0...), (0xF0, ..<0x90), (0xF4, 0x90...): return false
    default: return true
    }
  }
}
