import CDeflate
import PrepCore
import PrepImage

/// PNG (W3C Portable Network Graphics, third edition): IHDR, tRNS, iCCP, eXIf, acTL.
extension ImageHeader {
  static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  static func probePNG(_ file: HeaderBytes) throws(ItemFailure) -> ImageHeader {
    guard file.count >= 8 else { throw truncated("PNG", at: file.count) }
    guard file.has(pngSignature) else {
      throw corrupt("The PNG's signature is damaged; it was probably transferred as text.")
    }
    var chunks = PNGChunks(file: file)
    guard let first = chunks.next() else { throw truncated("PNG", at: file.count) }
    var header = try header(first, file)
    var hasProfile = false

    while let chunk = chunks.next(), chunk.type != 0x4945_4E44 {  // IEND
      switch chunk.type {
      case 0x4944_4154:  // IDAT
        chunks.hasData = true
      case 0x7452_4E53 where !chunks.hasData && header.acceptsTransparency(chunk.data.count):  // tRNS
        header.hasAlpha = true
      case 0x6943_4350 where !hasProfile:  // iCCP
        // Only the first profile counts, even if it is broken: a file may hold thousands that inflate to the limit.
        hasProfile = true
        if let data = file.slice(chunk.data) { header.iccProfile = inflatedProfile(data) }
      case 0x6558_4966:  // eXIf, also behind the data
        if let data = file.slice(chunk.data) { header.orientation = Orientation(exif: data) }
      case 0x6163_544C where !chunks.hasData:  // acTL
        header.isAnimated = true
      default:
        break
      }
    }
    guard chunks.hasData || chunks.sawData else {
      if chunks.isAtEnd { throw truncated("PNG", at: file.count) }
      throw corrupt("The PNG holds no image data.")
    }
    return try header.withPixels()
  }

  private static func header(_ chunk: PNGChunks.Chunk, _ file: HeaderBytes) throws(ItemFailure) -> ImageHeader {
    let start = chunk.data.lowerBound
    guard chunk.type == 0x4948_4452, chunk.data.count == 13, let width = file.big32(start),
      let height = file.big32(start + 4), let depth = file.byte(start + 8), let colour = file.byte(start + 9),
      let interlace = file.byte(start + 12), file.byte(start + 10) == 0, file.byte(start + 11) == 0, interlace <= 1
    else { throw corrupt("The PNG does not start with a valid IHDR chunk.") }
    let model: Model? =
      switch (colour, depth) {
      case (0, 1), (0, 2), (0, 4), (0, 8), (0, 16): .gray
      case (2, 8), (2, 16): .rgb
      case (3, 1), (3, 2), (3, 4), (3, 8): .palette
      case (4, 8), (4, 16): .grayAlpha
      case (6, 8), (6, 16): .rgba
      default: nil
      }
    guard let model else { throw corrupt("The PNG has colour type \(colour) with \(depth) bits, which cannot be.") }
    guard width <= 0x7FFF_FFFF, height <= 0x7FFF_FFFF else {
      throw corrupt("The PNG has \(width) x \(height) pixels, which cannot be.")
    }
    var header = ImageHeader(format: .png, width: width, height: height, model: model)
    header.bitDepth = depth
    header.isProgressive = interlace == 1
    header.hasAlpha = model == .rgba || model == .grayAlpha
    return header
  }

  /// Whether a tRNS chunk of this length fits the colour type. libpng ignores one that does not.
  private func acceptsTransparency(_ length: Int) -> Bool {
    switch model {
    case .gray: length == 2
    case .rgb: length == 6
    case .palette: (1...256).contains(length)
    default: false
    }
  }

  /// The profile of an iCCP chunk: a name, a zero byte, the method 0, a zlib stream. The chunk does not say the profile's length,
  /// so the room grows up to the limit.
  private static func inflatedProfile(_ data: ArraySlice<UInt8>) -> [UInt8]? {
    guard let zero = data.prefix(80).firstIndex(of: 0), zero + 2 < data.endIndex, data[zero + 1] == 0,
      let decompressor = libdeflate_alloc_decompressor()
    else { return nil }
    defer { libdeflate_free_decompressor(decompressor) }
    let stream = data[(zero + 2)...]
    var room = 64 << 10
    while room <= maxProfileBytes {
      var result = LIBDEFLATE_BAD_DATA
      let profile = [UInt8](unsafeUninitializedCapacity: room) { target, count in
        stream.withUnsafeBytes { source in
          result = libdeflate_zlib_decompress(
            decompressor, source.baseAddress, source.count, target.baseAddress, room, &count)
        }
        if result != LIBDEFLATE_SUCCESS { count = 0 }
      }
      switch result {
      case LIBDEFLATE_SUCCESS: return profile
      case LIBDEFLATE_INSUFFICIENT_SPACE: room *= 4
      default: return nil
      }
    }
    return nil
  }
}

/// A walk over the chunks that are there as a whole. Checksums are not read.
struct PNGChunks {
  let file: HeaderBytes
  var offset = 8
  /// Set by the reader when it has met an IDAT chunk.
  var hasData = false
  /// Whether the walk ended inside an IDAT chunk.
  private(set) var sawData = false
  /// Whether the walk ended because the data did.
  private(set) var isAtEnd = false

  init(file: HeaderBytes) { self.file = file }

  struct Chunk {
    let type: Int
    let data: Range<Int>
  }

  mutating func next() -> Chunk? {
    guard let length = file.big32(offset), let type = file.big32(offset + 4) else {
      isAtEnd = true
      return nil
    }
    let data = (offset + 8)..<(offset + 8 + length)
    guard data.upperBound + 4 <= file.count else {
      isAtEnd = true
      sawData = type == 0x4944_4154
      return nil
    }
    offset = data.upperBound + 4
    return Chunk(type: type, data: data)
  }
}
