/// Writes scalars as UTF-8 into memory.
enum UTF8Writer {
  /// Writes one scalar, which has to be a valid one, and gives the number of bytes.
  static func write(_ scalar: UInt32, to output: UnsafeMutableRawBufferPointer, at index: Int) -> Int {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F }
    switch scalar {
    case ..<0x80:
      output[index] = UInt8(truncatingIfNeeded: scalar)
      return 1
    case ..<0x800:
      output[index] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
      output[index + 1] = tail(0)
      return 2
    case ..<0x10000:
      output[index] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
      output[index + 1] = tail(6)
      output[index + 2] = tail(0)
      return 3
    default:
      output[index] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
      output[index + 1] = tail(12)
      output[index + 2] = tail(6)
      output[index + 3] = tail(0)
      return 4
    }
  }
}
