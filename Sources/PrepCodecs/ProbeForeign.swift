import PrepCore

/// Names what is neither JPEG, PNG nor WebP, so that a row of a report tells a person what to do.
extension ImageHeader {
  static func foreign(_ file: HeaderBytes) -> ItemFailure {
    if file.count == 0 { return notAnImage("The file is empty.") }
    if let name = imageFormat(file) {
      return unsupported("This is \(name); JPEG, PNG and WebP are read.")
    }
    if file.count < 12, file.has("RIFF") || [0x89, 0x50, 0x4E].starts(with: file.bytes) {
      return truncated("image", at: file.count)
    }
    if let name = otherFormat(file) ?? textFormat(file) {
      return notAnImage("This is \(name), not an image.")
    }
    let start = file.bytes.prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    return notAnImage("This is no known image; its first bytes are \(start.joined(separator: " ")).")
  }

  private static func notAnImage(_ sentence: String) -> ItemFailure {
    ItemFailure(.decode, .notAnImage, sentence)
  }

  /// Image and document formats that are not read.
  private static func imageFormat(_ file: HeaderBytes) -> String? {
    if let brand = mediaBrand(file) { return brand }
    for (name, signature) in signatures where file.has(signature) { return name }
    if file.has("BM"), let size = file.little32(14), [12, 16, 40, 52, 56, 64, 108, 124].contains(size) {
      return "a BMP image"
    }
    if file.has([0xFF, 0x0A]) { return "a JPEG XL image" }
    if let second = file.byte(1), let third = file.byte(2), file.byte(0) == 0x50, (0x31...0x37).contains(second),
      [0x09, 0x0A, 0x0D, 0x20, 0x23].contains(third)
    {
      return "a PNM image (PBM, PGM, PPM or PAM)"
    }
    // A PDF may have up to 1024 bytes before its header (ISO 32000-1, annex H, note 13).
    for offset in 0..<min(1024, file.count) where file.has("%PDF-", at: offset) { return "a PDF document" }
    let start = text(file, limit: 4096)
    if start.contains("<svg") && start.hasPrefix("<") && !looksLikeHTML(start) { return "an SVG image" }
    return nil
  }

  private static let signatures: [(String, [UInt8])] = [
    ("a GIF image", Array("GIF87a".utf8)), ("a GIF image", Array("GIF89a".utf8)),
    ("a TIFF image", [0x49, 0x49, 0x2A, 0x00]), ("a TIFF image", [0x4D, 0x4D, 0x00, 0x2A]),
    ("a BigTIFF image", [0x49, 0x49, 0x2B, 0x00]), ("a BigTIFF image", [0x4D, 0x4D, 0x00, 0x2B]),
    ("a JPEG XR image", [0x49, 0x49, 0xBC]),
    ("a JPEG 2000 image", [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]),
    ("a JPEG 2000 codestream", [0xFF, 0x4F, 0xFF, 0x51]),
    ("a JPEG-LS image", [0xFF, 0xD8, 0xFF, 0xF7]),
    ("a JPEG XL image", [0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A]),
    ("a Photoshop document (PSD)", Array("8BPS".utf8)),
    ("a Windows icon (ICO)", [0x00, 0x00, 0x01, 0x00]), ("a Windows cursor (CUR)", [0x00, 0x00, 0x02, 0x00]),
    ("an Apple icon (ICNS)", Array("icns".utf8)),
    ("a DDS texture", Array("DDS ".utf8)),
    ("a PostScript document (EPS)", Array("%!PS".utf8)), ("a PostScript document (EPS)", [0xC5, 0xD0, 0xD3, 0xC6]),
    ("a GIMP image (XCF)", Array("gimp xcf".utf8)),
    ("a QOI image", Array("qoif".utf8)), ("an OpenEXR image", [0x76, 0x2F, 0x31, 0x01]),
    ("a Radiance HDR image", Array("#?RADIANCE".utf8)), ("a FITS image", Array("SIMPLE  =".utf8)),
    ("a DjVu document", Array("AT&TFORM".utf8)), ("a FLIF image", Array("FLIF".utf8)),
    ("an MNG animation", [0x8A, 0x4D, 0x4E, 0x47]), ("a JNG image", [0x8B, 0x4A, 0x4E, 0x47]),
    ("a Windows metafile (WMF)", [0xD7, 0xCD, 0xC6, 0x9A]),
    ("a Sun raster image", [0x59, 0xA6, 0x6A, 0x95]), ("an SGI image", [0x01, 0xDA]),
    ("a BLP texture", Array("BLP2".utf8)), ("an FTEX texture", Array("FTEX".utf8)),
    ("a PCX image", [0x0A, 0x05, 0x01]), ("an AutoCAD drawing (DWG)", Array("AC10".utf8)),
  ]

  /// Formats in the ISO base media container tell themselves by their brand (ISO/IEC 14496-12, 4.3).
  private static func mediaBrand(_ file: HeaderBytes) -> String? {
    guard file.has("ftyp", at: 4) else { return nil }
    if file.has("avif", at: 8) || file.has("avis", at: 8) { return "an AVIF image" }
    if ["heic", "heix", "hevc", "heim", "heis", "hevx"].contains(where: { file.has(Array($0.utf8), at: 8) }) {
      return "a HEIC image"
    }
    if file.has("mif1", at: 8) || file.has("msf1", at: 8) {
      let isAVIF = (16..<64).contains { file.has("avif", at: $0) }
      return isAVIF ? "an AVIF image" : "a HEIF image"
    }
    if file.has("crx ", at: 8) { return "a Canon raw image (CR3)" }
    return nil
  }

  /// Binary files that are not images.
  private static func otherFormat(_ file: HeaderBytes) -> String? {
    if file.has("ftyp", at: 4) { return "a video or audio file (MP4 family)" }
    if file.has("RIFF") { return "a RIFF file that is no WebP (sound or video)" }
    let known: [(String, [UInt8])] = [
      ("a ZIP archive or an office document", [0x50, 0x4B, 0x03, 0x04]), ("a gzip file", [0x1F, 0x8B]),
      ("a Matroska or WebM video", [0x1A, 0x45, 0xDF, 0xA3]), ("an Ogg file", Array("OggS".utf8)),
      ("a 7z archive", [0x37, 0x7A, 0xBC, 0xAF]), ("a program", [0x7F, 0x45, 0x4C, 0x46]),
      ("an older office document", [0xD0, 0xCF, 0x11, 0xE0]), ("a Zstandard file", [0x28, 0xB5, 0x2F, 0xFD]),
      ("an SQLite database", Array("SQLite format 3".utf8)), ("a Git LFS pointer", Array("version https://git-lfs".utf8)),
    ]
    return known.first { file.has($0.1) }?.0
  }

  private static func textFormat(_ file: HeaderBytes) -> String? {
    let start = text(file, limit: 1024)
    if looksLikeHTML(start) { return "an HTML page" }
    if start.hasPrefix("<?xml") || start.hasPrefix("<") && start.contains(">") { return "XML text" }
    guard isText(file.bytes.prefix(1024)) else { return nil }
    if start.hasPrefix("{") || start.hasPrefix("[") { return "JSON text" }
    return "plain text"
  }

  private static func looksLikeHTML(_ start: String) -> Bool {
    start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head")
      || start.hasPrefix("<body") || start.hasPrefix("<script") || start.contains("<html")
  }

  /// The start as lower-case text, without a byte order mark and white space before it.
  private static func text(_ file: HeaderBytes, limit: Int) -> String {
    var bytes = file.bytes.prefix(limit)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    bytes = bytes.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return String(decoding: bytes, as: UTF8.self).lowercased()
  }

  /// Whether this is valid UTF-8 (except for a character that is cut at the end) without control characters.
  private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard !bytes.contains(where: { $0 < 0x20 && !(0x09...0x0D).contains($0) }) else { return false }
    return (0..<4).contains { cut in
      cut <= bytes.count && String(validating: bytes.dropLast(cut), as: UTF8.self) != nil
    }
  }
}
