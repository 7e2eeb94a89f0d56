/// The code page that spreadsheets write in western Europe and America.
enum Windows1252 {
  /// What 0x80 to 0x9F stand for; zero where nothing is defined. From 0xA0 on the byte is the scalar.
  private static let specials: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  static func isUndefined(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x81, 0x8D, 0x8F, 0x90, 0x9D: true
    default: false
    }
  }

  /// Writes the bytes as UTF-8; the output needs room for three bytes for each.
  /// - Returns: the number of bytes written.
  static func transcode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
    var count = 0
    for byte in input {
      if byte < 0x80 {
        output[count] = byte
        count += 1
      } else if byte >= 0xA0 {
        output[count] = 0xC0 | byte >> 6
        output[count + 1] = 0x80 | byte & 0x3F
        count += 2
      } else {
        // The survey has refused undefined bytes; a file that changed since then gets the replacement character.
        let special = specials[Int(byte - 0x80)]
        count += UTF8Writer.write(special == 0 ? 0xFFFD : UInt32(special), to: output, at: count)
      }
    }
    return count
  }
}
