/// Counts line ends, where LF, CRLF and a bare CR are one each.
struct LineCount {
  private(set) var ends = 0
  private var endedInCR = false

  /// Takes the next bytes of the text.
  mutating func take(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if byte == 0x0D || (byte == 0x0A && !endedInCR) { ends += 1 }
      endedInCR = byte == 0x0D
    }
  }
}
