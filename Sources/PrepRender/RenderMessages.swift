import PrepCodecs
package import PrepCore

/// The messages between the program and its rendering helper over a socket: frames with a 4-byte little-endian length, a kind
/// byte and a body.
enum RenderRequest: Sendable, Equatable {
  /// Opens a document and closes the previous one.
  case open(password: String?, bytes: [UInt8], RenderLimits)
  /// Draws and encodes a page of the open document.
  case render(page: Int, PageTarget, RenderLimits)

  var limits: RenderLimits {
    switch self {
    case .open(_, _, let limits), .render(_, _, let limits): limits
    }
  }

  /// The most bytes of a valid answer: the sizes of four million pages, or an image that may fill its limit but is never larger
  /// than encoded noise. A compromised helper must not fill the program's memory.
  var longestReply: Int {
    switch self {
    case .open: 64 << 20
    case .render(_, let target, _): min(target.encoding.maxBytes, 8 * target.width * target.height) + (1 << 20)
    }
  }
}

/// The resources that one request may use in the helper.
struct RenderLimits: Sendable, Hashable {
  /// The number of bytes of address space beyond those of the idle helper.
  var memory: Int
  /// The limit of both processor time and wall time.
  var seconds: Int
  /// The number of bytes of a page's pixels that the helper may keep for the next page.
  var kept = 0
}

enum RenderReply: Sendable, Equatable {
  case opened([PageSize])
  case page(RenderedPage)
  case failure(ItemFailure)
}

/// The desired result for a page or a part of it.
package struct PageTarget: Sendable, Hashable {
  /// The size of the image in pixels.
  var width: Int
  var height: Int
  /// The size in pixels at which the page is drawn; larger than the image when the page is then downscaled or cut.
  var drawn: PixelSize
  /// The requested part, of the given width and height; nil for the whole page.
  package var crop: PageCrop?
  var encoding: ImageEncoding
  /// Whether to look for missing fonts.
  var looksAtFonts = false

  /// - Parameter drawn: nil for the image's own size.
  init(width: Int, height: Int, drawn: PixelSize? = nil, encoding: ImageEncoding, looksAtFonts: Bool = false) {
    self.width = width
    self.height = height
    self.drawn = drawn ?? PixelSize(width: width, height: height)
    self.encoding = encoding
    self.looksAtFonts = looksAtFonts
  }

  init(_ crop: PageCrop, encoding: ImageEncoding) {
    self.init(width: crop.width, height: crop.height, drawn: crop.page, encoding: encoding)
    self.crop = crop
  }

  /// Whether the image has all of the drawn pixels.
  var isDrawnAsItIs: Bool { drawn == PixelSize(width: width, height: height) }

  /// The most bytes per pixel for drawing and encoding: four in cairo's surface, three in the filtered copy, three compressed.
  private static let bytesPerPixel = 10

  /// The number of bytes that drawing and encoding may need. For a page that is downscaled or cut, this is cairo's pixels plus
  /// the image's own.
  var memory: Int {
    if isDrawnAsItIs { return Self.bytesPerPixel * width * height }
    return 4 * drawn.width * drawn.height + (Self.bytesPerPixel + 3) * width * height
  }
}

/// An encoded page.
package struct RenderedPage: Sendable, Equatable {
  package var image: FittedImage
  /// True when the page is blank, or when all pixels of a crop have one colour.
  package var isBlank: Bool
  /// A font of the page that was substituted; nil when there is none, or when fonts were not examined.
  package var missingFont: String?
}

/// Writes the fields of a frame.
package struct FrameWriter {
  private(set) var bytes: [UInt8] = [0, 0, 0, 0]

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func number(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func real(_ value: Double) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func block(_ value: some Collection<UInt8>) {
    number(value.count)
    bytes.append(contentsOf: value)
  }

  /// The frame preceded by its length; nil when the length does not fit into four bytes.
  consuming func frame() -> [UInt8]? {
    guard let length = UInt32(exactly: bytes.count - 4) else { return nil }
    withUnsafeBytes(of: length.littleEndian) { for (index, byte) in $0.enumerated() { bytes[index] = byte } }
    return bytes
  }
}

/// Reads the fields of a frame. Every read is checked, since a hostile file may have taken over the sender.
package struct FrameReader {
  package struct Malformed: Error {}

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func byte() throws(Malformed) -> UInt8 {
    guard position < bytes.count else { throw Malformed() }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func word() throws(Malformed) -> UInt64 {
    guard bytes.count - position >= 8 else { throw Malformed() }
    defer { position += 8 }
    return (0..<8).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
  }

  mutating func number() throws(Malformed) -> Int { Int(Int64(bitPattern: try word())) }
  mutating func real() throws(Malformed) -> Double { Double(bitPattern: try word()) }

  mutating func block() throws(Malformed) -> [UInt8] {
    let count = try number()
    guard count >= 0, count <= bytes.count - position else { throw Malformed() }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func text() throws(Malformed) -> String { String(decoding: try block(), as: UTF8.self) }

  func end() throws(Malformed) {
    guard position == bytes.count else { throw Malformed() }
  }
}

extension RenderRequest {
  func frame() -> [UInt8]? {
    var writer = FrameWriter()
    switch self {
    case .open(let password, let bytes, _):
      writer.byte(1)
      limits.write(to: &writer)
      writer.byte(password == nil ? 0 : 1)
      writer.block((password ?? "").utf8)
      writer.block(bytes)
    case .render(let page, let target, _):
      writer.byte(2)
      limits.write(to: &writer)
      writer.number(page)
      writer.number(target.width)
      writer.number(target.height)
      writer.number(target.drawn.width)
      writer.number(target.drawn.height)
      writer.byte(target.crop == nil ? 0 : 1)
      target.crop?.write(to: &writer)
      target.encoding.write(to: &writer)
      writer.byte(target.looksAtFonts ? 1 : 0)
    }
    return writer.frame()
  }

  init(content: [UInt8]) throws(FrameReader.Malformed) {
    var reader = FrameReader(content)
    switch try reader.byte() {
    case 1:
      let limits = try RenderLimits(from: &reader)
      let hasPassword = try reader.byte() == 1
      let password = try reader.text()
      self = .open(password: hasPassword ? password : nil, bytes: try reader.block(), limits)
    case 2:
      let limits = try RenderLimits(from: &reader)
      let page = try reader.number()
      let width = try reader.number()
      let height = try reader.number()
      let drawn = PixelSize(width: try reader.number(), height: try reader.number())
      let crop = try reader.byte() == 1 ? PageCrop(from: &reader) : nil
      guard drawn.width >= width, drawn.height >= height, crop == nil || crop?.page == drawn else {
        throw FrameReader.Malformed()
      }
      var target = PageTarget(width: width, height: height, drawn: drawn, encoding: try ImageEncoding(from: &reader))
      target.crop = crop
      target.looksAtFonts = try reader.byte() == 1
      self = .render(page: page, target, limits)
    default: throw FrameReader.Malformed()
    }
    try reader.end()
  }
}

extension RenderLimits {
  fileprivate func write(to writer: inout FrameWriter) {
    writer.number(memory)
    writer.number(seconds)
    writer.number(kept)
  }

  fileprivate init(from reader: inout FrameReader) throws(FrameReader.Malformed) {
    memory = try reader.number()
    seconds = try reader.number()
    kept = try reader.number()
    guard memory >= 0, (0...1_000_000).contains(seconds), kept >= 0 else { throw FrameReader.Malformed() }
  }
}

extension PageCrop {
  fileprivate func write(to writer: inout FrameWriter) {
    for number in [x, y, width, height, page.width, page.height] { writer.number(number) }
  }

  fileprivate init(from reader: inout FrameReader) throws(FrameReader.Malformed) {
    let (x, y) = (try reader.number(), try reader.number())
    let (width, height) = (try reader.number(), try reader.number())
    let page = PixelSize(width: try reader.number(), height: try reader.number())
    self.init(x: x, y: y, width: width, height: height, page: page)
    guard isOnPage else { throw FrameReader.Malformed() }
  }
}

extension RenderReply {
  func frame() -> [UInt8]? {
    var writer = FrameWriter()
    switch self {
    case .opened(let sizes):
      writer.byte(1)
      writer.number(sizes.count)
      for size in sizes {
        writer.real(size.width)
        writer.real(size.height)
      }
    case .page(let page):
      writer.byte(2)
      writer.byte(page.isBlank ? 1 : 0)
      writer.byte(page.image.isReduced ? 1 : 0)
      writer.number(page.image.quality ?? 0)
      writer.number(page.image.width)
      writer.number(page.image.height)
      writer.block(page.image.format.rawValue.utf8)
      writer.block(page.image.bytes)
      writer.byte(page.missingFont == nil ? 0 : 1)
      writer.block((page.missingFont ?? "").utf8)
    case .failure(let failure):
      writer.byte(3)
      writer.block(failure.stage.rawValue.utf8)
      writer.block(failure.code.name.utf8)
      writer.block(failure.message.utf8)
    }
    return writer.frame()
  }

  init(content: [UInt8]) throws(FrameReader.Malformed) {
    var reader = FrameReader(content)
    switch try reader.byte() {
    case 1:
      let count = try reader.number()
      // Sixteen bytes per page must be present before memory is reserved for them.
      guard count >= 0, count <= content.count / 16 else { throw FrameReader.Malformed() }
      var sizes: [PageSize] = []
      sizes.reserveCapacity(count)
      for _ in 0..<count {
        let width = try reader.real()
        sizes.append(PageSize(width: width, height: try reader.real()))
      }
      self = .opened(sizes)
    case 2:
      let isBlank = try reader.byte() == 1
      let isReduced = try reader.byte() == 1
      let quality = try reader.number()
      let width = try reader.number()
      let height = try reader.number()
      guard let format = ImageFormat(rawValue: try reader.text()), width > 0, height > 0 else { throw FrameReader.Malformed() }
      let image = FittedImage(
        bytes: try reader.block(), format: format, width: width, height: height, isReduced: isReduced,
        quality: quality > 0 ? quality : nil)
      let hasMissingFont = try reader.byte() == 1
      let font = try reader.text()
      self = .page(RenderedPage(image: image, isBlank: isBlank, missingFont: hasMissingFont ? font : nil))
    case 3:
      let stage = FailureStage(rawValue: try reader.text())
      let code = FailureCode(name: try reader.text())
      let message = try reader.text()
      guard let stage, let code else { throw FrameReader.Malformed() }
      self = .failure(ItemFailure(stage, code, message))
    default: throw FrameReader.Malformed()
    }
    try reader.end()
  }
}
