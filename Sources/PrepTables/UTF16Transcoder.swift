/// Turns UTF-16 into UTF-8 piece by piece. Lone surrogates become U+FFFD.
struct UTF16Transcoder {
  let isBigEndian: Bool
  private var highSurrogate: UInt32?

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  /// Writes whole code units as UTF-8 and gives the number of bytes written: at most three for each, and three more.
  mutating func transcode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
    var count = 0
    var index = 0
    while index + 1 < input.count {
      let pair = (UInt32(input[index]), UInt32(input[index + 1]))
      let unit = isBigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0
      index += 2
      if let high = highSurrogate {
        highSurrogate = nil
        if unit & 0xFC00 == 0xDC00 {
          count += UTF8Writer.write(0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF, to: output, at: count)
          continue
        }
        count += UTF8Writer.write(0xFFFD, to: output, at: count)
      }
      switch unit & 0xFC00 {
      case 0xD800: highSurrogate = unit
      case 0xDC00: count += UTF8Writer.write(0xFFFD, to: output, at: count)
      default: count += UTF8Writer.write(unit, to: output, at: count)
      }
    }
    return count
  }

  /// Writes what is left at the end of the file.
  mutating func finish(into output: UnsafeMutableRawBufferPointer) -> Int {
    guard highSurrogate != nil else { return 0 }
    highSurrogate = nil
    return UTF8Writer.write(0xFFFD, to: output, at: 0)
  }
}
