import PrepImage

extension Orientation {
  /// Reads tag 0x0112 from the first directory of an Exif block, which has the structure of a TIFF file (CIPA DC-008, TIFF 6.0
  /// section 2).
  ///
  /// Cameras and editors often write broken Exif. When the tag cannot be read, the orientation is upright. The block may start
  /// with "Exif\0\0", as in JPEG.
  init(exif block: ArraySlice<UInt8>) {
    var file = HeaderBytes(bytes: Array(block))
    if file.has("Exif\0\0") { file = HeaderBytes(bytes: Array(block.dropFirst(6))) }
    self = Self.read(file) ?? .upright
  }

  private static func read(_ file: HeaderBytes) -> Orientation? {
    let isLittle = file.has([0x49, 0x49, 0x2A, 0x00])
    guard isLittle || file.has([0x4D, 0x4D, 0x00, 0x2A]) else { return nil }
    func word(_ offset: Int) -> Int? { isLittle ? file.little16(offset) : file.big16(offset) }
    func long(_ offset: Int) -> Int? { isLittle ? file.little32(offset) : file.big32(offset) }

    guard let directory = long(4), let entries = word(directory) else { return nil }
    for entry in 0..<entries {
      let offset = directory + 2 + entry * 12
      guard let tag = word(offset) else { return nil }
      guard tag == 0x0112 else { continue }
      // SHORT is what the standard requires; BYTE and LONG occur in practice.
      let value =
        switch word(offset + 2) {
        case 1: file.byte(offset + 8)
        case 3: word(offset + 8)
        case 4: long(offset + 8)
        default: Int?.none
        }
      return value.flatMap(Orientation.init(rawValue:))
    }
    return nil
  }
}
