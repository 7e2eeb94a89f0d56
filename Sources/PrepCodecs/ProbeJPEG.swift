import PrepCore
import PrepImage

/// JPEG (ITU-T T.81 annex B), JFIF, the Adobe marker (Adobe TN 5116), Exif in APP1, ICC profiles in APP2 (ICC.1:2010 annex B.4).
extension ImageHeader {
  static func probeJPEG(_ file: HeaderBytes) throws(ItemFailure) -> ImageHeader {
    var walk = JPEGSegments(file: file, offset: 2)
    var frame: JPEGFrame?
    var adobeTransform: Int?
    var orientation: Orientation?
    var profile = ProfileSegments()
    var isUnusual = false

    while true {
      guard let segment = walk.next() else { throw truncated("JPEG", at: file.count) }
      switch segment.marker {
      case 0xDA:
        guard let frame else { throw corrupt("The JPEG's scan starts before its frame header.") }
        var header = try frame.header(adobeTransform: adobeTransform)
        header.orientation = orientation ?? .upright
        header.iccProfile = profile.assembled()
        header.isUnusual = isUnusual
        header.hasSeveralScans = header.isProgressive || file.byte(segment.payload.lowerBound) != frame.components
        return try header.withPixels()
      case 0xD9:
        throw corrupt("The JPEG ends before its first scan.")
      case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(segment.marker):
        if frame != nil { throw corrupt("The JPEG has two frame headers.") }
        frame = try JPEGFrame(segment, file)
      case 0xE0 where file.has("JFIF", at: segment.payload.lowerBound) && segment.payload.count < 14:
        isUnusual = true
      case 0xE1 where file.has("Exif\0\0", at: segment.payload.lowerBound):
        if orientation == nil, let block = file.slice(segment.payload) { orientation = Orientation(exif: block) }
      case 0xE2:
        profile.add(segment.payload, file)
      case 0xEE where file.has("Adobe", at: segment.payload.lowerBound) && segment.payload.count >= 12:
        adobeTransform = file.byte(segment.payload.lowerBound + 11)
      default:
        break
      }
    }
  }
}

/// A walk over the marker segments up to the first scan.
struct JPEGSegments {
  let file: HeaderBytes
  var offset: Int

  struct Segment {
    let marker: Int
    /// What follows the length field.
    let payload: Range<Int>
  }

  /// The next segment that is there as a whole; nil at the end of the data. Bytes that belong to no segment are skipped, as in
  /// libjpeg.
  mutating func next() -> Segment? {
    while true {
      while let byte = file.byte(offset), byte != 0xFF { offset += 1 }
      while file.byte(offset) == 0xFF { offset += 1 }
      guard let marker = file.byte(offset) else { return nil }
      offset += 1
      switch marker {
      case 0x00, 0x01, 0xD0...0xD8: continue
      case 0xD9: return Segment(marker: marker, payload: offset..<offset)
      default: break
      }
      guard let length = file.big16(offset) else { return nil }
      // A length below 2 is impossible. The walk continues after the field, and the bytes that follow decide.
      let payload = (offset + 2)..<(offset + max(2, length))
      guard payload.upperBound <= file.count else { return nil }
      offset = payload.upperBound
      return Segment(marker: marker, payload: payload)
    }
  }
}

/// The frame header (SOF).
private struct JPEGFrame {
  let isProgressive: Bool
  let precision: Int
  let width: Int
  let height: Int
  let components: Int

  init(_ segment: JPEGSegments.Segment, _ file: HeaderBytes) throws(ItemFailure) {
    let start = segment.payload.lowerBound
    guard segment.payload.count >= 6, let precision = file.byte(start), let height = file.big16(start + 1),
      let width = file.big16(start + 3), let components = file.byte(start + 5)
    else { throw ImageHeader.corrupt("The JPEG's frame header is too short.") }
    let kind =
      switch segment.marker {
      case 0xC0, 0xC1, 0xC2: String?.none
      case 0xC3, 0xC7: "a lossless JPEG"
      case 0xC5, 0xC6: "a hierarchical JPEG"
      case 0xCB, 0xCF: "a lossless JPEG with arithmetic coding"
      default: "a JPEG with arithmetic coding"
      }
    if let kind {
      throw ImageHeader.unsupported("This is \(kind); baseline and progressive JPEG with Huffman coding are read.")
    }
    if precision != 8 {
      throw ImageHeader.unsupported("This is a JPEG with \(precision) bits a sample; 8 bits are read.")
    }
    if ![1, 3, 4].contains(components) {
      throw ImageHeader.unsupported("This is a JPEG with \(components) components; 1, 3 and 4 are read.")
    }
    if segment.payload.count != 6 + 3 * components {
      throw ImageHeader.corrupt("The JPEG's frame header has a wrong length.")
    }
    self.isProgressive = segment.marker == 0xC2
    self.precision = precision
    self.width = width
    self.height = height
    self.components = components
  }

  func header(adobeTransform: Int?) throws(ItemFailure) -> ImageHeader {
    let model: ImageHeader.Model =
      switch components {
      case 1: .gray
      case 3: .rgb
      default: adobeTransform == 2 ? .ycck : .cmyk
      }
    var header = ImageHeader(format: .jpeg, width: width, height: height, model: model)
    header.bitDepth = precision
    header.isProgressive = isProgressive
    return header
  }
}

/// An ICC profile in up to 255 numbered APP2 segments, in any order.
private struct ProfileSegments {
  private var parts: [Int: Range<Int>] = [:]
  private var total: Int?
  private var isBroken = false
  private var file: HeaderBytes?

  mutating func add(_ payload: Range<Int>, _ file: HeaderBytes) {
    let start = payload.lowerBound
    guard file.has("ICC_PROFILE\0", at: start), payload.count > 14, let number = file.byte(start + 12),
      let count = file.byte(start + 13)
    else { return }
    self.file = file
    if number < 1 || number > count || parts[number] != nil || (total ?? count) != count { isBroken = true }
    total = count
    parts[number] = (start + 14)..<payload.upperBound
  }

  /// The whole profile; nil when a part is missing or occurs twice.
  func assembled() -> [UInt8]? {
    guard let file, let total, !isBroken, parts.count == total else { return nil }
    guard parts.values.reduce(0, { $0 + $1.count }) <= ImageHeader.maxProfileBytes else { return nil }
    var profile: [UInt8] = []
    for number in 1...total {
      guard let range = parts[number], let part = file.slice(range) else { return nil }
      profile += part
    }
    return profile
  }
}
